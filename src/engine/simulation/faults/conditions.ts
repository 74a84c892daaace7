// Faults that make actors, messages or storage slow, or storage fail, for a while.

import { perMinute } from "../event-kind.ts";
import type { FaultKind } from "./fault-kind.ts";

const CALM_STEP_MS = 0.01;

/** Each step of one container takes long. */
export const SLOW_ACTOR: FaultKind<{ readonly stepMs: number; readonly durationMs: number }> = {
  name: "slow actor",
  arrivals: perMinute(0.85),
  draw: (rng) => ({ stepMs: rng.between(0.2, 4), durationMs: rng.between(500, 6_000) }),
  apply: ({ stepMs, durationMs }, { later, live, note }, rng) => {
    note("slow actor");
    const actor = rng.pick(live());
    if (actor === undefined) return;
    actor.stepMs = stepMs;
    later(durationMs, () => (actor.stepMs = CALM_STEP_MS));
  },
  calm: ({ live }) => {
    for (const actor of live()) actor.stepMs = CALM_STEP_MS;
  },
  delaysRecordsMs: ({ durationMs }) => durationMs,
  covers: ["slow actor"],
};

/** Some messages between containers take long. */
export const SLOW_MESSAGES: FaultKind<{ readonly probability: number; readonly upToMs: number; readonly durationMs: number }> = {
  name: "slow messages",
  arrivals: perMinute(0.7),
  draw: (rng) => ({ probability: rng.between(0.05, 0.5), upToMs: rng.between(20, 400), durationMs: rng.between(500, 6_000) }),
  apply: ({ probability, upToMs, durationMs }, { cluster: { simulation }, later, note }) => {
    note("slow messages");
    simulation.conditions.slowMessageProbability = probability;
    simulation.conditions.slowMessageMs = upToMs;
    later(durationMs, () => simulation.calmMessages());
  },
  calm: ({ cluster: { simulation } }) => simulation.calmMessages(),
  delaysRecordsMs: ({ durationMs }) => durationMs,
  covers: ["slow messages"],
};

/** Storage is slow for a long time, and nothing fails: writes come late, behind the end of their checkpoint, attempt or job. */
export const SLOW_STORAGE: FaultKind<{ readonly lowMs: number; readonly highMs: number; readonly durationMs: number }> = {
  name: "slow storage",
  arrivals: perMinute(0.5),
  draw: (rng) => ({ lowMs: rng.between(1, 200), highMs: rng.between(200, 1_500), durationMs: rng.between(5_000, 30_000) }),
  apply: ({ lowMs, highMs, durationMs }, { cluster: { simulation }, later, note }) => {
    note("slow storage");
    simulation.conditions.storage.latencyMs = { low: lowMs, high: highMs };
    later(durationMs, () => simulation.calmStorage());
  },
  calm: ({ cluster: { simulation } }) => simulation.calmStorage(),
  covers: ["slow storage"],
};

/** Storage is slow, and some calls fail. */
export const STORAGE_ERRORS: FaultKind<{ readonly errorProbability: number; readonly latencyMs: number; readonly durationMs: number }> = {
  name: "storage errors",
  arrivals: perMinute(1),
  draw: (rng) => ({ errorProbability: rng.between(0, 0.5), latencyMs: rng.between(1, 2_500), durationMs: rng.between(500, 6_000) }),
  apply: ({ errorProbability, latencyMs, durationMs }, { cluster: { simulation }, later, note }) => {
    note("storage errors");
    simulation.conditions.storage.errorProbability = errorProbability;
    simulation.conditions.storage.latencyMs = { low: 0.1, high: latencyMs };
    later(durationMs, () => simulation.calmStorage());
  },
  calm: ({ cluster: { simulation } }) => simulation.calmStorage(),
  covers: ["storage errors", "checkpoint timed out", "checkpoint not finalized", "too many failed checkpoints"],
};
