import { assert } from "../../../base/assert.ts";
import type { JobStatus } from "../../../rest/states.ts";

/** Which status of a job may follow which. Flink: DefaultExecutionGraph and DefaultScheduler. */
const NEXT_STATUSES: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  INITIALIZING: ["CREATED", "FAILED"],
  CREATED: ["RUNNING", "FAILING", "CANCELLING"],
  RUNNING: ["RESTARTING", "FAILING", "CANCELLING", "FINISHED"],
  RESTARTING: ["RUNNING", "FAILING", "CANCELLING"],
  FAILING: ["FAILED", "CANCELLING"],
  CANCELLING: ["CANCELED", "FAILED"],
  FAILED: [],
  CANCELED: [],
  FINISHED: [],
  SUSPENDED: [],
  RECONCILING: [],
};

/** True for FAILED, CANCELED and FINISHED. Flink: JobStatus.isGloballyTerminalState. */
export function isGloballyTerminal(status: JobStatus): boolean {
  return status === "FAILED" || status === "CANCELED" || status === "FINISHED";
}

/** Whether a job in status `from` may go to `to`. */
export function isJobTransition(from: JobStatus, to: JobStatus): boolean {
  return NEXT_STATUSES[from].includes(to);
}

/** Throws AssertionError naming both statuses unless `from` may go to `to`; `what` names the job. */
export function assertJobTransition(from: JobStatus, to: JobStatus, what: string): void {
  assert(isJobTransition(from, to), `${what} cannot switch from ${from} to ${to}`);
}
