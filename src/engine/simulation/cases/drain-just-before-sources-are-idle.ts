import type { RecordedCase } from "./recorded-case.ts";

/** The control of drain-while-all-sources-are-idle. */
export const DRAIN_JUST_BEFORE_SOURCES_ARE_IDLE: RecordedCase = {
  name: "drain-just-before-sources-are-idle",
  why: "A drain after 4 s without records must still close the windows, and the job started from it must count the rest apart.",
  seed: 1,
  schedule: {
    cluster: { taskManagers: 1 },
    recordsPerSecond: 400,
    faults: [{ atMs: 20_000, kind: "pause of the generator", parameters: { durationMs: 15_000 }, choice: 1 }],
    actions: [
      { atMs: 24_000, kind: "drain", parameters: { again: false, cancel: false }, choice: 2 },
      { atMs: 33_000, kind: "start", parameters: { parallelism: 2, from: "newest", isDisposed: false, isClaimed: false }, choice: 3 },
    ],
    endMs: 60_000,
  },
};
