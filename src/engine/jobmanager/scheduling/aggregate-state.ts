import type { ExecutionState } from "../../../rest/states.ts";

/** States that decide for the whole, the first that any subtask is in. */
const DECISIVE = ["FAILED", "CANCELING", "CANCELED", "INITIALIZING", "RUNNING"] as const satisfies readonly ExecutionState[];

/**
 * State of a vertex (or of one TaskManager's share of it) from the states of its subtasks. SCHEDULED and DEPLOYING read CREATED from outside.
 * Flink: ExecutionJobVertex.getAggregateJobVertexState.
 */
export function aggregateState(states: readonly ExecutionState[]): ExecutionState {
  const decisive = DECISIVE.find((state) => states.includes(state));
  if (decisive !== undefined) return decisive;
  const finished = states.filter((state) => state === "FINISHED").length;
  if (finished > 0) return finished === states.length ? "FINISHED" : "RUNNING";
  return "CREATED";
}
