import type { RecordedCase } from "./recorded-case.ts";

/**
 * The TaskManager hangs for 4.5 s, then answers the heartbeat requests that arrived during the
 * hang, and is killed before the answers arrive. The JobManager times it out 5 s after the last
 * answer that it received.
 */
export const HEARTBEAT_ANSWERS_LOST_IN_A_KILL: RecordedCase = {
  name: "heartbeat-answers-lost-in-a-kill",
  why: "The judge must not count heartbeat answers that the JobManager never received.",
  seed: 2,
  schedule: {
    cluster: { taskManagers: 1 },
    recordsPerSecond: 400,
    faults: [
      { atMs: 10_300, kind: "hang", parameters: { durationMs: 4_500 }, choice: 1 },
      { atMs: 12_000, kind: "kill", parameters: { phase: "running", afterSteps: 0, calls: 20, startAfterMs: 500 }, choice: 2 },
    ],
    endMs: 30_000,
  },
};
