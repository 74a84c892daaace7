import { boundedCount } from "../base/bounded-count.ts";

/**
 * An amount as a TaskManager reports it; absent where it says nothing. Flink writes -1 for what it does not know,
 * a process that is not a JVM writes null or leaves it out.
 */
export function knownAmount(value: number | null | undefined): number | undefined {
  return value === null || value === undefined || value < 0 ? undefined : value;
}

/** So many slots of a TaskManager are drawn one by one; of more, only the number is said. */
const MOST_DRAWN_SLOTS = 128;

/** How many of a TaskManager's slots are drawn. */
export function drawnSlots(slotsNumber: number): number {
  return boundedCount(slotsNumber, MOST_DRAWN_SLOTS);
}

/** From this age on a heartbeat is late: two and a half of Flink's default intervals (10 s) went by without one. */
export const LATE_HEARTBEAT_MS = 25_000;
