// Converts between points in time and text without reading a clock, for code that must not know the
// current time.

/**
 * Writes a point in time (ms since the epoch) in ISO 8601, in UTC and to the millisecond. Throws
 * RangeError if `epochMs` is not a valid time.
 */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/**
 * The point in time (ms since the epoch) of a date and time in UTC. `month` counts from 1. NaN if a
 * part is NaN.
 */
export function utcTime(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, ms = 0): number {
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}
