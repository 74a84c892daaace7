import type { FromTally, ToTally } from "./tally-messages.ts";
import type { TallyReport } from "./tally-reader.ts";

/** An event in the cluster and its event time, epoch ms. */
export type TallyMark = { id: string; eventMs: number; text: string };

/** The page's state of the tally. The last report stays if a round fails. */
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
 * The tally of one backend, for the lifetime of the page. It reads only while the proof is shown
 * and the tab is visible, and later continues from the same offsets. The totals are complete,
 * because they come from the topic.
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

  /**
   * Topics live as long as their container. A new start time, epoch ms, means new topics with the
   * same names.
   */
  topicsSince(startedMs: number): void {
    const before = this.#topicsSinceMs;
    this.#topicsSinceMs = startedMs;
    if (before === undefined || before === startedMs) return;
    this.#thread.post({ type: "restart" });
    this.#set(UNKNOWN);
  }

  /** Records an event once per `id`, at the event time that the clicks have reached. */
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
