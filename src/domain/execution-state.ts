import { entryOf } from "../base/entry-of.ts";
import type { StateTone } from "../base/state-tone.ts";
import { visibleText } from "../base/visible-text.ts";
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

/**
 * The states whose durations Flink reports for each attempt, in their order. Flink:
 * StatusDurationUtils.
 */
export const TIMED_STATES = ["CREATED", "SCHEDULED", "DEPLOYING", "INITIALIZING", "RUNNING"] as const satisfies readonly ExecutionState[];

const UNKNOWN_STATE: ExecutionStateFacts = {
  tone: "unknown",
  order: Object.keys(EXECUTION_STATE_FACTS).length,
  isTerminal: false,
  meaning: "Drey does not know this state. The cluster may run a newer version of Flink.",
};

/** Tone, order and meaning of an execution state. */
export function executionStateFacts(state: string): ExecutionStateFacts {
  return entryOf<ExecutionStateFacts>(EXECUTION_STATE_FACTS, state) ?? UNKNOWN_STATE;
}

/** The look of an execution state; with `count`, `2 RUNNING`. */
export function executionStateLook(state: string, count?: number): StateBadgeLook {
  const word = visibleText(state);
  return { tone: executionStateFacts(state).tone, label: count === undefined ? word : `${count} ${word}` };
}

/** One part of a mixed state. */
export type ExecutionStateCount = { tone: StateTone; word: string; count: number };

/**
 * The states that at least one task is in, in reading order. Takes Flink's map of upper-case states
 * to counts.
 */
export function executionStateCounts(tasks: Readonly<Record<string, number>>): ExecutionStateCount[] {
  return Object.entries(tasks)
    .filter(([, count]) => count > 0)
    .toSorted(([a], [b]) => executionStateFacts(a).order - executionStateFacts(b).order)
    .map(([state, count]) => ({ tone: executionStateFacts(state).tone, word: visibleText(state), count }));
}
