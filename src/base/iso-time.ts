// Dates as text and numbers, without a clock: what code that may not know the time of day needs of them.

/** A point in time (ms since the epoch) in ISO 8601, in UTC and to the millisecond. Throws RangeError if `epochMs` is no time. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** The point in time (ms since the epoch) of a date and time in UTC. `month` counts from 1. NaN if a part is. */
export function utcTime(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, ms = 0): number {
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}
