// What is wrong with a running job: pure rules over the newest reply of each source. docs/triage.md
// explains the rules, and a test compares its table with the thresholds here.
import { visibleText } from "../base/visible-text.ts";
import type { Checkpoint, Checkpoints } from "../rest/checkpoints.ts";
import type { ExceptionEntry } from "../rest/exceptions.ts";
import type { Job } from "../rest/jobs.ts";
import { type Assessment, type Reason, REASON_KINDS, type Since, type TriageSource, type Unread } from "./assessment.ts";
import { isBatchJob } from "./batch-job.ts";
import { failedWithoutCompleted } from "./latest-checkpoint.ts";
import { rootCause } from "./root-cause.ts";
import { formatCount, formatCounted, formatDuration, formatElapsed, formatInterval, formatPercent } from "./units.ts";
import { vertexTitle } from "./vertex-name.ts";
import { type Bottleneck, bottleneckOf, hotSubtaskOf, skewWords, type VertexPressure } from "./vertex-pressure.ts";

/** From when on a rule applies. Times in ms. */
export const TRIAGE_THRESHOLDS = {
  /** Failed checkpoints in a row. */
  failedCheckpoints: 2,
  /** Checkpoint intervals without a completed checkpoint. */
  overdueIntervals: 2,
  /** The least time without a completed checkpoint. */
  overdueLeastMs: 120_000,
  /** Failures within `failureWindowMs` that make a restart loop. */
  loopFailures: 3,
  /** How long a failure counts as recent. */
  failureWindowMs: 600_000,
  /** The least time over which lag is compared. */
  lagWindowMs: 60_000,
  /** How many records lag must grow by. */
  lagRecords: 1_000,
  /** By which share of itself lag must grow. */
  lagShare: 0.1,
} as const;

/**
 * A source as it was last read. `value` is what could be read, `error` why some or all of it could
 * not. Both are absent before the first reply.
 */
export type Source<Value> = { readonly value?: Value; readonly error?: string };

/** The fields of `GET /jobs/:jobid` that the rules read. */
export type TriageJob = Pick<Job, "state" | "timestamps" | "job-type" | "plan"> & {
  readonly vertices: readonly Pick<Job["vertices"][number], "id" | "name" | "tasks">[];
};

/** Records that the sources of a job have yet to read, at a time of the page, epoch ms. */
export type LagReading = { readonly atMs: number; readonly records: number };

/** The newest reply of each source. Times in them are the cluster's. */
export type TriageObservations = {
  /** The cluster's time, epoch ms. */
  readonly nowMs: number;
  readonly job: Source<TriageJob>;
  /** The value is "none" for a job that takes no checkpoints. */
  readonly checkpoints: Source<Pick<Checkpoints, "counts" | "latest" | "history" | "summary"> | "none">;
  /** The checkpoint interval, ms; undefined in a value if no checkpoint can be overdue. */
  readonly intervalMs: Source<number | undefined>;
  /** The metric numRestarts; undefined in a value that the cluster does not report. */
  readonly restarts: Source<number | undefined>;
  /** Newest first. `isTruncated`: the cluster has dropped older ones. */
  readonly exceptions: Source<{ readonly entries: readonly ExceptionEntry[]; readonly isTruncated: boolean }>;
  /** Of the vertices that may be loaded. */
  readonly load: Source<readonly VertexPressure[]>;
  /** Oldest first; empty if the sources do not report it. */
  readonly lag: Source<readonly LagReading[]>;
};

/** When this page first saw a reason that the cluster has no time for, epoch ms by its key. */
export type FirstSeen = Readonly<Record<string, number>>;

/** A reason before its time is known. `key` tells it from others of its kind. */
type Finding = Omit<Reason, "since"> & {
  readonly source: TriageSource;
  readonly key?: string;
  /** A time of the cluster; undefined if it reports none. */
  readonly since?: Since;
};

/**
 * Applies all rules. `atMs` is the page's time. A rule whose source was not read finds nothing, and
 * the source is listed as unread.
 */
export function assess(
  observations: TriageObservations,
  seen: FirstSeen,
  atMs: number,
): { readonly assessment: Assessment; readonly seen: FirstSeen } {
  const findings = RULES.flatMap((rule) => rule(observations) ?? []);
  const unread = unreadSources(observations);
  const first = new Map<string, number>();
  // A call that fails for a moment does not make a reason begin again.
  for (const [key, ms] of Object.entries(seen)) {
    if (unread.some(({ source }) => key.startsWith(`${source} `))) first.set(key, ms);
  }
  const reasons = findings.map(({ source, key, since, ...reason }): Reason => {
    if (since !== undefined) return { ...reason, since };
    const id = `${source} ${reason.kind} ${key ?? ""}`;
    const seenMs = seen[id] ?? atMs;
    first.set(id, seenMs);
    return { ...reason, since: { atMs: seenMs, by: "page", isAtLeast: true } };
  });
  const ordered = reasons.toSorted((a, b) => REASON_KINDS.indexOf(a.kind) - REASON_KINDS.indexOf(b.kind));
  return { assessment: { atMs, reasons: ordered, unread }, seen: Object.fromEntries(first) };
}

/** The sources that the rules need and that were not read, or not completely. */
function unreadSources({ job, checkpoints, intervalMs, restarts, exceptions, load, lag }: TriageObservations): readonly Unread[] {
  const needsInterval = checkpoints.value !== "none";
  const sources: readonly (readonly [TriageSource, Source<unknown>])[] = [
    ["job", job],
    ["checkpoints", needsInterval && checkpoints.value !== undefined && checkpoints.error === undefined ? intervalMs : checkpoints],
    ["restarts", restarts],
    ["exceptions", exceptions],
    ["load", load],
    ["lag", lag],
  ];
  return sources.flatMap(([source, read]) => {
    if (read.error !== undefined) return [{ source, why: visibleText(read.error) }];
    // A value may be undefined if the cluster does not report it.
    return "value" in read ? [] : [{ source, why: "It has not been read yet." }];
  });
}

type Rule = (observations: TriageObservations) => Finding | undefined;

const RULES: readonly Rule[] = [
  restartLoop,
  notRunning,
  tasksWaiting,
  checkpointsFailing,
  checkpointsOverdue,
  backpressure,
  lagGrowing,
  subtaskSkew,
  recentFailures,
];

/** A time of the cluster; undefined if it is not a time. */
function clusterSince(atMs: number | undefined, isAtLeast = false): { since: Since } | Record<never, never> {
  return atMs === undefined || !(atMs > 0) ? {} : { since: { atMs, by: "cluster", isAtLeast } };
}

/** The failures of the last {@link TRIAGE_THRESHOLDS.failureWindowMs}, newest first. */
function recentEntries({ nowMs, exceptions }: TriageObservations): readonly ExceptionEntry[] {
  return (exceptions.value?.entries ?? []).filter(({ timestamp }) => timestamp > nowMs - TRIAGE_THRESHOLDS.failureWindowMs);
}

function isLoop(observations: TriageObservations): boolean {
  return recentEntries(observations).length >= TRIAGE_THRESHOLDS.loopFailures;
}

/** `IllegalStateException: the message`, shortened. */
function causeWords(entry: ExceptionEntry): string {
  const { exception, message } = rootCause(entry);
  const words = visibleText(message === "" ? exception : `${exception}: ${message}`).replace(/\.$/, "");
  return words.length > MOST_CAUSE_CHARS ? `${words.slice(0, MOST_CAUSE_CHARS)}…` : words;
}

const MOST_CAUSE_CHARS = 160;

function restartLoop(observations: TriageObservations): Finding | undefined {
  const recent = recentEntries(observations);
  const [newest] = recent;
  if (newest === undefined || !isLoop(observations)) return undefined;
  const { entries, isTruncated } = observations.exceptions.value ?? { entries: [], isTruncated: false };
  // The loop began with the failure before which the job ran longer than a recent failure is old.
  const end = entries.findIndex(({ timestamp }, index) => {
    const older = entries[index + 1];
    return older !== undefined && timestamp - older.timestamp > TRIAGE_THRESHOLDS.failureWindowMs;
  });
  const oldest = entries[end === -1 ? entries.length - 1 : end];
  return {
    kind: "restart-loop",
    source: "exceptions",
    label: "Restart loop",
    text: `${formatCounted(recent.length, "failure")} in the last ${formatElapsed(TRIAGE_THRESHOLDS.failureWindowMs)}. The latest is ${causeWords(newest)}.`,
    tab: "exceptions",
    ...clusterSince(oldest?.timestamp, end === -1 && isTruncated),
  };
}

function notRunning(observations: TriageObservations): Finding | undefined {
  const job = observations.job.value;
  if (job === undefined || !["RESTARTING", "FAILING"].includes(job.state) || isLoop(observations)) return undefined;
  return {
    kind: "not-running",
    source: "job",
    label: job.state === "FAILING" ? "Failing" : "Restarting",
    text: job.state === "FAILING" ? "The job failed and will not restart." : "A failure stopped the job. It restarts.",
    tab: "exceptions",
    ...clusterSince(job.timestamps[job.state]),
  };
}

function tasksWaiting({ job: { value: job } }: TriageObservations): Finding | undefined {
  if (job === undefined) return undefined;
  // The adaptive scheduler keeps a job CREATED while it waits for slots.
  if (job.state === "CREATED") {
    return {
      kind: "tasks-waiting",
      source: "job",
      label: "Waiting for slots",
      text: "The job is CREATED and has not been given slots yet.",
      tab: "vertices",
      ...clusterSince(job.timestamps.CREATED),
    };
  }
  if (job.state !== "RUNNING") return undefined;
  const { total, running, finished, waiting, starting } = taskCounts(job);
  // The tasks of a batch job wait for their input, and take turns if there are too few slots.
  const isStuck = isBatchJob(job) ? running + starting === 0 && finished < total : running + finished < total;
  if (!isStuck) return undefined;
  const of = `of ${formatCounted(total, "task")}`;
  const since = clusterSince(job.timestamps.RUNNING);
  const place = { kind: "tasks-waiting", source: "job", tab: "vertices", ...since } as const;
  if (waiting > 0) {
    return { ...place, label: "Waiting for slots", text: `${formatCount(waiting)} ${of} ${waiting === 1 ? "waits" : "wait"} for slots.` };
  }
  const missing = total - running - finished;
  return {
    ...place,
    label: "Tasks not running",
    text: `${formatCount(missing)} ${of} ${missing === 1 ? "does" : "do"} not run${starting > 0 ? ` yet: ${formatCount(starting)} starting` : ""}.`,
  };
}

function taskCounts({ vertices }: Pick<TriageJob, "vertices">) {
  const counts = { total: 0, running: 0, finished: 0, waiting: 0, starting: 0 };
  for (const { tasks } of vertices) {
    for (const count of Object.values(tasks)) counts.total += count;
    counts.running += tasks.RUNNING ?? 0;
    counts.finished += tasks.FINISHED ?? 0;
    counts.waiting += (tasks.SCHEDULED ?? 0) + (tasks.CREATED ?? 0);
    counts.starting += (tasks.DEPLOYING ?? 0) + (tasks.INITIALIZING ?? 0);
  }
  return counts;
}

/** Checkpoints need all tasks, so nothing is expected of them while some do not run. */
function canCheckpoint(job: TriageJob | undefined): job is TriageJob {
  if (job === undefined || job.state !== "RUNNING") return false;
  const { total, running, finished } = taskCounts(job);
  return total > 0 && running + finished === total;
}

function checkpointsFailing(observations: TriageObservations): Finding | undefined {
  const checkpoints = observations.checkpoints.value;
  if (checkpoints === undefined || checkpoints === "none" || !canCheckpoint(observations.job.value)) return undefined;
  const { counts } = checkpoints;
  const ended = checkpoints.history.filter((one) => !one.is_savepoint && isEnded(one));
  const inARow = ended.slice(0, endOfFailures(ended));
  const failedAll = failedWithoutCompleted(checkpoints);
  if (inARow.length < TRIAGE_THRESHOLDS.failedCheckpoints && failedAll === 0) return undefined;
  const [newest] = inARow;
  const oldest = inARow.at(-1);
  const isAll = inARow.length === ended.length;
  const failed =
    failedAll > 0
      ? `${formatCounted(failedAll, "checkpoint")} failed and none has completed since the job started.`
      : `The last ${isAll ? "at least " : ""}${formatCounted(inARow.length, "checkpoint")} failed.`;
  const why = newest?.className === "failed" ? (newest.failure_message ?? "") : "";
  const newestWords = why === "" ? "" : ` The latest: ${visibleText(firstLine(why))}`;
  return {
    kind: "checkpoints-failing",
    source: "checkpoints",
    label: "Checkpoints failing",
    text: `${failed}${newestWords}`,
    tab: "checkpoints",
    ...clusterSince(oldest?.trigger_timestamp, isAll && (counts.completed > 0 || counts.failed > inARow.length)),
  };
}

function isEnded({ className }: Checkpoint): boolean {
  return className !== "in_progress";
}

/** How many of the newest checkpoints failed in a row. */
function endOfFailures(ended: readonly Checkpoint[]): number {
  const end = ended.findIndex(({ className }) => className !== "failed");
  return end === -1 ? ended.length : end;
}

function firstLine(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length > MOST_CAUSE_CHARS ? `${line.slice(0, MOST_CAUSE_CHARS)}…` : line;
}

function checkpointsOverdue(observations: TriageObservations): Finding | undefined {
  const { nowMs, checkpoints: read, intervalMs: interval, job } = observations;
  const checkpoints = read.value;
  const intervalMs = interval.value;
  if (checkpoints === undefined || checkpoints === "none" || intervalMs === undefined || !canCheckpoint(job.value)) return undefined;
  // Flink's largest number as the interval means that there are no periodic checkpoints.
  if (!(intervalMs > 0) || checkpointsFailing(observations) !== undefined) return undefined;
  const { completed } = checkpoints.latest;
  const usualMs = checkpoints.summary.end_to_end_duration.avg;
  const dueMs = Math.max(
    TRIAGE_THRESHOLDS.overdueLeastMs,
    TRIAGE_THRESHOLDS.overdueIntervals * intervalMs + (Number.isFinite(usualMs) ? usualMs : 0),
  );
  // After a restart the job has its whole interval again.
  const sinceMs = Math.max(completed?.latest_ack_timestamp ?? 0, job.value.timestamps.RUNNING ?? 0);
  if (!(sinceMs > 0) || nowMs - sinceMs <= dueMs) return undefined;
  const running = checkpoints.history.find(({ className }) => className === "in_progress");
  const inProgress =
    running === undefined
      ? ""
      : ` Checkpoint ${formatCount(running.id)} has been in progress for ${formatDuration(nowMs - running.trigger_timestamp)}.`;
  const last = completed === null ? "None has completed since the job started." : `The latest is checkpoint ${formatCount(completed.id)}.`;
  return {
    kind: "checkpoints-overdue",
    source: "checkpoints",
    label: "Checkpoint overdue",
    text: `No checkpoint completed for ${formatElapsed(nowMs - sinceMs)}, with an interval of ${formatInterval(intervalMs)}. ${last}${inProgress}`,
    tab: "checkpoints",
    ...clusterSince(sinceMs),
  };
}

function nameOf(job: TriageJob, id: string): string {
  return vertexTitle(job.vertices.find((vertex) => vertex.id === id)?.name ?? id);
}

/** The bottleneck among the vertices whose load was read. */
export function bottleneckIn({ job, load }: Pick<TriageObservations, "job" | "load">): Bottleneck | undefined {
  return job.value === undefined || load.value === undefined ? undefined : bottleneckOf(job.value.plan, load.value);
}

function backpressure(observations: TriageObservations): Finding | undefined {
  const job = observations.job.value;
  const high = (observations.load.value ?? []).filter(({ level }) => level === "high");
  const [first] = high;
  if (job === undefined || first === undefined) return undefined;
  const others = high.length === 1 ? "" : ` and ${formatCounted(high.length - 1, "other vertex", "other vertices")}`;
  const bottleneck = bottleneckIn(observations);
  const cause =
    bottleneck === undefined
      ? "No bottleneck was found downstream."
      : `Bottleneck: ${nameOf(job, bottleneck.vertexId)}, busy ${formatPercent(bottleneck.busy)} of the time.`;
  const skew = bottleneck?.hot === undefined ? "" : ` ${skewWords(bottleneck.hot)}`;
  return {
    kind: "backpressure",
    source: "load",
    label: "Backpressure HIGH",
    text: `${nameOf(job, first.vertexId)}${others} ${high.length === 1 ? "is" : "are"} backpressured (HIGH). ${cause}${skew}`,
    tab: "backpressure",
  };
}

/** The bottleneck says its own skew. */
function subtaskSkew(observations: TriageObservations): Finding | undefined {
  const job = observations.job.value;
  const bottleneckId = bottleneckIn(observations)?.vertexId;
  if (job === undefined) return undefined;
  const found = (observations.load.value ?? []).flatMap((pressure) => {
    const hot = pressure.vertexId === bottleneckId ? undefined : hotSubtaskOf(pressure);
    return hot === undefined ? [] : [{ vertexId: pressure.vertexId, hot }];
  });
  const [worst] = found.toSorted((a, b) => b.hot.share * b.hot.subtasks - a.hot.share * a.hot.subtasks);
  if (worst === undefined) return undefined;
  return {
    kind: "subtask-skew",
    source: "load",
    key: worst.vertexId,
    label: "One subtask busiest",
    text: `${nameOf(job, worst.vertexId)}: ${skewWords(worst.hot)}`,
    tab: "vertices",
    vertexId: worst.vertexId,
    subtask: worst.hot.subtask,
  };
}

function lagGrowing({ lag, job }: TriageObservations): Finding | undefined {
  const readings = lag.value ?? [];
  const now = readings.at(-1);
  if (now === undefined || job.value?.state !== "RUNNING") return undefined;
  // From its lowest reading on, lag was never lower.
  const lowest = readings.reduce((a, b) => (b.records <= a.records ? b : a));
  const grownBy = now.records - lowest.records;
  const { lagWindowMs, lagRecords, lagShare } = TRIAGE_THRESHOLDS;
  if (now.atMs - lowest.atMs < lagWindowMs || grownBy < lagRecords || grownBy < lowest.records * lagShare) return undefined;
  return {
    kind: "lag-growing",
    source: "lag",
    label: "Lag growing",
    text: `${formatCounted(now.records, "record")} wait in the topics, ${formatCount(grownBy)} more than ${formatElapsed(now.atMs - lowest.atMs)} ago.`,
    tab: "vertices",
    since: { atMs: lowest.atMs, by: "page", isAtLeast: true },
  };
}

function recentFailures(observations: TriageObservations): Finding | undefined {
  const recent = recentEntries(observations);
  const [newest] = recent;
  if (newest === undefined || isLoop(observations)) return undefined;
  const oldest = recent.at(-1) ?? newest;
  return {
    kind: "recent-failures",
    source: "exceptions",
    label: recent.length === 1 ? "Recent failure" : "Recent failures",
    text: `${formatCounted(recent.length, "failure")} in the last ${formatElapsed(TRIAGE_THRESHOLDS.failureWindowMs)}. The latest is ${causeWords(newest)}.`,
    tab: "exceptions",
    ...clusterSince(oldest.timestamp),
  };
}
