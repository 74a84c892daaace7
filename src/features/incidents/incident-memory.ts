// The memory of a job between observations: facts that no later reply repeats, such as failures that drop out of Flink's history,
// and the page's own observations.
import { jobStatusFacts } from "../../domain/job-status.ts";
import type { ExceptionEntry } from "../../rest/exceptions.ts";
import { allTasksRun, failureOf, type JobFacts, type Observations, type Observed, type ReportedFailure } from "./incident-facts.ts";

/** The page saw the job with all tasks running. See {@link IncidentMemory}. */
export type Run = {
  /** When the job entered RUNNING, by the cluster's clock. Identifies the attempt. */
  sinceMs: number;
  /** When the page received the first reply that shows this. */
  seenMs: number;
};

type CatchUp = {
  seenMs: number;
  /** The records written by the first reading after all tasks ran. */
  target: number | undefined;
  caughtUpMs: number | undefined;
};

/** State kept from one observation to the next. The same object if nothing new was observed. */
export type IncidentMemory = {
  /**
   * How far the page's clock is ahead of the cluster's, ms: the minimum over all replies, since the
   * rest is network delay.
   */
  skewMs: number | undefined;
  /** Newest first. Flink keeps 16. */
  failures: readonly ReportedFailure[];
  /** Newest last. */
  runs: readonly Run[];
  /** The first failure of the incident in progress, by the cluster's clock. */
  openSinceMs: number | undefined;
  /** Whether the newest reply did not show all tasks running. */
  isDown: boolean;
  /** Page times of kills after which all tasks were still running. */
  settledMs: number | undefined;
  /** The farthest position before the tasks ran again. */
  lastRead: number | undefined;
  lastReadingMs: number | undefined;
  /**
   * For an attempt that was seen before all of its tasks ran: since when the job was RUNNING, epoch
   * ms by the cluster's clock, and how many records were written. Tasks of earlier attempts have
   * read no more than these.
   */
  waited: { sinceMs: number; written: number } | undefined;
  catchUp: CatchUp | undefined;
  seenExceptions: readonly ExceptionEntry[] | undefined;
};

/** The memory before the first observation. */
export const EMPTY_MEMORY: IncidentMemory = {
  skewMs: undefined,
  failures: [],
  runs: [],
  openSinceMs: undefined,
  isDown: false,
  settledMs: undefined,
  lastRead: undefined,
  lastReadingMs: undefined,
  waited: undefined,
  catchUp: undefined,
  seenExceptions: undefined,
};

const KEPT_FAILURES = 256;
const KEPT_RUNS = 16;
/**
 * The shortest interval at which Flink's REST server fetches the tasks' metrics
 * (`metrics.fetcher.update-interval`, 10 s by default).
 */
const METRICS_UPDATE_MS = 10_000;

/**
 * The memory after another set of observations, but for what follows from the incident (`openSinceMs`, `settledMs`).
 */
export function remember(before: IncidentMemory, observations: Observations): IncidentMemory {
  const { job, exceptions, reading } = observations;
  const runs = nextRuns(before.runs, job);
  const isNewRun = runs !== before.runs;
  const isRunning = allTasksRun(job.value);
  const catchUp = nextCatchUp(before, observations, isNewRun, isRunning);
  const isCatchingUp = catchUp !== undefined && catchUp.caughtUpMs === undefined;
  const isNewReading = reading !== undefined && reading.atMs > (before.lastReadingMs ?? 0);
  return {
    ...before,
    skewMs: jobStatusFacts(job.value.state).isTerminal
      ? before.skewMs
      : Math.min(before.skewMs ?? Number.POSITIVE_INFINITY, job.atMs - job.value.now),
    failures:
      exceptions === undefined || exceptions.value === before.seenExceptions
        ? before.failures
        : withFailures(before.failures, exceptions.value),
    seenExceptions: exceptions?.value ?? before.seenExceptions,
    runs,
    catchUp,
    isDown: !isRunning,
    lastRead: isNewReading && !isCatchingUp && reading.read !== undefined ? Math.max(before.lastRead ?? 0, reading.read) : before.lastRead,
    lastReadingMs: isNewReading ? reading.atMs : before.lastReadingMs,
    waited: nextWaited(before.waited, observations, isRunning),
  };
}

/** Whether both are the same in every part. */
export function isSameMemory(one: IncidentMemory, other: IncidentMemory): boolean {
  return (Object.keys(one) as (keyof IncidentMemory)[]).every((key) => Object.is(one[key], other[key]));
}

function withFailures(known: readonly ReportedFailure[], entries: readonly ExceptionEntry[]): readonly ReportedFailure[] {
  const read = entries.map(failureOf);
  const oldestMs = read.at(-1)?.atMs ?? Number.POSITIVE_INFINITY;
  const times = new Set(read.map(({ atMs }) => atMs));
  // A reply contains the newest entries without gaps, so entries known from before are older.
  const dropped = known.filter(({ atMs }) => atMs < oldestMs && !times.has(atMs));
  return [...read, ...dropped].toSorted((a, b) => b.atMs - a.atMs).slice(0, KEPT_FAILURES);
}

function nextRuns(runs: readonly Run[], { atMs, value }: Observed<JobFacts>): readonly Run[] {
  const sinceMs = value.timestamps.RUNNING ?? 0;
  if (!allTasksRun(value) || runs.some((run) => run.sinceMs === sinceMs)) return runs;
  return [...runs, { sinceMs, seenMs: atMs }].slice(-KEPT_RUNS);
}

function nextWaited(known: IncidentMemory["waited"], { job, reading }: Observations, isRunning: boolean): IncidentMemory["waited"] {
  const { state, timestamps } = job.value;
  const sinceMs = timestamps.RUNNING ?? 0;
  if (isRunning || state !== "RUNNING" || known?.sinceMs === sinceMs) return known;
  // A reading older than the job's reply may be from before the failure.
  return reading?.written === undefined || reading.atMs < job.atMs ? known : { sinceMs, written: reading.written };
}

/** Measured from the first reply that shows all tasks running, if the page was open before. */
function nextCatchUp(
  before: IncidentMemory,
  { job, reading }: Observations,
  isNewRun: boolean,
  isRunning: boolean,
): IncidentMemory["catchUp"] {
  if (!isRunning) return undefined;
  const wasOpen = before.isDown || before.runs.length > 0;
  const begun = wasOpen ? { seenMs: job.atMs, target: undefined, caughtUpMs: undefined } : undefined;
  const own = isNewRun ? begun : before.catchUp;
  if (own === undefined || own.caughtUpMs !== undefined || reading === undefined || reading.atMs <= own.seenMs) return own;
  const target = own.target ?? reading.written;
  if (target === undefined) return own;
  // Until the metrics are fetched again, they may be those of the tasks before the restart.
  const isFresh = reading.atMs - own.seenMs >= METRICS_UPDATE_MS;
  const { waited } = before;
  const readBefore = waited !== undefined && waited.sinceMs === job.value.timestamps.RUNNING ? waited.written : target;
  const hasRead = reading.read !== undefined && reading.read >= target && (isFresh || reading.read > readBefore);
  // Sources that have not read since they started report no position.
  const hasNothing = reading.read === undefined && reading.pending === 0 && isFresh;
  if (!hasRead && !hasNothing) return target === own.target ? own : { ...own, target };
  return { ...own, target, caughtUpMs: reading.atMs };
}
