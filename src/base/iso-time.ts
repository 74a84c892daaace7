/** A point in time (ms since the epoch) in ISO 8601, in UTC and to the millisecond. Reads no clock. Throws RangeError if `epochMs` is no time. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
