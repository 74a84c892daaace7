// Stalls: a container or the way between two containers is held up, and goes on where it was.

import { perMinute } from "../event-kind.ts";
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

/** A TaskManager does nothing for longer than the heartbeat timeout of 5 s, and then goes on although it was given up. */
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

/** The way from the broker to one TaskManager: its splits have no records. */
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
