// Order statistics of measured values.

/**
 * The smallest measured value that at least the share `p` (0 to 1) of all values does not exceed:
 * nearest rank. NaN without values.
 */
export function percentile(values: readonly number[], p: number): number {
  const rank = Math.ceil(p * values.length);
  return values.toSorted((a, b) => a - b)[Math.max(0, rank - 1)] ?? Number.NaN;
}

/** The median; of an even number of values the upper one. NaN without values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
