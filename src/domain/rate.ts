// Rates are the dashboard's own, the same for every backend: the difference of two refreshes of a counter, divided by the time between.
// Flink's own rates are averages over a minute and say nothing of the last seconds.
import type { IoMetrics } from "../rest/io-metrics.ts";
import { readDouble } from "../rest/doubles.ts";

/** The counters of a vertex or subtask, as one reply carries them. */
export type CounterSample = {
  /** When the cluster made the reply, epoch ms. */
  atMs: number;
  /** When its tasks were deployed, epoch ms: another start is another count. */
  startedMs: number;
  /** How many tasks the counters are of. */
  taskCount: number;
  recordsIn: number;
  recordsOut: number;
  bytesIn: number;
  bytesOut: number;
  /** Busy, backpressured and idle time of all tasks together, ms; undefined where one of them is not measured. */
  taskTimeMs: number | undefined;
  /** Of it, busy and backpressured. */
  busyMs: number;
  backpressuredMs: number;
};

/** Records per second over the last refresh. */
export type Rates = { recordsInPerSecond: number; recordsOutPerSecond: number };

/** How the tasks of a vertex spent their time over the last refresh, on average over all of them: 0…1. */
export type AverageLoad = { busyShare: number; backpressuredShare: number };

/** A point of a series; without rates where no task ran or nothing was measured: a gap. */
export type RatePoint = { atMs: number; rates: Rates | undefined };

/** What is remembered of one series. */
export type RateSeries = {
  /** The counters of the last refresh; undefined while there is no count to go on from. */
  baseline: CounterSample | undefined;
  /** Undefined until two refreshes of the same count were seen, or one of a young count. */
  rates: Rates | undefined;
  /** Undefined as the rates are, and where the tasks' time is not measured. */
  load: AverageLoad | undefined;
  /** Oldest first, no more than {@link HISTORY_MS}. */
  points: readonly RatePoint[];
};

/** All series of a job or vertex, by id. */
export type RateBook = { observedMs: number; series: Readonly<Record<string, RateSeries>> };

/** How far back the points go. */
export const HISTORY_MS = 120_000;

/** After a longer pause (the tab was hidden), an average would not be a current rate, ms. */
const PAUSE_MS = 15_000;

/** Counters begin at 0 when a task starts: so long after that the first refresh is a rate, later it would be an average over the past. */
const YOUNG_MS = 15_000;

/**
 * Tasks account for their time in every refresh, so counters that do not change for three of
 * Flink's refreshes (10 s each) are stale.
 */
const EXPIRES_MS = 30_000;

const NO_SERIES: RateSeries = { baseline: undefined, rates: undefined, load: undefined, points: [] };

/**
 * The counters in a reply, if they are a count: absent while no task runs, and while a subtask has not reported yet
 * (`*-complete` is false), because the sum is too low then.
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

/** The book after one more reply. Series that the reply does not name are forgotten. */
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

/** Shares of the time that the tasks account for between two refreshes. */
function averageLoad(from: CounterSample, to: CounterSample): AverageLoad | undefined {
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

/** The tasks restarted, or others are counted now: counters start at 0 again. */
function isAnotherCount(a: CounterSample, b: CounterSample): boolean {
  return (
    a.startedMs !== b.startedMs ||
    a.taskCount !== b.taskCount ||
    b.recordsIn < a.recordsIn ||
    b.recordsOut < a.recordsOut ||
    b.bytesIn < a.bytesIn
  );
}

/** From the tasks' start, where counters were 0, to the first refresh seen of them: what is caught up after a restart is over by the second. */
function ratesSinceStart(sample: CounterSample): Rates | undefined {
  if (sample.taskTimeMs === undefined) return undefined;
  const ranMs = sample.taskTimeMs / sample.taskCount;
  if (ranMs <= 0 || ranMs > YOUNG_MS) return undefined;
  return { recordsInPerSecond: (sample.recordsIn * 1000) / ranMs, recordsOutPerSecond: (sample.recordsOut * 1000) / ranMs };
}

/**
 * Whether a reply carries the counters of an earlier one: the cluster refreshes them at its own pace, and such a reply
 * does not mean a rate of 0. The time that running tasks account for tells it from an idle vertex.
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
 * Between two refreshes. Busy, backpressured and idle time of a task add up to the time it ran, counted at the same instant as
 * its records; the time between our two replies also holds how long each set of counters had been lying there. Only where the
 * tasks' own time is not measured or cannot be (a clock that was put right) the replies' times have to do.
 */
function elapsedMs(from: CounterSample, to: CounterSample): number {
  const observedMs = to.atMs - from.atMs;
  if (from.taskTimeMs === undefined || to.taskTimeMs === undefined) return observedMs;
  const ownMs = (to.taskTimeMs - from.taskTimeMs) / to.taskCount;
  return ownMs > observedMs / 4 && ownMs < observedMs * 4 ? ownMs : observedMs;
}
