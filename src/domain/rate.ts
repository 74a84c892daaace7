// Drey computes rates itself, the same for every backend: the difference of two refreshes of a
// counter, divided by the time between. Flink's rates are averages over a minute and do not show
// the last seconds.
import type { IoMetrics } from "../rest/io-metrics.ts";
import { readDouble } from "../rest/doubles.ts";

/** The counters of a vertex or subtask in one reply. */
export type CounterSample = {
  /** When the cluster made the reply, epoch ms. */
  atMs: number;
  /** When its tasks were deployed, epoch ms. A different time means that the counters restarted. */
  startedMs: number;
  /** The number of tasks behind the counters. */
  taskCount: number;
  recordsIn: number;
  recordsOut: number;
  bytesIn: number;
  bytesOut: number;
  /**
   * Busy, backpressured and idle time of all tasks together, ms; undefined if one of them is not
   * measured.
   */
  taskTimeMs: number | undefined;
  /** The busy and backpressured part of it. */
  busyMs: number;
  backpressuredMs: number;
};

/** Records per second over the last refresh. */
export type Rates = { recordsInPerSecond: number; recordsOutPerSecond: number };

/**
 * How the tasks of a vertex spent their time over the last refresh, averaged over all of them: 0…1.
 */
export type AverageLoad = { busyShare: number; backpressuredShare: number };

/**
 * A point of a series. It has no rates, which makes a gap, if no task ran or nothing was measured.
 */
export type RatePoint = { atMs: number; rates: Rates | undefined };

/** The state of one series. */
export type RateSeries = {
  /** The counters of the last refresh; undefined if there is none to continue from. */
  baseline: CounterSample | undefined;
  /** Undefined until there were two refreshes of the same counters, or one of young counters. */
  rates: Rates | undefined;
  /** Undefined like the rates, and if the tasks' time is not measured. */
  load: AverageLoad | undefined;
  /** Oldest first, at most {@link HISTORY_MS} long. */
  points: readonly RatePoint[];
};

/** All series of a job or vertex, by id. */
export type RateBook = { observedMs: number; series: Readonly<Record<string, RateSeries>> };

/** How far back the points go, ms. */
export const HISTORY_MS = 120_000;

/** After a longer pause (the tab was hidden), an average would not be a current rate, ms. */
const PAUSE_MS = 15_000;

/**
 * Counters start at 0 when a task starts. Up to this age the first refresh is a rate, later it
 * would be a long-term average.
 */
const YOUNG_MS = 15_000;

/**
 * Tasks account for their time in every refresh, so counters that do not change for three of
 * Flink's refreshes (10 s each) are stale.
 */
const EXPIRES_MS = 30_000;

const NO_SERIES: RateSeries = { baseline: undefined, rates: undefined, load: undefined, points: [] };

/**
 * The counters in a reply if they are complete: absent while no task runs, and while a subtask has
 * not reported yet (`*-complete` is false), because the sum is too low then.
 */
export function counterSample(metrics: IoMetrics, of: { atMs: number; startedMs: number; taskCount: number }): CounterSample | undefined {
  if (of.startedMs < 0 || of.taskCount === 0) return undefined;
  if (!metrics["read-records-complete"] || !metrics["write-records-complete"]) return undefined;
  const busyMs = readDouble(metrics["accumulated-busy-time"]);
  return {
    ...of,
    recordsIn: metrics["read-records"],
    recordsOut: metrics["write-records"],
    bytesIn: metrics["read-bytes"],
    bytesOut: metrics["write-bytes"],
    taskTimeMs:
      busyMs === undefined || !Number.isFinite(busyMs)
        ? undefined
        : busyMs + metrics["accumulated-idle-time"] + metrics["accumulated-backpressured-time"],
    busyMs: busyMs ?? Number.NaN,
    backpressuredMs: metrics["accumulated-backpressured-time"],
  };
}

/** The book after another reply. Series missing in the reply are dropped. */
export function nextRateBook(
  book: RateBook | undefined,
  atMs: number,
  samples: Readonly<Record<string, CounterSample | undefined>>,
): RateBook {
  const wasAway = book === undefined || atMs - book.observedMs > PAUSE_MS;
  const series = Object.entries(samples).map(([id, sample]) => {
    const before = book?.series[id] ?? NO_SERIES;
    return [id, nextSeries(wasAway ? { ...before, baseline: undefined } : before, atMs, sample)] as const;
  });
  return { observedMs: atMs, series: Object.fromEntries(series) };
}

function nextSeries(before: RateSeries, atMs: number, sample: CounterSample | undefined): RateSeries {
  const { baseline } = before;
  if (sample === undefined) return gap(before, atMs, undefined);
  if (baseline === undefined || isAnotherCount(baseline, sample)) {
    const sinceStart = baseline?.startedMs === sample.startedMs ? undefined : ratesSinceStart(sample);
    return sinceStart === undefined
      ? gap(before, atMs, sample)
      : { baseline: sample, rates: sinceStart, load: undefined, points: withPoint(before.points, { atMs, rates: sinceStart }) };
  }
  if (isSameRefresh(baseline, sample)) {
    return atMs - baseline.atMs > EXPIRES_MS ? gap(before, atMs, baseline) : before;
  }
  const seconds = elapsedMs(baseline, sample) / 1000;
  // Two refreshes at one time have no rate between them.
  if (seconds <= 0) return before;
  const rates = {
    recordsInPerSecond: (sample.recordsIn - baseline.recordsIn) / seconds,
    recordsOutPerSecond: (sample.recordsOut - baseline.recordsOut) / seconds,
  };
  return { baseline: sample, rates, load: averageLoad(baseline, sample), points: withPoint(before.points, { atMs, rates }) };
}

/** Shares of the tasks' accounted time between two refreshes; undefined if none passed or it is not measured. */
export function averageLoad(from: CounterSample, to: CounterSample): AverageLoad | undefined {
  if (from.taskTimeMs === undefined || to.taskTimeMs === undefined) return undefined;
  const ms = to.taskTimeMs - from.taskTimeMs;
  if (ms <= 0) return undefined;
  const share = (spentMs: number): number => Math.min(1, Math.max(0, spentMs / ms));
  return { busyShare: share(to.busyMs - from.busyMs), backpressuredShare: share(to.backpressuredMs - from.backpressuredMs) };
}

function gap(before: RateSeries, atMs: number, baseline: CounterSample | undefined): RateSeries {
  return { baseline, rates: undefined, load: undefined, points: withPoint(before.points, { atMs, rates: undefined }) };
}

function withPoint(points: readonly RatePoint[], point: RatePoint): readonly RatePoint[] {
  return [...points.filter(({ atMs }) => atMs > point.atMs - HISTORY_MS && atMs < point.atMs), point];
}

/** The tasks restarted, or other tasks are counted now, so counters start at 0 again. */
export function isAnotherCount(a: CounterSample, b: CounterSample): boolean {
  return (
    a.startedMs !== b.startedMs ||
    a.taskCount !== b.taskCount ||
    b.recordsIn < a.recordsIn ||
    b.recordsOut < a.recordsOut ||
    b.bytesIn < a.bytesIn
  );
}

/**
 * From the tasks' start, where counters were 0, to their first refresh. A job that catches up after
 * a restart has done so before a second refresh.
 */
function ratesSinceStart(sample: CounterSample): Rates | undefined {
  if (sample.taskTimeMs === undefined) return undefined;
  const ranMs = sample.taskTimeMs / sample.taskCount;
  if (ranMs <= 0 || ranMs > YOUNG_MS) return undefined;
  return { recordsInPerSecond: (sample.recordsIn * 1000) / ranMs, recordsOutPerSecond: (sample.recordsOut * 1000) / ranMs };
}

/**
 * Whether a reply repeats the counters of an earlier one. The cluster refreshes them at its own
 * pace, and such a reply does not mean a rate of 0. The accounted time of running tasks
 * distinguishes it from an idle vertex.
 */
function isSameRefresh(a: CounterSample, b: CounterSample): boolean {
  return (
    a.taskTimeMs === b.taskTimeMs &&
    a.recordsIn === b.recordsIn &&
    a.recordsOut === b.recordsOut &&
    a.bytesIn === b.bytesIn &&
    a.bytesOut === b.bytesOut
  );
}

/**
 * The time between two refreshes. Busy, backpressured and idle time of a task add up to its running
 * time, read at the same moment as its records. The time between our replies also includes the age
 * of each set of counters. It is used only if the tasks' time is not measured or not plausible
 * (after a clock change).
 */
function elapsedMs(from: CounterSample, to: CounterSample): number {
  const observedMs = to.atMs - from.atMs;
  if (from.taskTimeMs === undefined || to.taskTimeMs === undefined) return observedMs;
  const ownMs = (to.taskTimeMs - from.taskTimeMs) / to.taskCount;
  return ownMs > observedMs / 4 && ownMs < observedMs * 4 ? ownMs : observedMs;
}
