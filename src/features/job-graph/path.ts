// Lines with bends, as SVG paths. All coordinates in px of the graph.
import type { Point } from "./layout.ts";

const BEND_RADIUS_PX = 12;

/** The line without its first `startPx` and last `endPx`, never beyond the next bend. */
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

/** The line as a path with rounded bends. */
export function roundedPath(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (after === undefined) return `L${point.x} ${point.y}`;
      const { start, end } = bend(before, point, after);
      return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
    })
    .join("");
}

/** The start and end of a rounded bend. */
function bend(before: Point, point: Point, after: Point): { readonly start: Point; readonly end: Point } {
  const radius = Math.min(BEND_RADIUS_PX, distance(before, point) / 2, distance(point, after) / 2);
  return { start: towards(point, before, radius), end: towards(point, after, radius) };
}

/**
 * A straight piece of a line: its start, its angle, and its distance from the start of the line. px
 * and radians.
 */
export interface Stretch {
  readonly from: Point;
  readonly length: number;
  readonly angle: number;
  readonly before: number;
}

/** The line with its rounded bends as straight pieces, two per bend. */
export function stretches(points: readonly Point[]): readonly Stretch[] {
  const corners = points.flatMap((point, index) => {
    const previous = points[index - 1];
    const next = points[index + 1];
    if (previous === undefined || next === undefined) return [point];
    const { start, end } = bend(previous, point, next);
    // The midpoint of the quadratic curve between two points.
    return [start, { x: (start.x + 2 * point.x + end.x) / 4, y: (start.y + 2 * point.y + end.y) / 4 }, end];
  });
  const pieces: Stretch[] = [];
  let before = 0;
  for (const [index, to] of corners.entries()) {
    const from = corners[index - 1];
    const length = from === undefined ? 0 : distance(from, to);
    if (from === undefined || length === 0) continue;
    pieces.push({ from, length, angle: Math.atan2(to.y - from.y, to.x - from.x), before });
    before += length;
  }
  return pieces;
}

/** An open arrow head whose tip is `gapPx` before the end. */
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

/** How long the line is. */
export function pathLength(points: readonly Point[]): number {
  return points.reduce((sum, point, index) => sum + (index === 0 ? 0 : distance(points[index - 1] ?? point, point)), 0);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
