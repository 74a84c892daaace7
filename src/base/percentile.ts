/**
 * The value at `percent` (0–100) of ascending `sorted`, by the default rule of commons-math's Percentile, which Flink's statistics follow:
 * position p·(n+1)/100, linear between neighbours, the ends beyond them. NaN of nothing.
 */
export function percentile(sorted: readonly number[], percent: number): number {
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return Number.NaN;
  const position = (percent * (sorted.length + 1)) / 100;
  if (position < 1) return first;
  if (position >= sorted.length) return last;
  const index = Math.floor(position);
  const lower = sorted[index - 1] ?? first;
  const upper = sorted[index] ?? last;
  return lower + (position - index) * (upper - lower);
}
