import { HISTORY_MS, type RatePoint } from "../../domain/rate.ts";
import { formatRate } from "../../domain/units.ts";

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
    return wasAway ? [{ secondsAgo: secondsAgo - BREAK_S, perSecond: null }, point] : [point];
  });
}

/**
 * A break is this long before the point after it, because no two points of a chart may have the
 * same place.
 */
const BREAK_S = 0.001;

/** Flink refreshes its counters every 10 s by default. Twice that allows for a slow reply. */
const LONGEST_REFRESH_MS = 20_000;

/**
 * When something failed inside the window, in seconds before now; only the first failure of each
 * second.
 */
export function failuresInWindow(failuresMs: readonly number[], nowMs: number): readonly number[] {
  const seconds = failuresMs.map((atMs) => (atMs - nowMs) / 1000).filter((ago) => ago <= 0 && ago > -HISTORY_MS / 1000);
  return seconds.toSorted((a, b) => a - b).filter((ago, index, all) => index === 0 || ago - (all[index - 1] ?? 0) >= 1);
}

/** Summarises the chart. */
export function ratesInWords(points: readonly ChartPoint[]): string {
  const rates = points.flatMap(({ perSecond }) => perSecond ?? []);
  if (rates.length === 0) return "Records in per second, last two minutes: nothing measured yet";
  const [least, most] = [rates.reduce((a, b) => Math.min(a, b)), rates.reduce((a, b) => Math.max(a, b))];
  return `Records in per second, last two minutes: between ${formatRate(least)} and ${formatRate(most)}`;
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
