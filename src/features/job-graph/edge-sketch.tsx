import { ViewportPortal } from "@xyflow/react";
import { memo, type ReactNode } from "react";

import type { GraphLayout } from "./layout.ts";

/**
 * All edges of a large graph as one path. From far away single edges cannot be told apart, and each
 * would need half a dozen elements.
 */
export const EdgeSketch = memo(function EdgeSketch({ layout }: { layout: GraphLayout }): ReactNode {
  const d = Object.values(layout.paths)
    .map((points) =>
      points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${String(Math.round(x))} ${String(Math.round(y))}`).join(""),
    )
    .join("");
  return (
    <ViewportPortal>
      <svg
        className="pointer-events-none absolute top-0 left-0 overflow-visible"
        width={layout.width}
        height={layout.height}
        aria-hidden="true"
      >
        <path className="fill-none stroke-line-strong stroke-[length:calc(1.2px/var(--text-zoom))]" d={d} />
      </svg>
    </ViewportPortal>
  );
});
