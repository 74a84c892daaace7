import { entryOf } from "../base/entry-of.ts";
import type { StateTone } from "../base/state-tone.ts";
import { visibleText } from "../base/visible-text.ts";
import type { ApplicationState } from "../rest/applications.ts";
import type { StateBadgeLook } from "./state-badge-look.ts";

/** The meaning of an application's state. */
export type ApplicationStateFacts = {
  tone: StateTone;
  /** Lower comes first where applications are ordered by state, as for jobs. */
  order: number;
  /** Whether Flink calls it terminal (`ApplicationState#isTerminalState`). */
  isTerminal: boolean;
  meaning: string;
};

const APPLICATION_STATE_FACTS = {
  FAILING: { tone: "failing", order: 0, isTerminal: false, meaning: "The program failed. Its jobs are being stopped." },
  CANCELING: { tone: "canceling", order: 1, isTerminal: false, meaning: "The application is being cancelled with all its jobs." },
  CREATED: { tone: "created", order: 2, isTerminal: false, meaning: "The program's main() has not started yet." },
  RUNNING: { tone: "running", order: 3, isTerminal: false, meaning: "The program's main() is running, or a job that it submitted." },
  FAILED: { tone: "failed", order: 4, isTerminal: true, meaning: "The program or one of its jobs failed." },
  CANCELED: { tone: "canceled", order: 5, isTerminal: true, meaning: "The application was cancelled." },
  FINISHED: { tone: "finished", order: 6, isTerminal: true, meaning: "The program and all its jobs have ended without an error." },
} as const satisfies Record<ApplicationState, ApplicationStateFacts>;

/** A state of a newer Flink is listed with the running applications until the application has an end time. */
const UNKNOWN_STATE: ApplicationStateFacts = {
  tone: "unknown",
  order: APPLICATION_STATE_FACTS.RUNNING.order,
  isTerminal: false,
  meaning: "Drey does not know this state. The cluster may run a newer version of Flink.",
};

/** Tone, order and meaning of a state. */
export function applicationStateFacts(state: string): ApplicationStateFacts {
  return entryOf<ApplicationStateFacts>(APPLICATION_STATE_FACTS, state) ?? UNKNOWN_STATE;
}

/** The word is Flink's. */
export function applicationStateLook(state: string): StateBadgeLook {
  return { tone: applicationStateFacts(state).tone, label: visibleText(state) };
}

/** Whether an application has ended. One with an unknown state has ended if it has an end time. */
export function isApplicationOver({ status, "end-time": endMs }: { readonly status: string; readonly "end-time": number }): boolean {
  const facts = applicationStateFacts(status);
  return facts === UNKNOWN_STATE ? endMs > 0 : facts.isTerminal;
}
