import type { RecordedCase } from "./recorded-case.ts";

/** All TaskManagers are killed just before the start. Until a heartbeat fails the job restarts every millisecond, and the log keeps only 10,000 lines. */
export const MANY_RESTARTS_AFTER_A_START_FROM_A_DRAIN: RecordedCase = {
  name: "many-restarts-after-a-start-from-a-drain",
  why: "The judge must know what a job was started from when the JobManager's log no longer shows it.",
  seed: 1,
  schedule: {
    cluster: {
      taskManagers: 2,
      configuration: [
        { key: "taskmanager.numberOfTaskSlots", value: "2" },
        { key: "restart-strategy.type", value: "fixed-delay" },
        { key: "restart-strategy.fixed-delay.attempts", value: "1000000" },
        { key: "restart-strategy.fixed-delay.delay", value: "1 ms" },
      ],
    },
    recordsPerSecond: 400,
    faults: [{ atMs: 20_600, kind: "kill all", parameters: { startAfterMs: 1_000 }, choice: 1 }],
    actions: [
      { atMs: 20_000, kind: "drain", parameters: { again: false, cancel: false }, choice: 2 },
      { atMs: 20_700, kind: "start", parameters: { parallelism: 4, from: "newest", isDisposed: false, isClaimed: false }, choice: 3 },
    ],
    endMs: 40_000,
  },
};
