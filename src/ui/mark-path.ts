/** Shapes that distinguish the points of a chart without colour. */
export type MarkShape = "dot" | "ring" | "cross" | "diamond" | "square" | "bar" | "back" | "line";

/** The SVG path of a mark around a point, with radius `r`. All values in px. */
export function markPath(shape: MarkShape, cx: number, cy: number, r: number): string {
  const at = (dx: number, dy: number): string => `${tenths(cx + dx * r)} ${tenths(cy + dy * r)}`;
  switch (shape) {
    case "dot":
    case "ring":
      return `M${at(-1, 0)}a${tenths(r)} ${tenths(r)} 0 1 0 ${tenths(2 * r)} 0a${tenths(r)} ${tenths(r)} 0 1 0 ${tenths(-2 * r)} 0`;
    case "cross":
      return `M${at(-0.8, -0.8)}L${at(0.8, 0.8)}M${at(0.8, -0.8)}L${at(-0.8, 0.8)}`;
    case "diamond":
      return `M${at(0, -1.25)}L${at(1.25, 0)}L${at(0, 1.25)}L${at(-1.25, 0)}Z`;
    case "square":
      return `M${at(-0.9, -0.9)}H${tenths(cx + 0.9 * r)}V${tenths(cy + 0.9 * r)}H${tenths(cx - 0.9 * r)}Z`;
    case "bar":
      return `M${at(-0.35, -1.2)}H${tenths(cx + 0.35 * r)}V${tenths(cy + 1.2 * r)}H${tenths(cx - 0.35 * r)}Z`;
    case "line":
      return `M${at(-1.4, 0)}H${tenths(cx + 1.4 * r)}`;
    case "back":
      return `M${at(-0.3, -1)}L${at(-1, -0.35)}L${at(-0.3, 0.3)}M${at(-1, -0.35)}H${tenths(cx + 0.3 * r)}a${tenths(0.65 * r)} ${tenths(0.65 * r)} 0 0 1 0 ${tenths(1.3 * r)}H${tenths(cx - 0.4 * r)}`;
  }
}

function tenths(px: number): number {
  return Math.round(px * 10) / 10;
}
