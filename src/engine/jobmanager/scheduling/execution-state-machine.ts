import { assert } from "../../../base/assert.ts";
import type { ExecutionState } from "../../../rest/states.ts";

/**
 * Which state of an attempt may follow which. Flink: Execution, whose rules are spread over its methods. A failure that is reported
 * during CANCELING ends as CANCELED, so CANCELING does not lead to FAILED.
 */
const NEXT_STATES: Readonly<Record<ExecutionState, readonly ExecutionState[]>> = {
  CREATED: ["SCHEDULED", "CANCELING", "FAILED"],
  SCHEDULED: ["DEPLOYING", "CANCELING", "FAILED"],
  DEPLOYING: ["INITIALIZING", "CANCELING", "FAILED"],
  INITIALIZING: ["RUNNING", "CANCELING", "FAILED"],
  RUNNING: ["FINISHED", "CANCELING", "FAILED"],
  CANCELING: ["CANCELED"],
  FINISHED: [],
  CANCELED: [],
  FAILED: [],
  RECONCILING: [],
};

/** True for FINISHED, CANCELED and FAILED. */
export function isTerminalExecutionState(state: ExecutionState): boolean {
  return state === "FINISHED" || state === "CANCELED" || state === "FAILED";
}

/** Whether an attempt in state `from` may go to `to`. */
export function isExecutionTransition(from: ExecutionState, to: ExecutionState): boolean {
  return NEXT_STATES[from].includes(to);
}

/** Throws AssertionError naming both states unless `from` may go to `to`; `what` names the attempt. */
export function assertExecutionTransition(from: ExecutionState, to: ExecutionState, what: string): void {
  assert(isExecutionTransition(from, to), `${what} cannot switch from ${from} to ${to}`);
}
