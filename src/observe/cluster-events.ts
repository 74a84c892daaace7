// Derives events of a cluster from two replies to the same call. Pure; watch-events.ts makes the
// calls.
import { isJobOver } from "../domain/job-status.ts";
import { restartCount } from "../domain/restart-count.ts";
import type { ExceptionEntry, JobExceptions } from "../rest/exceptions.ts";
import type { JobOverview, JobsOverview } from "../rest/jobs.ts";
import type { Metrics } from "../rest/metrics.ts";
import type { TaskManagers } from "../rest/taskmanagers.ts";
import type { LiveCheckpoints } from "./checkpoints.ts";

/** The subject of an event. */
export type EventKind =
  | "job"
  | "restart"
  | "checkpoint"
  | "savepoint"
  | "exception"
  | "taskmanager"
  /** The cluster stopped or resumed answering, or its JobManager was restarted. */
  | "cluster";

/** An event in a cluster, as a sentence and as data. */
export interface ClusterEvent {
  readonly kind: EventKind;
  /** Undefined for events of the whole cluster. */
  readonly jobId?: string;
  readonly text: string;
}

/** The first reply yields the running jobs, later ones the changes. */
export function jobEvents(before: JobsOverview | undefined, now: JobsOverview): readonly ClusterEvent[] {
  return now.jobs.flatMap((job): ClusterEvent[] => {
    const earlier = before?.jobs.find(({ jid }) => jid === job.jid);
    if (earlier?.state === job.state || (before === undefined && isJobOver(job))) return [];
    const change = earlier === undefined ? `is ${job.state}` : `is ${job.state}, was ${earlier.state}`;
    return [{ kind: "job", jobId: job.jid, text: `${nameOf(job)} ${change}.` }];
  });
}

function nameOf({ name, jid }: Pick<JobOverview, "name" | "jid">): string {
  return `Job ${name} (${jid})`;
}

/**
 * Whether the JobManager was restarted between two replies: running jobs are missing or have
 * another start time. Checkpoint ids, exceptions and counters restart then.
 */
export function isAnotherJobManager(before: JobsOverview, now: JobsOverview): boolean {
  return before.jobs.some((job) => {
    if (isJobOver(job)) return false;
    const same = now.jobs.find(({ jid }) => jid === job.jid);
    return same === undefined || same["start-time"] !== job["start-time"];
  });
}

/** Checkpoints and savepoints that completed or failed. */
export function checkpointEvents(jobId: string, before: LiveCheckpoints | undefined, now: LiveCheckpoints): readonly ClusterEvent[] {
  if (before === undefined) return [];
  const isKnown = (id: number, status: string): boolean => before.seen.some((one) => one.id === id && one.status === status);
  return now.seen.flatMap(({ id, status, isSavepoint, durationMs, failure, path }): ClusterEvent[] => {
    if (status === "IN_PROGRESS" || isKnown(id, status)) return [];
    const name = `${isSavepoint ? "Savepoint" : "Checkpoint"} ${String(id)}`;
    const text =
      status === "FAILED"
        ? `${name} failed: ${failure ?? "no reason given"}`
        : `${name} completed in ${String(durationMs ?? 0)} ms${isSavepoint && path !== undefined ? ` at ${path}` : ""}.`;
    return [{ kind: isSavepoint ? "savepoint" : "checkpoint", jobId, text }];
  });
}

/** New exceptions in the history, oldest first. */
export function exceptionEvents(jobId: string, before: JobExceptions | undefined, now: JobExceptions): readonly ClusterEvent[] {
  if (before === undefined) return [];
  const known = new Set(before.exceptionHistory.entries.map(keyOfException));
  return now.exceptionHistory.entries
    .filter((entry) => !known.has(keyOfException(entry)))
    .toReversed()
    .map((entry) => ({ kind: "exception", jobId, text: `${entry.taskName ?? "The job"} failed: ${firstLine(entry)}` }));
}

/** Identifies an exception of a job. */
export function keyOfException({ timestamp, exceptionName, taskName }: ExceptionEntry): string {
  return `${String(timestamp)} ${exceptionName} ${taskName ?? ""}`;
}

/** The first line of an exception's stack trace. */
export function firstLine({ stacktrace, exceptionName }: ExceptionEntry): string {
  return stacktrace.split("\n", 1)[0]?.trim() ?? exceptionName;
}

/**
 * Restarts of a job, from its metric `numRestarts`, because a restart may happen between two
 * replies about its state.
 */
export function restartEvents(jobId: string, before: Metrics | undefined, now: Metrics): readonly ClusterEvent[] {
  const [earlier, count] = [before === undefined ? undefined : restartCount(before), restartCount(now)];
  if (earlier === undefined || count === undefined || !(count > earlier)) return [];
  return [
    { kind: "restart", jobId, text: `The job was restarted ${count === 1 ? "once" : `${String(count)} times`} since it was submitted.` },
  ];
}

/** TaskManagers that were lost or have joined. */
export function taskManagerEvents(before: TaskManagers | undefined, now: TaskManagers): readonly ClusterEvent[] {
  if (before === undefined) return [];
  const ids = ({ taskmanagers }: TaskManagers): readonly string[] => taskmanagers.map(({ id }) => id);
  const [earlier, present] = [ids(before), ids(now)];
  return [
    ...earlier
      .filter((id) => !present.includes(id))
      .map((id): ClusterEvent => ({ kind: "taskmanager", text: `TaskManager ${id} was lost.` })),
    ...present
      .filter((id) => !earlier.includes(id))
      .map((id): ClusterEvent => ({ kind: "taskmanager", text: `TaskManager ${id} joined.` })),
  ];
}
