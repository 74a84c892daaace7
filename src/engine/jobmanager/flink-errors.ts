// Errors that the JobManager itself raises, with Flink's classes and texts. There are no Java frames to show: the stack is the chain of causes.

import { errorOf, type ErrorInfo } from "../protocol/error-info.ts";

/** Heartbeats to a TaskManager could not be delivered. Flink: ResourceManager's listener is the first to notice. */
export function taskManagerUnreachable(taskManagerId: string): ErrorInfo {
  return errorOf(
    "org.apache.flink.runtime.resourcemanager.exceptions.ResourceManagerException",
    `TaskManager with id ${taskManagerId} is no longer reachable.`,
  );
}

/** A TaskManager has not answered for `heartbeat.timeout`. */
export function heartbeatTimedOut(taskManagerId: string): ErrorInfo {
  return errorOf("java.util.concurrent.TimeoutException", `Heartbeat of TaskManager with id ${taskManagerId} timed out.`);
}

/** A TaskManager has closed its connection without a reason. Flink: TaskExecutor.onStop. */
export function taskExecutorShutDown(): ErrorInfo {
  return errorOf("org.apache.flink.util.FlinkExpectedException", "The TaskExecutor is shutting down.");
}

/** A TaskManager registers under an id that is registered already. */
export function taskManagerRestarted(taskManagerId: string): ErrorInfo {
  return errorOf("org.apache.flink.util.FlinkException", `TaskManager with id ${taskManagerId} has registered again.`);
}

/** A message could not be delivered. `call` as Flink prints the invocation. */
export function recipientUnreachable(call: string, recipient: string): ErrorInfo {
  return errorOf(
    "org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException",
    `Could not send message [RemoteRpcInvocation(${call})] from sender [jobmanager] to recipient [${recipient}], because the recipient is ` +
      "unreachable. This can either mean that the recipient has been terminated or that the remote RpcService is currently not reachable.",
  );
}

/** The ResourceManager reports that slots are missing and none are expected. Wrapped twice, as Flink shows it. */
export function noResourceAvailable(): ErrorInfo {
  const root = errorOf(
    "org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException",
    "Could not acquire the minimum required resources.",
  );
  return completionException(completionException(root));
}

/** A failure in another thread, as Java wraps it. */
export function completionException(cause: ErrorInfo): ErrorInfo {
  return errorOf("java.util.concurrent.CompletionException", `${cause.className}: ${cause.message}`, cause);
}

/** The restart strategy allows no further try. `strategy` as it describes itself. */
export function recoverySuppressed(strategy: string, cause: ErrorInfo): ErrorInfo {
  return errorOf("org.apache.flink.runtime.JobException", `Recovery is suppressed by ${strategy}`, cause);
}

/** More checkpoints in a row failed than are tolerated. `reason` is the text of the last one's failure. */
export function tolerableFailuresExceeded(reason: string): ErrorInfo {
  return errorOf(
    "org.apache.flink.util.FlinkRuntimeException",
    `Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed due to ${reason}, view the Checkpoint History tab or the ` +
      "Job Manager log to find out why continuous checkpoints failed.",
  );
}

/** A checkpoint or savepoint was not taken; the message is one of Flink's reasons. */
export function checkpointException(reason: string, cause?: ErrorInfo): ErrorInfo {
  return errorOf("org.apache.flink.runtime.checkpoint.CheckpointException", reason, cause);
}

/** A stop whose job failed although its savepoint was complete. */
export function stopWithSavepointStopping(path: string, jobId: string): ErrorInfo {
  return errorOf(
    "org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException",
    `A savepoint has been created at: ${path}, but the corresponding job ${jobId} failed during stopping. The savepoint is consistent, but might ` +
      "have uncommitted transactions. If you want to commit the transaction please restart a job from this savepoint.",
  );
}

/** Something was asked of a job that is being stopped already. */
export function stopInProgress(jobId: string): ErrorInfo {
  return errorOf("java.lang.IllegalStateException", `Stop-with-savepoint of job ${jobId} is in progress already.`);
}

/**
 * A job could not start. Wrapped as Flink shows it: a cause that is not a RuntimeException is
 * wrapped in one first.
 */
export function jobInitializationFailed(cause: ErrorInfo): ErrorInfo {
  const isUnchecked = cause.className.startsWith("java.lang.");
  const unchecked = isUnchecked ? cause : errorOf("java.lang.RuntimeException", `${cause.className}: ${cause.message}`, cause);
  return errorOf(
    "org.apache.flink.runtime.client.JobInitializationException",
    "Could not start the JobMaster.",
    completionException(unchecked),
  );
}

/** An operation on a job that is not known. */
export function jobNotFound(jobId: string): ErrorInfo {
  return errorOf("org.apache.flink.runtime.messages.FlinkJobNotFoundException", `Could not find Flink job (${jobId})`);
}

/** A job was submitted under an id that is taken. */
export function duplicateSubmission(jobId: string): ErrorInfo {
  return errorOf("org.apache.flink.runtime.client.DuplicateJobSubmissionException", `Job has already been submitted. (${jobId})`);
}

/** A failure that no restart strategy is asked about. */
export function notRecoverable(cause: ErrorInfo): ErrorInfo {
  return errorOf("org.apache.flink.runtime.JobException", "The failure is not recoverable", cause);
}

/** A task reported CANCELED, but the JobManager had not cancelled it. */
export function canceledUnasked(taskName: string): ErrorInfo {
  return errorOf("java.lang.IllegalStateException", `${taskName} reported CANCELED without having been cancelled.`);
}
