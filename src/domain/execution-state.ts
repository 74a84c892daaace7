import type { StateTone } from "../base/state-tone.ts";
import type { ExecutionState } from "../rest/states.ts";
import type { StateBadgeLook } from "./state-badge-look.ts";

/** The meaning of the state of a task, an attempt or a vertex. */
export type ExecutionStateFacts = {
  tone: StateTone;
  /** Lower comes first in a row of counts: failed, running, starting, ended. */
  order: number;
  /** Whether Flink calls it terminal (`ExecutionState#isTerminal`). */
  isTerminal: boolean;
  meaning: string;
};

const EXECUTION_STATE_FACTS = {
  FAILED: { tone: "failed", order: 0, isTerminal: true, meaning: "The task failed with an error." },
  RUNNING: { tone: "running", order: 1, isTerminal: false, meaning: "The task is running." },
  INITIALIZING: { tone: "initializing", order: 2, isTerminal: false, meaning: "The task is restoring its state." },
  DEPLOYING: { tone: "deploying", order: 3, isTerminal: false, meaning: "The task is being sent to a TaskManager." },
  SCHEDULED: { tone: "scheduled", order: 4, isTerminal: false, meaning: "The task waits for a slot." },
  CREATED: { tone: "created", order: 5, isTerminal: false, meaning: "The task exists, but no slot was requested for it yet." },
  RECONCILING: {
    tone: "reconciling",
    order: 6,
    isTerminal: false,
    meaning: "The JobManager is finding the task again after a failover.",
  },
  CANCELING: { tone: "canceling", order: 7, isTerminal: false, meaning: "The task was told to stop." },
  CANCELED: { tone: "canceled", order: 8, isTerminal: true, meaning: "The task was stopped on request, or because another task failed." },
  FINISHED: { tone: "finished", order: 9, isTerminal: true, meaning: "The task processed all its input." },
} as const satisfies Record<ExecutionState, ExecutionStateFacts>;

/** Tone, order and meaning of an execution state. */
export function executionStateFacts(state: ExecutionState): ExecutionStateFacts {
  return EXECUTION_STATE_FACTS[state];
}

/** The look of an execution state; with `count`, `2 RUNNING`. */
export function executionStateLook(state: ExecutionState, count?: number): StateBadgeLook {
  return { tone: EXECUTION_STATE_FACTS[state].tone, label: count === undefined ? state : `${count} ${state}` };
}

/** One part of a mixed state. */
export type ExecutionStateCount = { tone: StateTone; word: ExecutionState; count: number };

const IN_ORDER = (Object.keys(EXECUTION_STATE_FACTS) as ExecutionState[]).toSorted(
  (a, b) => EXECUTION_STATE_FACTS[a].order - EXECUTION_STATE_FACTS[b].order,
);

/**
 * The states that at least one task is in, in reading order. Takes Flink's map of upper-case states
 * to counts.
 */
export function executionStateCounts(tasks: Partial<Readonly<Record<ExecutionState, number>>>): ExecutionStateCount[] {
  return IN_ORDER.flatMap((word) => {
    const count = tasks[word] ?? 0;
    return count > 0 ? [{ tone: EXECUTION_STATE_FACTS[word].tone, word, count }] : [];
  });
}
