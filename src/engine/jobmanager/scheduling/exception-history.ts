import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { Execution } from "./execution.ts";
import type { ExceptionView, RootExceptionView } from "../jobmanager-view.ts";

interface RootException extends ExceptionView {
  readonly concurrentExceptions: ExceptionView[];
}

/** The failures of a job, newest first, the oldest forgotten. Flink: the exception history of SchedulerBase. */
export class ExceptionHistory {
  readonly #size: number;
  readonly #entries: RootException[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  get entries(): readonly RootExceptionView[] {
    return this.#entries;
  }

  /** A failure that began a new attempt at recovery, or ended the job. */
  addRoot(exception: ExceptionView, concurrentExceptions: readonly ExceptionView[] = []): void {
    this.#entries.unshift({ ...exception, concurrentExceptions: [...concurrentExceptions] });
    this.#entries.length = Math.min(this.#entries.length, this.#size);
  }

  /** A failure that came while a restart was planned already: it stands with the newest root. */
  addConcurrent(exception: ExceptionView): void {
    const newest = this.#entries[0];
    if (newest === undefined) this.addRoot(exception);
    else newest.concurrentExceptions.push(exception);
  }
}

/** The failure of one attempt. */
export function taskException(execution: Execution, error: ErrorInfo, timestamp: number): ExceptionView {
  const taskName = `${execution.taskNameWithSubtask} - execution #${String(execution.attemptNumber)}`;
  return { error, timestamp, taskName, location: execution.location };
}

/** A failure of the job as a whole. */
export function globalException(error: ErrorInfo, timestamp: number): ExceptionView {
  return { error, timestamp, taskName: undefined, location: undefined };
}
