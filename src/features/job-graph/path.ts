// Lines with bends, as SVG paths. All coordinates in px of the graph.
import type { Point } from "./layout.ts";

const BEND_RADIUS_PX = 12;

/** The line without `startPx` at its beginning and `endPx` at its end; never past the next bend. */
export function trimmed(points: readonly Point[], startPx: number, endPx: number): readonly Point[] {
  const [first, second] = points;
  const last = points.at(-1);
  const lastButOne = points.at(-2);
  if (first === undefined || second === undefined || last === undefined || lastButOne === undefined) return points;
  return [towards(first, second, startPx), ...points.slice(1, -1), towards(last, lastButOne, endPx)];
}

function towards(from: Point, to: Point, px: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(1, px / length);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/** The line as a path, its bends rounded. */
export function roundedPath(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (after === undefined) return `L${point.x} ${point.y}`;
      const radius = Math.min(BEND_RADIUS_PX, distance(before, point) / 2, distance(point, after) / 2);
      const start = towards(point, before, radius);
      const end = towards(point, after, radius);
      return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
    })
    .join("");
}

/** An open arrow head whose tip stands `gapPx` before the end. */
export function arrowHead(points: readonly Point[], gapPx: number): string {
  const last = points.at(-1);
  const before = points.at(-2);
  if (last === undefined || before === undefined) return "";
  const tip = towards(last, before, gapPx);
  const angle = Math.atan2(last.y - before.y, last.x - before.x);
  const wing = (side: 1 | -1): Point => ({
    x: tip.x - 4 * Math.cos(angle) - side * 4 * Math.sin(angle),
    y: tip.y - 4 * Math.sin(angle) + side * 4 * Math.cos(angle),
  });
  const [a, b] = [wing(1), wing(-1)];
  return `M${a.x} ${a.y}L${tip.x} ${tip.y}L${b.x} ${b.y}`;
}

/** The point half way along the line. */
export function midPoint(points: readonly Point[]): Point {
  let left = pathLength(points) / 2;
  for (const [index, point] of points.entries()) {
    const next = points[index + 1];
    if (next === undefined) return point;
    const length = distance(point, next);
    if (left <= length) return towards(point, next, left);
    left -= length;
  }
  return { x: 0, y: 0 };
}

/** How long the line is. */
export function pathLength(points: readonly Point[]): number {
  return points.reduce((sum, point, index) => sum + (index === 0 ? 0 : distance(points[index - 1] ?? point, point)), 0);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
