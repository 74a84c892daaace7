// Flink's two state unions, in Flink's own order. They are not the same: a job is CANCELLING, a task is CANCELING.

/** org.apache.flink.api.common.JobStatus. */
export const JOB_STATUSES = [
  "INITIALIZING",
  "CREATED",
  "RUNNING",
  "FAILING",
  "FAILED",
  "CANCELLING",
  "CANCELED",
  "FINISHED",
  "RESTARTING",
  "SUSPENDED",
  "RECONCILING",
] as const;

export type JobStatus = (typeof JOB_STATUSES)[number];

/** org.apache.flink.runtime.execution.ExecutionState: of a task, an attempt, or a vertex as a whole. */
export const EXECUTION_STATES = [
  "CREATED",
  "SCHEDULED",
  "DEPLOYING",
  "RUNNING",
  "FINISHED",
  "CANCELING",
  "CANCELED",
  "FAILED",
  "RECONCILING",
  "INITIALIZING",
] as const;

export type ExecutionState = (typeof EXECUTION_STATES)[number];
