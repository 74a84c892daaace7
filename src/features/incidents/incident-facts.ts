import { isBatchJob } from "../../domain/batch-job.ts";
import type { ContainerHistory } from "../../domain/container-history.ts";
import { type Cause, rootCause } from "../../domain/root-cause.ts";
import type { ReadPosition } from "../../domain/source-metrics.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import type { ExceptionEntry } from "../../rest/exceptions.ts";
import type { Job } from "../../rest/jobs.ts";
import type { RescaleHistory } from "../../rest/rescales.ts";
import type { VertexSubtaskTimes } from "../../rest/vertices.ts";

/** A reply and when the page received it, epoch ms by the page's clock. */
export type Observed<T> = { readonly atMs: number; readonly value: T };

/** The fields of `GET /jobs/:jobid` from which an incident is derived. */
export type JobFacts = Pick<Job, "state" | "now" | "timestamps" | "job-type"> & {
  vertices: readonly Pick<Job["vertices"][number], "slotSharingGroupId" | "parallelism" | "tasks" | "start-time">[];
};

/**
 * The fields of `GET /jobs/:jobid/checkpoints` from which an incident is derived. Epoch ms by the
 * cluster's clock.
 */
export type CheckpointFacts = {
  /** The checkpoint that the job was last restored from. */
  restored: { id: number; atMs: number } | undefined;
  latestCompleted: { id: number; atMs: number } | undefined;
  /** When the completed checkpoints in the reply were triggered and completed. */
  completed: readonly { triggeredMs: number; completedMs: number }[];
};

/** Reads the statistics of checkpoints. */
export function checkpointFacts({ latest, history }: Pick<Checkpoints, "latest" | "history">): CheckpointFacts {
  const { restored, completed } = latest;
  return {
    restored: restored === null ? undefined : { id: restored.id, atMs: restored.restore_timestamp },
    latestCompleted: completed === null ? undefined : { id: completed.id, atMs: completed.latest_ack_timestamp },
    completed: history.flatMap((one) =>
      one.className === "completed" ? [{ triggeredMs: one.trigger_timestamp, completedMs: one.latest_ack_timestamp }] : [],
    ),
  };
}

/** When a rescale of the adaptive scheduler started and had all tasks running, epoch ms by the cluster's clock. */
export type RescaleSpan = { readonly startMs: number; readonly endMs: number };

/** The rescales that were completed. A restart after a failure counts as one. */
export function completedRescales(history: RescaleHistory): readonly RescaleSpan[] {
  return history.flatMap(({ terminalState, startTimestampInMillis: startMs, endTimestampInMillis: endMs }) =>
    terminalState === "COMPLETED" && typeof startMs === "number" && typeof endMs === "number" ? [{ startMs, endMs }] : [],
  );
}

/**
 * The newest reply of each kind. A kind is undefined if it was not requested, has no reply yet, or
 * its last call failed, because a failed call says nothing about the present.
 */
export type Observations = {
  job: Observed<JobFacts>;
  /** Newest first. History stays true when a later call fails. */
  exceptions: Observed<readonly ExceptionEntry[]> | undefined;
  checkpoints: Observed<CheckpointFacts> | undefined;
  /** Completed rescales. Empty without the adaptive scheduler's history. */
  rescales: readonly RescaleSpan[];
  /** By vertex: when its subtasks entered their states. */
  times: readonly Observed<VertexSubtaskTimes>[];
  slots: Observed<SlotFacts> | undefined;
  /** Ids of the registered TaskManagers. */
  registered: Observed<readonly string[]> | undefined;
  /** Undefined without contract 2. */
  history: ContainerHistory | undefined;
  reading: Reading | undefined;
  /** Whether a reading may still arrive: there are topics, and the call for them did not fail. */
  isReadingExpected: boolean;
  /**
   * The cluster's refresh interval, ms. Flink answers with copies of the job's state that may be
   * this old.
   */
  refreshMs: number;
};

/** The fields of `GET /overview` from which an incident is derived. */
export type SlotFacts = { taskManagers: number; free: number };

/** How far the job has read, and when this was requested, epoch ms. */
export type Reading = ReadPosition & { atMs: number };

/** The number of tasks of a job by state, from the job's own reply. */
export type TaskCounts = {
  total: number;
  running: number;
  finished: number;
  /** CREATED. */
  created: number;
  /** SCHEDULED: waiting for a slot. */
  scheduled: number;
  deploying: number;
  /** INITIALIZING: restoring state. */
  restoring: number;
};

/** Counts a job's tasks. */
export function taskCounts({ vertices }: Pick<JobFacts, "vertices">): TaskCounts {
  const counts = { total: 0, running: 0, finished: 0, created: 0, scheduled: 0, deploying: 0, restoring: 0 };
  for (const { tasks } of vertices) {
    for (const count of Object.values(tasks)) counts.total += count;
    counts.running += tasks.RUNNING ?? 0;
    counts.finished += tasks.FINISHED ?? 0;
    counts.created += tasks.CREATED ?? 0;
    counts.scheduled += tasks.SCHEDULED ?? 0;
    counts.deploying += tasks.DEPLOYING ?? 0;
    counts.restoring += tasks.INITIALIZING ?? 0;
  }
  return counts;
}

/**
 * Whether the job is RUNNING with all of its tasks: none waits, starts or has failed. Some may be
 * FINISHED, and tasks of a batch job may be CREATED, because they wait for their input.
 */
export function allTasksRun(job: Pick<JobFacts, "state" | "vertices" | "job-type">): boolean {
  const { total, running, finished, created } = taskCounts(job);
  return job.state === "RUNNING" && total > 0 && running + finished + (isBatchJob(job) ? created : 0) === total;
}

/** How Flink describes the TaskManager of a failure. */
export type Loss = "unreachable" | "silent" | "disconnected" | "stopped";

/** The fields of an exception history entry from which an incident is derived. */
export type ReportedFailure = Cause & {
  /** Epoch ms by the cluster's clock. */
  atMs: number;
  /** What the JobManager noticed, in a few words. */
  notice: string;
  /** Undefined if the failure is not about a TaskManager. */
  loss: Loss | undefined;
  /** Ids of the TaskManagers that the failure is about. */
  lostIds: readonly string[];
  /** Name and index of the task that failed; undefined for a failure of the job as a whole. */
  task: string | undefined;
  isLackOfSlots: boolean;
  /**
   * It happened while tasks were starting, so not all of them ran between this failure and the one
   * before.
   */
  isOfStart: boolean;
  /** Why the job was not restarted; undefined if the entry does not say. */
  refusal: "no-strategy" | "suppressed" | "not-recoverable" | "not-started" | undefined;
};

type EntryFacts = Pick<ExceptionEntry, "stacktrace" | "exceptionName" | "timestamp" | "concurrentExceptions"> &
  Partial<Pick<ExceptionEntry, "taskName" | "taskManagerId">>;

/** Reads an entry of the exception history. */
export function failureOf(entry: EntryFacts): ReportedFailure {
  const all = [entry, ...entry.concurrentExceptions];
  const text = all.map(({ stacktrace }) => stacktrace).join("\n");
  const sign = SIGNS.find((one) => text.includes(one.text));
  const cause = rootCause(entry);
  const named = [...text.matchAll(NAMED_TASK_MANAGER)].flatMap((match) => match[1] ?? match[2] ?? []);
  const ofTask = all.flatMap(({ taskManagerId, stacktrace }) =>
    taskManagerId != null && ABOUT_OWN_TASK_MANAGER.some((own) => stacktrace.includes(own)) ? [taskManagerId] : [],
  );
  const isLackOfSlots = text.includes("NoResourceAvailableException");
  return {
    atMs: entry.timestamp,
    ...cause,
    notice: sign?.notice ?? cause.exception,
    loss: sign?.loss,
    lostIds: sign === undefined ? [] : [...new Set([...named, ...ofTask])],
    task: entry.taskName?.replace(/ - execution #\d+$/, "") ?? undefined,
    isLackOfSlots,
    isOfStart: isLackOfSlots || text.includes("TaskExecutorGateway.submitTask"),
    refusal: REFUSALS.find((one) => text.includes(one.text))?.refusal,
  };
}

/** Flink's messages, from TaskExecutor, ResourceManager, JobMaster and the network stack. */
const SIGNS: readonly { text: string; notice: string; loss: Loss }[] = [
  { text: "The TaskExecutor is shutting down", notice: "it shut down", loss: "stopped" },
  { text: "is no longer reachable", notice: "two heartbeats undeliverable", loss: "unreachable" },
  { text: "Heartbeat of TaskManager", notice: "heartbeat timeout", loss: "silent" },
  { text: "Connection unexpectedly closed by remote task manager", notice: "connection closed", loss: "disconnected" },
  { text: "Lost connection to task manager", notice: "connection closed", loss: "disconnected" },
  { text: "RecipientUnreachableException", notice: "RPC undeliverable", loss: "unreachable" },
];

/**
 * `TaskManager with id tm1 is …` of heartbeats, `task manager 'host/10.0.0.1:41037 [ tm1 ] '` of
 * the network stack.
 */
const NAMED_TASK_MANAGER = /TaskManager with id (\S+)|task manager '[^'\n]*\[ (\S+) \]/g;

/** Failures that concern the TaskManager of the task that reports them. */
const ABOUT_OWN_TASK_MANAGER = ["The TaskExecutor is shutting down", "RecipientUnreachableException"];

const REFUSALS: readonly { text: string; refusal: NonNullable<ReportedFailure["refusal"]> }[] = [
  { text: "NoRestartBackoffTimeStrategy", refusal: "no-strategy" },
  { text: "Recovery is suppressed by", refusal: "suppressed" },
  { text: "The failure is not recoverable", refusal: "not-recoverable" },
  { text: "JobInitializationException", refusal: "not-started" },
];
