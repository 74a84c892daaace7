import type { MetricReading } from "../../observe/vertex-metrics.ts";

/** A point of a metric's chart: seconds before the last reading (negative). `null` breaks the line. */
export type MetricPoint = { secondsAgo: number; value: number | null; low: number | null; high: number | null };

/** The shortest time that a chart shows, s. */
const LEAST_WINDOW_S = 60;
/** Two readings that are farther apart have a gap between them, because the tab was not open. */
const LONGEST_REFRESH_MS = 20_000;
/** A break is this long before the point after it, because no two points may have the same place. */
const BREAK_S = 0.001;
/** Long.MIN_VALUE and Long.MAX_VALUE mean that there is no value. */
const SENTINEL = 9e18;

/** The number in the text of a metric; undefined if it is none. */
export function readNumber(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The points of a chart, and how many seconds it shows. The average stands for all subtasks. */
export function metricPoints(readings: readonly MetricReading[]): { points: readonly MetricPoint[]; windowS: number } {
  const nowMs = readings.at(-1)?.atMs ?? 0;
  const points = readings.flatMap(({ atMs, text, aggregates }, index): MetricPoint[] => {
    const secondsAgo = (atMs - nowMs) / 1000;
    const before = readings[index - 1];
    const wasAway = before !== undefined && atMs - before.atMs > LONGEST_REFRESH_MS;
    const point = {
      secondsAgo,
      value: shown(aggregates === undefined ? readNumber(text) : aggregates.avg),
      low: shown(aggregates?.min),
      high: shown(aggregates?.max),
    };
    return wasAway ? [{ secondsAgo: secondsAgo - BREAK_S, value: null, low: null, high: null }, point] : [point];
  });
  return { points, windowS: Math.max(LEAST_WINDOW_S, Math.ceil(-(points[0]?.secondsAgo ?? 0) / 60) * 60) };
}

function shown(value: number | undefined): number | null {
  return value === undefined || Math.abs(value) > SENTINEL ? null : value;
}

/** The lowest and highest value of the points; undefined if there is none. */
export function rangeOf(points: readonly MetricPoint[]): { lowest: number; highest: number } | undefined {
  const values = points.flatMap(({ value, low, high }) => [value, low, high]).filter((value) => value !== null);
  if (values.length === 0) return undefined;
  return { lowest: values.reduce((a, b) => Math.min(a, b)), highest: values.reduce((a, b) => Math.max(a, b)) };
}
