/** See {@link decimate}. */
export type DecimateOptions<Point> = {
  readonly x: (point: Point) => number;
  /** Undefined or null where the line is interrupted. */
  readonly y: (point: Point) => number | null | undefined;
  /** The ends of the axis, in units of `x`. */
  readonly from: number;
  readonly to: number;
  /** The width of the plot, px. */
  readonly columns: number;
};

/**
 * Reduces a series to what a plot of `columns` pixels can show: the lowest and the highest point of
 * each pixel column, and one break. `points` are in the order of `x`, and the result keeps that
 * order. Points outside the axis count for the outer columns. A point without a finite `x` is
 * dropped.
 */
export function decimate<Point>(points: readonly Point[], { x, y, from, to, columns }: DecimateOptions<Point>): readonly Point[] {
  const kept: Point[] = [];
  let column = Number.NaN;
  let lowest: Candidate<Point> | undefined;
  let highest: Candidate<Point> | undefined;
  let gap: Candidate<Point> | undefined;

  const flush = (): void => {
    const candidates = [lowest, highest === lowest ? undefined : highest, gap].filter((candidate) => candidate !== undefined);
    for (const { point } of candidates.toSorted((a, b) => a.index - b.index)) kept.push(point);
    lowest = highest = gap = undefined;
  };

  for (const [index, point] of points.entries()) {
    const at = x(point);
    if (!Number.isFinite(at)) continue;
    const own = Math.min(columns - 1, Math.max(0, Math.floor(((at - from) / (to - from)) * columns)));
    if (own !== column) {
      flush();
      column = own;
    }
    const value = y(point);
    if (value === null || value === undefined) {
      gap ??= { index, point, value: 0 };
      continue;
    }
    const candidate = { index, point, value };
    if (lowest === undefined || value < lowest.value) lowest = candidate;
    if (highest === undefined || value > highest.value) highest = candidate;
  }
  flush();
  return kept;
}

type Candidate<Point> = { readonly index: number; readonly point: Point; readonly value: number };
