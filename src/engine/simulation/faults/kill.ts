// Kills of TaskManagers: at random, aimed at a phase, in the middle of a step, and of all at once.

import { PHASES } from "../phases.ts";
import { perMinute } from "../event-kind.ts";
import type { Kill } from "../kills.ts";
import type { SeededRng } from "../../../base/seeded-rng.ts";
import type { FaultKind } from "./fault-kind.ts";

/** Before the job has even been deployed. */
const DURING_FIRST_DEPLOYMENT_MS = 10;

/** One TaskManager, mostly aimed at a phase. */
export const KILL: FaultKind<Kill> = {
  name: "kill",
  arrivals: perMinute(5.6),
  draw: (rng) => ({
    phase: rng.chance(0.75) ? rng.pick(PHASES) : undefined,
    afterSteps: rng.below(6),
    calls: rng.chance(0.4) ? 1 + rng.below(6) : undefined,
    startAfterMs: drawStartAfterMs(rng),
  }),
  apply: (kill, { kills }, rng) => kills.aim(kill, rng),
  calm: ({ kills }) => kills.disarm(),
  covers: [
    "kill between two steps",
    "kill in the middle of a step",
    "kill while running",
    "kill while deploying",
    "kill while restoring",
    "kill while snapshotting",
    "kill while aligning",
    "kill while acknowledged",
    "kill while committing",
  ],
};

/** The first deployment takes some ms: a kill at a random time would hardly ever meet it. */
export const KILL_DURING_FIRST_DEPLOYMENT: FaultKind<Kill> = {
  name: "kill during the first deployment",
  arrivals: (rng) => (rng.chance(0.1) ? [DURING_FIRST_DEPLOYMENT_MS] : []),
  draw: (rng) => ({ phase: "deploying", afterSteps: rng.below(6), calls: undefined, startAfterMs: rng.between(0, 3_000) }),
  apply: (kill, { kills, note }, rng) => {
    note("kill during the first deployment");
    kills.aim(kill, rng);
  },
  covers: ["kill during the first deployment"],
};

/** All TaskManagers, which come back one after another. */
export const KILL_ALL: FaultKind<{ readonly startAfterMs: number }> = {
  name: "kill all",
  arrivals: perMinute(0.85),
  draw: (rng) => ({ startAfterMs: drawStartAfterMs(rng) }),
  apply: ({ startAfterMs }, { kills, taskManagers }, rng) => {
    for (const actor of taskManagers()) kills.kill(actor, startAfterMs * rng.next(), "with all others");
  },
  covers: ["kill with all others"],
};

/** How long a killed TaskManager stays away, ms. */
function drawStartAfterMs(rng: SeededRng): number {
  return rng.chance(0.6) ? rng.between(0, 1_500) : rng.between(0, 8_000);
}
