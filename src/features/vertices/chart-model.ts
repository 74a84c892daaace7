import { HISTORY_MS, type RatePoint } from "../../domain/rate.ts";

/** A point of the chart: seconds before now (negative) and the rate; `null` breaks the line. */
export type ChartPoint = { secondsAgo: number; perSecond: number | null };

/**
 * The points of the last two minutes. If two are farther apart than refreshes, there is a gap
 * between them.
 */
export function chartPoints(points: readonly RatePoint[], nowMs: number): readonly ChartPoint[] {
  return points.flatMap(({ atMs, rates }, index): ChartPoint[] => {
    const secondsAgo = (atMs - nowMs) / 1000;
    if (secondsAgo < -HISTORY_MS / 1000) return [];
    const before = points[index - 1];
    const wasAway = before !== undefined && atMs - before.atMs > LONGEST_REFRESH_MS;
    const point = { secondsAgo, perSecond: rates?.recordsInPerSecond ?? null };
    return wasAway ? [{ secondsAgo, perSecond: null }, point] : [point];
  });
}

/** Flink refreshes its counters every 10 s by default. Twice that allows for a slow reply. */
const LONGEST_REFRESH_MS = 20_000;

/** The upper end of the axis: 1, 2, 4 or 8 times a power of ten that all points are below. */
export function niceCeiling(points: readonly ChartPoint[]): number {
  const highest = Math.max(0, ...points.map(({ perSecond }) => perSecond ?? 0));
  if (highest === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  return ([1, 2, 4, 8, 10].find((step) => step * power >= highest * 1.02) ?? 20) * power;
}

/**
 * When something failed inside the window, in seconds before now; only the first failure of each
 * second.
 */
export function failuresInWindow(failuresMs: readonly number[], nowMs: number): readonly number[] {
  const seconds = failuresMs.map((atMs) => (atMs - nowMs) / 1000).filter((ago) => ago <= 0 && ago > -HISTORY_MS / 1000);
  return seconds.toSorted((a, b) => a - b).filter((ago, index, all) => index === 0 || ago - (all[index - 1] ?? 0) >= 1);
}

/** Stretches without rates inside the window, in seconds before now: the line is broken there. */
export function gapsOf(points: readonly ChartPoint[]): readonly { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  let lastWith: number | undefined;
  let isOpen = false;
  for (const { secondsAgo, perSecond } of points) {
    if (perSecond === null) {
      isOpen = lastWith !== undefined;
      continue;
    }
    if (isOpen && lastWith !== undefined) gaps.push({ from: lastWith, to: secondsAgo });
    isOpen = false;
    lastWith = secondsAgo;
  }
  if (isOpen && lastWith !== undefined) gaps.push({ from: lastWith, to: 0 });
  return gaps;
}
