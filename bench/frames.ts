// The frames of a page: their durations, and the tasks that delayed them.
import type { Page } from "@playwright/test";
import { percentile } from "./percentile.ts";

/** The frames of a period. Milliseconds from one frame to the next. */
export interface FrameTimes {
  readonly frames: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  /** Tasks of the main thread that took 50 ms and more, and the longest of them. */
  readonly longTasks: number;
  readonly longestTaskMs: number;
}

/** The data that the page collects. */
interface Collected {
  frames: number[];
  tasks: number[];
}

declare global {
  interface Window {
    benchFrames?: Collected;
  }
}

/** Starts to collect. The page must be visible, because a hidden page has no frames. */
export async function startFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const collected: Collected = { frames: [], tasks: [] };
    window.benchFrames = collected;
    let last: number | undefined;
    const onFrame = (now: number) => {
      if (last !== undefined) collected.frames.push(now - last);
      last = now;
      requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
    new PerformanceObserver((list) => collected.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
  });
}

/** The data collected since the start or the last call. */
export async function takeFrames(page: Page): Promise<FrameTimes> {
  const { frames, tasks } = await page.evaluate(() => {
    const collected = window.benchFrames ?? { frames: [], tasks: [] };
    return { frames: collected.frames.splice(0), tasks: collected.tasks.splice(0) };
  });
  return frameTimes(frames, tasks);
}

/** The figures of frames and long tasks, ms each. */
export function frameTimes(frames: readonly number[], tasks: readonly number[]): FrameTimes {
  const longest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 0);
  return {
    frames: frames.length,
    p50Ms: percentile(frames, 0.5),
    p99Ms: percentile(frames, 0.99),
    longestMs: longest(frames),
    longTasks: tasks.length,
    longestTaskMs: longest(tasks),
  };
}
