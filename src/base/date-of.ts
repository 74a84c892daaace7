/** The farthest that a Date reaches from 1970 either way, ms. */
const DATE_RANGE_MS = 8.64e15;

/** A point in time (ms since the epoch) as a Date; undefined for what no Date can hold, such as Flink's Long.MAX_VALUE. */
export function dateOf(epochMs: number): Date | undefined {
  return Math.abs(epochMs) <= DATE_RANGE_MS ? new Date(epochMs) : undefined;
}
