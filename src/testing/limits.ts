/**
 * Limit of a test that takes some seconds on a quiet machine, as it starts processes, builds the app or waits for the engine in real time, ms.
 * A machine with ten other things to do may take its time: the limit is against a hang.
 */
export const LONG_TEST_MS = 300_000;
