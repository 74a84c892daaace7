import { marginOf } from "./detail-level.ts";
import type { GraphLayout } from "./layout.ts";

/** The space for the graph, px. */
export type CanvasSize = { width: number; height: number };

/** Reserved for the incident above the graph and the line below it, px. */
const TOP_PX = 112;
const BOTTOM_PX = 52;

/** The view that shows the whole graph centred, never enlarged. */
export function fittingViewport(layout: GraphLayout, size: CanvasSize): { x: number; y: number; zoom: number } {
  const margin = marginOf(layout.level);
  const width = Math.max(1, size.width - 2 * margin);
  const height = Math.max(1, size.height - TOP_PX - BOTTOM_PX);
  const zoom = Math.min(1, width / Math.max(1, layout.width), height / Math.max(1, layout.height));
  return {
    x: Math.round((size.width - layout.width * zoom) / 2),
    y: Math.round(TOP_PX + (height - layout.height * zoom) / 2),
    zoom,
  };
}
