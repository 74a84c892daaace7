/** Texts of org.apache.flink.runtime.checkpoint.CheckpointFailureReason, as far as they occur here. */
export const CHECKPOINT_FAILURE_REASONS = {
  notAllRequiredTasksRunning: "Not all required tasks are currently running.",
  asyncException: "Asynchronous task checkpoint failed.",
  declined: "Checkpoint was declined.",
  expired: "Checkpoint expired before completing.",
  finalizeFailure: "Failure to finalize checkpoint.",
  triggerFailure: "Trigger checkpoint failure.",
  suspended: "Checkpoint Coordinator is suspending.",
  shutdown: "CheckpointCoordinator shutdown.",
} as const;

const { asyncException, declined, expired, finalizeFailure } = CHECKPOINT_FAILURE_REASONS;
const COUNTED: readonly string[] = [asyncException, declined, expired, finalizeFailure];

/** Whether a failure for this reason counts against `tolerable-failed-checkpoints`. Flink: CheckpointFailureManager. */
export function isCountedFailure(reason: string): boolean {
  return COUNTED.includes(reason);
}
