// The failed calls of a cluster since they were last cleared. Each failure is also shown in its place on the page, until the call
// succeeds again. The log keeps those that are gone.
import { BackendClosedError } from "./closable.ts";
import { failureWords } from "./failure-words.ts";
import { isNotFound } from "./http-status-error.ts";

/** A failure, or the same failure several times. Times in epoch ms, by the page's clock. */
export interface LoggedFailure {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
  /** A sentence with the call, the cluster and the reason. */
  readonly words: string;
  /** The reply, cut after {@link MOST_REPLY_CHARACTERS}; undefined if there was none. */
  readonly reply: string | undefined;
}

/** The log of a client. */
export interface FailureLog {
  /** Newest first. The same array until it changes. */
  readonly entries: () => readonly LoggedFailure[];
  /** Takes note of an error that a call was rejected with. `isRead`: whether the call only reads. */
  readonly note: (error: unknown, isRead: boolean) => void;
  readonly clear: () => void;
  /** Calls the listener when the entries change. Returns the function that removes it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** The oldest of more failures are dropped. */
export const MOST_FAILURES = 100;
/** A stack trace may be a megabyte. */
const MOST_REPLY_CHARACTERS = 16_384;

/** Creates an empty log. */
export function createFailureLog(now: () => number): FailureLog {
  const listeners = new Set<() => void>();
  let entries: readonly LoggedFailure[] = [];
  const change = (next: readonly LoggedFailure[]): void => {
    entries = next;
    for (const listener of listeners) listener();
  };
  return {
    entries: () => entries,
    note(error, isRead) {
      if (isNoFailure(error, isRead)) return;
      const { words, reply } = failureWords(error);
      const atMs = now();
      // A call that is repeated at each refresh fails each time.
      const known = entries.find((entry) => entry.words === words);
      const entry = {
        firstMs: known?.firstMs ?? atMs,
        lastMs: atMs,
        count: (known?.count ?? 0) + 1,
        words,
        reply: reply === undefined || reply.length <= MOST_REPLY_CHARACTERS ? reply : `${reply.slice(0, MOST_REPLY_CHARACTERS)} …`,
      };
      change([entry, ...entries.filter((other) => other !== known)].slice(0, MOST_FAILURES));
    },
    clear: () => change([]),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * The page gave the call up, or it asked whether something exists and the cluster answered that it
 * does not.
 */
function isNoFailure(error: unknown, isRead: boolean): boolean {
  if (error instanceof BackendClosedError) return true;
  if (error instanceof DOMException && error.name === "AbortError") return true;
  return isRead && isNotFound(error);
}
