// Stalls: a container, or the link between two containers, stops for a while and continues where it was.

import { perMinute } from "../event-kind.ts";
import type { SimulatedActor } from "../simulated-actor.ts";
import type { FaultKind } from "./fault-kind.ts";

/** Shorter than the idleness timeout of 5 s, after which Flink itself closes windows without the split. */
const LONGEST_STALL_MS = 3_000;

const STALLED = ["taskmanager", "taskmanager", "kafka", "jobmanager", "clickevent-generator"] as const;

/** A container does nothing for a while. */
export const STALL: FaultKind<{ readonly who: (typeof STALLED)[number]; readonly durationMs: number }> = {
  name: "stall",
  arrivals: perMinute(1.4),
  draw: (rng) => ({ who: rng.pick(STALLED) ?? "kafka", durationMs: rng.between(100, LONGEST_STALL_MS) }),
  apply: ({ who, durationMs }, { cluster: { simulation }, note, taskManagers }, rng) => {
    note(`stall of a ${who}`);
    const actor = who === "taskmanager" ? rng.pick(taskManagers()) : simulation.actor(who);
    if (actor !== undefined) simulation.stall(actor, durationMs);
  },
  isStall: true,
  delaysRecordsMs: ({ durationMs }) => durationMs,
  covers: ["stall of a taskmanager", "stall of a kafka", "stall of a jobmanager", "stall of a clickevent-generator"],
};

/** A TaskManager does nothing for longer than the heartbeat timeout of 5 s, and then continues although the JobManager has given it up. */
export const HANG: FaultKind<{ readonly durationMs: number }> = {
  name: "hang",
  arrivals: perMinute(0.28),
  draw: (rng) => ({ durationMs: rng.between(5_200, 9_000) }),
  apply: ({ durationMs }, { cluster: { simulation }, note, taskManagers }, rng) => {
    note("hanging taskmanager");
    const actor = rng.pick(taskManagers());
    if (actor !== undefined) simulation.stall(actor, durationMs);
  },
  isStall: true,
  delaysRecordsMs: ({ durationMs }) => durationMs,
  covers: ["hanging taskmanager", "heartbeat timed out"],
};

/** How long uninterrupted work takes, ms: longer than the heartbeat timeout. */
const LONG_WORK_MS = { low: 5_200, high: 7_500 };
/** So that it is over before the next stall may begin. */
const LONG_WORK_AIMED_FOR_MS = 2_000;

/** Work that may occupy a TaskManager for longer than the heartbeat timeout, such as restoring much state. */
const LONG_PHASES = ["deploying", "restoring", "restoring", "snapshotting", "aligning"] as const;

/** A TaskManager works without a pause for longer than the heartbeat timeout, at the work of the phase. */
export const LONG_WORK: FaultKind<{
  readonly phase: (typeof LONG_PHASES)[number];
  readonly afterSteps: number;
  readonly durationMs: number;
}> = {
  name: "long work",
  arrivals: perMinute(0.6),
  draw: (rng) => ({
    phase: rng.pick(LONG_PHASES) ?? "restoring",
    afterSteps: rng.below(4),
    durationMs: rng.between(LONG_WORK_MS.low, LONG_WORK_MS.high),
  }),
  apply: ({ phase, afterSteps, durationMs }, { cluster: { simulation }, kills, note }, rng) => {
    const hold = (actor: SimulatedActor) => {
      note(kills.isIn(actor, phase) ? `long work while ${phase}` : "long work");
      simulation.stall(actor, durationMs);
    };
    kills.aimAt(phase, afterSteps, LONG_WORK_AIMED_FOR_MS, hold, rng);
  },
  isStall: true,
  delaysRecordsMs: ({ durationMs }) => LONG_WORK_AIMED_FOR_MS + durationMs,
  covers: ["long work while restoring", "long work while snapshotting"],
};

/** The JobManager works without a pause for longer than the heartbeat timeout. It must not give up a TaskManager because of that. */
export const LONG_WORK_OF_JOBMANAGER: FaultKind<{ readonly durationMs: number }> = {
  name: "long work of the jobmanager",
  arrivals: perMinute(0.28),
  draw: (rng) => ({ durationMs: rng.between(LONG_WORK_MS.low, LONG_WORK_MS.high) }),
  apply: ({ durationMs }, { cluster: { simulation }, note }) => {
    const actor = simulation.actor("jobmanager");
    if (actor === undefined) return;
    note("long work of the jobmanager");
    simulation.stall(actor, durationMs);
  },
  isStall: true,
  delaysRecordsMs: ({ durationMs }) => durationMs,
  covers: ["long work of the jobmanager"],
};

/** The link from the broker to one TaskManager stalls, so its splits have no records. */
export const STALL_LINK: FaultKind<{ readonly durationMs: number }> = {
  name: "stall of a split",
  arrivals: perMinute(0.7),
  draw: (rng) => ({ durationMs: rng.between(100, LONGEST_STALL_MS) }),
  apply: ({ durationMs }, { cluster: { simulation }, note, taskManagers }, rng) => {
    note("stall of a split");
    const actor = rng.pick(taskManagers());
    if (actor !== undefined) simulation.stallLinks(actor.container, "kafka", durationMs);
  },
  isStall: true,
  delaysRecordsMs: ({ durationMs }) => durationMs,
  covers: ["stall of a split"],
};
