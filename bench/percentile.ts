// Order statistics of measured values.

/**
 * The value that the share `p` (0 to 1) of all values does not exceed: nearest rank, so it is always one that was measured.
 * NaN where nothing was measured.
 */
export function percentile(values: readonly number[], p: number): number {
  const rank = Math.ceil(p * values.length);
  return values.toSorted((a, b) => a - b)[Math.max(0, rank - 1)] ?? Number.NaN;
}

/** The middle one, of an even number of values the upper. NaN where nothing was measured. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
