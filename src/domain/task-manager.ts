import { boundedCount } from "../base/bounded-count.ts";

/**
 * An amount that a cluster reports; absent if unknown. Flink writes -1 for unknown values. A process
 * that is not a JVM writes null or omits the field.
 */
export function knownAmount(value: number | null | undefined): number | undefined {
  return value === null || value === undefined || !(value >= 0) ? undefined : value;
}

/** This many slots of a TaskManager are drawn individually. Beyond it, only the number is shown. */
const MOST_DRAWN_SLOTS = 128;

/** The number of drawn slots of a TaskManager. */
export function drawnSlots(slotsNumber: number): number {
  return boundedCount(slotsNumber, MOST_DRAWN_SLOTS);
}

/** From this age on a heartbeat is late, ms: two and a half of Flink's default intervals (10 s). */
export const LATE_HEARTBEAT_MS = 25_000;
