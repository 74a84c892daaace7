// How many things are in each state, and the state of a vertex as a whole.

import type { ExecutionStateCounts } from "../../rest/schema-parts.ts";
import { EXECUTION_STATES, type ExecutionState } from "../../rest/states.ts";

/** Counts of every state, zeros too. */
export function stateCounts(states: readonly ExecutionState[]): ExecutionStateCounts {
  const counts = Object.fromEntries(EXECUTION_STATES.map((state) => [state, 0]));
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  // Built from the very list of states that the record is over.
  return counts as ExecutionStateCounts;
}
