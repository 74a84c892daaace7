/** The longest time that a timer can hold, ms: almost 25 days. Browsers and Node.js run a timer with a longer one at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * A time from outside (a cluster, storage) as a time for a timer, ms: at least `shortestMs`, at most {@link LONGEST_TIMER_MS}.
 * NaN becomes `shortestMs`.
 */
export function timerMs(ms: number, shortestMs: number): number {
  return Number.isNaN(ms) ? shortestMs : Math.min(LONGEST_TIMER_MS, Math.max(shortestMs, ms));
}
