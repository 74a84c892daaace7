// Counts what the runs have reached, by name. Seeds that never reach a situation show nothing about it.

/** How often each thing happened. */
export type Coverage = Record<string, number>;

/** Adds one to the count of `what`. */
export function count(coverage: Coverage, what: string): void {
  coverage[what] = (coverage[what] ?? 0) + 1;
}

/** Adds `more` to `sum`. */
export function addCoverage(sum: Coverage, more: Coverage): void {
  for (const [what, times] of Object.entries(more)) sum[what] = (sum[what] ?? 0) + times;
}

/** Coverage as lines, sorted by name. */
export function describeCoverage(coverage: Coverage): string[] {
  return Object.entries(coverage)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, times]) => `${String(times).padStart(8)} ${what}`);
}
