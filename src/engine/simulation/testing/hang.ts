/** Time limit of tests that run many seeds, ms: only against a hang, because a loaded machine may take its time. */
export const HANG_MS = 60 * 60_000;
