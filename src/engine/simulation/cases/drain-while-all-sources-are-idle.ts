import type { RecordedCase } from "./recorded-case.ts";

/** A drain `drainAtMs` after the start, in a run whose generator pauses for `durationMs` from 20 s on, and a job started from its savepoint. */
export function drainInPause(drainAtMs: number, durationMs = 15_000): RecordedCase["schedule"] {
  return {
    cluster: { taskManagers: 1 },
    recordsPerSecond: 400,
    faults: [{ atMs: 20_000, kind: "pause of the generator", parameters: { durationMs }, choice: 1 }],
    actions: [
      { atMs: drainAtMs, kind: "drain", parameters: { again: false, cancel: false }, choice: 2 },
      { atMs: 33_000, kind: "start", parameters: { parallelism: 2, from: "newest", isDisposed: false, isClaimed: false }, choice: 3 },
    ],
    endMs: 60_000,
  };
}

/** Flink 1.20.5 and 2.3.0 do the same in this situation: docs/spec/savepoints-and-stops.md, ST6. */
export const DRAIN_WHILE_ALL_SOURCES_ARE_IDLE: RecordedCase = {
  name: "drain-while-all-sources-are-idle",
  why: "A drain of idle sources must leave the windows open in its savepoint, and the job started from it must complete them.",
  seed: 1,
  schedule: drainInPause(30_000),
};
