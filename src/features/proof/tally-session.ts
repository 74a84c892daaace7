import type { FromTally, ToTally } from "./tally-messages.ts";
import type { TallyReport } from "./tally-reader.ts";

/** What the page knows of the tally. The last report stays when a round fails. */
export type TallyState = { report: TallyReport | undefined; trouble: string | undefined };

/** What a session needs of its worker. */
export type TallyThread = {
  post: (message: ToTally) => void;
  onMessage: (listener: (message: FromTally) => void) => void;
  onError: (listener: (words: string) => void) => void;
};

/** What a session needs of the tab. */
export type TabVisibility = { isVisible: () => boolean; onChange: (listener: () => void) => () => void };

const UNKNOWN: TallyState = { report: undefined, trouble: undefined };

/**
 * The tally of one backend, for as long as the page lives: it goes on where it stopped when somebody looks again. It reads only
 * while somebody looks and the tab is visible; totals come from the topic, so nothing is lost meanwhile.
 */
export class TallySession {
  readonly #thread: TallyThread;
  readonly #tab: TabVisibility;
  readonly #listeners = new Set<() => void>();
  #state = UNKNOWN;
  #isRunning = false;
  #stopWatching: (() => void) | undefined;
  #topicsSinceMs: number | undefined;

  constructor(thread: TallyThread, tab: TabVisibility) {
    this.#thread = thread;
    this.#tab = tab;
    thread.onMessage((message) => {
      this.#set(message.type === "report" ? { report: message.report, trouble: undefined } : { ...this.#state, trouble: message.words });
    });
    thread.onError((words) => this.#set({ ...this.#state, trouble: words }));
  }

  readonly read = (): TallyState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#stopWatching = this.#tab.onChange(() => this.#adapt());
    this.#adapt();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stopWatching?.();
      this.#adapt();
    };
  };

  /** Topics live as long as their container: a new start of it, epoch ms, is a new topic by the same name. */
  topicsSince(startedMs: number): void {
    const before = this.#topicsSinceMs;
    this.#topicsSinceMs = startedMs;
    if (before === undefined || before === startedMs) return;
    this.#thread.post({ type: "restart" });
    this.#set(UNKNOWN);
  }

  #adapt(): void {
    const shouldRun = this.#listeners.size > 0 && this.#tab.isVisible();
    if (shouldRun === this.#isRunning) return;
    this.#isRunning = shouldRun;
    this.#thread.post({ type: shouldRun ? "run" : "pause" });
  }

  #set(state: TallyState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
