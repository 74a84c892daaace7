import type { FromTally, ToTally } from "./tally-messages.ts";
import type { TallyReport } from "./tally-reader.ts";

/** Something that happened to the cluster, where event time was then, epoch ms. */
export type TallyMark = { id: string; eventMs: number; text: string };

/** What the page knows of the tally. The last report stays when a round fails. */
export type TallyState = { report: TallyReport | undefined; trouble: string | undefined; marks: readonly TallyMark[] };

/** What a session needs of its worker. */
export type TallyThread = {
  post: (message: ToTally) => void;
  onMessage: (listener: (message: FromTally) => void) => void;
  onError: (listener: (words: string) => void) => void;
};

/** What a session needs of the tab. */
export type TabVisibility = { isVisible: () => boolean; onChange: (listener: () => void) => () => void };

const UNKNOWN: TallyState = { report: undefined, trouble: undefined, marks: [] };
const KEPT_MARKS = 50;

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
      this.#set({
        ...this.#state,
        ...(message.type === "report" ? { report: message.report, trouble: undefined } : { trouble: message.words }),
      });
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

  /** Something has just happened: remembered, once for each `id`, at the event time that the clicks have reached. */
  mark(id: string, text: string): void {
    const eventMs = this.#state.report?.newestClickMs;
    if (eventMs === undefined || this.#state.marks.some((mark) => mark.id === id)) return;
    this.#set({ ...this.#state, marks: [...this.#state.marks, { id, eventMs, text }].slice(-KEPT_MARKS) });
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
