/** A number from a cluster as a length: whole, not negative and at most `most`, since arrays and screens have an end. NaN becomes 0. */
export function boundedCount(count: number, most: number): number {
  return Number.isNaN(count) ? 0 : Math.trunc(Math.min(most, Math.max(0, count)));
}
