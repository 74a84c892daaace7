// Draws from the seed what will be done to the cluster.

import { drawCluster } from "./draw-cluster.ts";
import { drawEvents, kindNamed, perMinute } from "./event-kind.ts";
import type { FaultKind } from "./faults/fault-kind.ts";
import { FAULT_KINDS } from "./faults/fault-kinds.ts";
import { calmTimeOf, PAUSE } from "./faults/pause.ts";
import { STALL_LINK } from "./faults/stall.ts";
import { randomStream } from "./random-stream.ts";
import type { Schedule, ScheduledEvent } from "./schedule.ts";
import type { UserAction } from "./user-actions/user-action.ts";

/** Two stalls that follow sooner could add up to more than the idleness timeout of 5 s. */
const BETWEEN_STALLS_MS = 10_000;

/**
 * The schedule of a seed. `actions`: the kinds of user actions during the run; undefined for a run
 * without a user. `faultsPerMinute`: how often the kinds of these names occur on average, instead of
 * at their own times. Throws for an unknown kind.
 */
export function drawSchedule(
  seed: number,
  actions?: readonly UserAction[],
  faultsPerMinute: Readonly<Record<string, number>> = {},
): Schedule {
  for (const name of Object.keys(faultsPerMinute)) kindNamed(FAULT_KINDS, name);
  const faultKinds = FAULT_KINDS.map((kind) => {
    const times = faultsPerMinute[kind.name];
    return times === undefined ? kind : { ...kind, arrivals: perMinute(times) };
  });
  const { options, shape, recordsPerSecond } = drawCluster(seed);
  const endMs = randomStream(seed, "end").between(40_000, 70_000);
  const faults = keepStallsApart(keepPausesCalm(drawEvents(seed, faultKinds, shape, endMs), faultKinds), faultKinds);
  return {
    cluster: options,
    recordsPerSecond,
    faults,
    ...(actions && { actions: drawEvents(seed, actions, shape, endMs, faults) }),
    endMs,
  };
}

/** Leaves out each stall that comes less than 10 s after one that stays. `faults` in the order of time. */
export function keepStallsApart(faults: readonly ScheduledEvent[], kinds: readonly FaultKind[]): ScheduledEvent[] {
  let lastStallMs = Number.NEGATIVE_INFINITY;
  return faults.filter(({ atMs, kind }) => {
    if (kindNamed(kinds, kind).isStall === undefined) return true;
    if (atMs - lastStallMs < BETWEEN_STALLS_MS) return false;
    lastStallMs = atMs;
    return true;
  });
}

/** Leaves out each pause of the generator that begins during another one, and whatever would delay records during those that stay. */
export function keepPausesCalm(faults: readonly ScheduledEvent[], kinds: readonly FaultKind[]): ScheduledEvent[] {
  const pauses: ScheduledEvent[] = [];
  for (const fault of faults) {
    const last = pauses.at(-1);
    if (fault.kind === PAUSE.name && (last === undefined || fault.atMs > calmTimeOf(last).toMs)) pauses.push(fault);
  }
  return faults.filter((fault) => {
    if (fault.kind === PAUSE.name) return pauses.includes(fault);
    const delaysMs = kindNamed(kinds, fault.kind).delaysRecordsMs?.(fault.parameters);
    if (delaysMs === undefined) return true;
    const endMs = fault.atMs + delaysMs;
    return pauses.map(calmTimeOf).every(({ fromMs, toMs }) => endMs < fromMs || fault.atMs > toMs);
  });
}

/**
 * Only stalls of the way from the broker to one TaskManager, each longer than the idleness timeout: the split counts as idle, windows close without
 * it, and its clicks come late. Flink drops late records and counts them.
 */
export function drawLongStalls(seed: number): Schedule {
  const rng = randomStream(seed, "long stalls");
  const faults: ScheduledEvent[] = [];
  let atMs = rng.between(4_000, 9_000);
  for (let left = 1 + rng.below(3); left > 0; left--) {
    const durationMs = rng.between(6_000, 22_000);
    faults.push({ atMs, kind: STALL_LINK.name, parameters: { durationMs }, choice: rng.below(2 ** 31) });
    atMs += durationMs + rng.between(2_000, 8_000);
  }
  const recordsPerSecond = rng.pick([400, 1_000]) ?? 400;
  return {
    cluster: {
      taskManagers: 2,
      configuration: [
        { key: "taskmanager.numberOfTaskSlots", value: "1" },
        { key: "parallelism.default", value: "2" },
      ],
      generator: { topic: "input", recordsPerSecond, load: { type: "pages" } },
    },
    recordsPerSecond,
    faults,
    endMs: atMs,
  };
}
