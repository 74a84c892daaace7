// Paces the calls that a page repeats about many vertices, so that an open page of any job makes few
// requests a second.

/** On average, an open page makes one request in this time, ms: 4 a second. */
const CALL_MS = 250;
/** What a page loads at once delays its first refresh by no more than this, ms. */
const LONGEST_DEBT_MS = 3000;
/** Among the calls that wait, one is made in this time, ms, also if others use all of it. */
const LONGEST_GAP_MS = 1000;

/** Keeps the calls to one cluster to 4 a second, if enough of them can wait. */
export type RequestPacer = {
  /** Counts a call. */
  readonly note: () => void;
  /** Resolves when a call may be made that can wait, first come first served. Rejects with the signal's reason. */
  readonly turn: (signal: AbortSignal) => Promise<void>;
  /** Calls whose turn is asked for within `ask` are made at once: the user waits for them. */
  readonly atOnce: <Result>(ask: () => Result) => Result;
};

/** A pacer without calls so far. */
export function createRequestPacer(): RequestPacer {
  /** When the calls so far have used up their time, epoch ms. */
  let usedUntilMs = 0;
  let lastTurnMs = 0;
  let isHurried = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting: { readonly enter: () => void; readonly sinceMs: number }[] = [];

  const later = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      next();
    }, ms);
  };
  const next = (): void => {
    const [first] = waiting;
    if (first === undefined) return;
    const nowMs = Date.now();
    const waitMs = Math.min(usedUntilMs, Math.max(lastTurnMs, first.sinceMs) + LONGEST_GAP_MS) - nowMs;
    if (waitMs > 0) return later(waitMs);
    waiting.shift();
    lastTurnMs = nowMs;
    first.enter();
    // The call counts itself before the next one is considered.
    later(0);
  };
  return {
    note() {
      const nowMs = Date.now();
      usedUntilMs = Math.min(Math.max(usedUntilMs, nowMs) + CALL_MS, nowMs + LONGEST_DEBT_MS);
    },
    atOnce(ask) {
      isHurried = true;
      try {
        return ask();
      } finally {
        isHurried = false;
      }
    },
    turn(signal) {
      if (isHurried) return Promise.resolve();
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const leave = (): void => {
          waiting.splice(waiting.indexOf(entry), 1);
          reject(signal.reason as Error);
        };
        const enter = (): void => {
          signal.removeEventListener("abort", leave);
          resolve();
        };
        const entry = { enter, sinceMs: Date.now() };
        signal.addEventListener("abort", leave, { once: true });
        waiting.push(entry);
        later(0);
      });
    },
  };
}

/** For a cluster in the same browser, which has no network between. */
export const UNPACED: RequestPacer = { note: () => undefined, turn: () => Promise.resolve(), atOnce: (ask) => ask() };
