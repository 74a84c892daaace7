import type { GraphLayout } from "./layout.ts";
import type { CanvasSize } from "./viewport.ts";

/** React Flow's transform: the graph's origin in the canvas, px, and the zoom. */
type Transform = readonly [x: number, y: number, zoom: number];

/** The ids of boxes that are at least partly visible, from left to right. */
export function boxesInView({ boxes }: Pick<GraphLayout, "boxes">, [x, y, zoom]: Transform, size: CanvasSize): readonly string[] {
  const left = -x / zoom;
  const top = -y / zoom;
  const right = left + size.width / zoom;
  const bottom = top + size.height / zoom;
  return Object.entries(boxes)
    .filter(([, box]) => box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top)
    .toSorted(([, a], [, b]) => a.x - b.x || a.y - b.y)
    .map(([id]) => id);
}
