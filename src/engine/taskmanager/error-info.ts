// Errors as the REST API shows them. Class names are those of Flink or Java if their class raises
// the same error for the same reason. The stack frames are always Drey's own, so that readers do
// not look for lines in Flink's sources that never ran.

import type { ErrorInfo } from "../protocol/error-info.ts";
import { stackFrames } from "../stack-frames.ts";

/** An error of a task that is known by the class Flink raises for it. */
export class TaskError extends Error {
  override readonly name = "TaskError";
  readonly className: string;
  constructor(className: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.className = className;
  }
}

/** Thrown by a user function; here, only when it was asked to. */
export class UserFunctionError extends TaskError {
  constructor(vertexName: string) {
    super("java.lang.RuntimeException", `Fault injected on request: the function of ${vertexName} throws.`);
  }
}

/** A savepoint with which the job was to stop was given up after this task had stopped for it. Flink: StreamTask.notifyCheckpointAbortAsync. */
export function stopWithSavepointFailed(): TaskError {
  return new TaskError("org.apache.flink.util.FlinkRuntimeException", "Stop-with-savepoint failed.");
}

/** The data link to another TaskManager was reset. Flink: CreditBasedPartitionRequestClientHandler. */
export function connectionLost(address: string, taskManagerId: string): TaskError {
  return new TaskError(
    "org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException",
    `Connection unexpectedly closed by remote task manager '${address} [ ${taskManagerId} ] '. This might indicate that the remote task manager was lost.`,
  );
}

/** `error` as plain data: class, message, and a text in the layout of a Java stack trace with the frames where it was thrown. */
export function errorInfoOf(error: unknown): ErrorInfo {
  const { className, message } = describe(error);
  return { className, message, stack: stackText(error) };
}

function describe(error: unknown): { className: string; message: string } {
  if (error instanceof TaskError) return { className: error.className, message: error.message };
  if (error instanceof Error) return { className: `drey.${error.name}`, message: error.message };
  return { className: "drey.Error", message: String(error) };
}

function stackText(error: unknown): string {
  const { className, message } = describe(error);
  const head = `${className}: ${message}\n${stackFrames(error)}`;
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? head : `${head}Caused by: ${stackText(cause)}`;
}
