import type { ReactNode } from "react";

/**
 * A grey bar in place of text, only during the first load. Sizes in px, those of the final text.
 */
export function Skeleton({ width, height }: { width: number; height?: number }): ReactNode {
  return (
    <i
      className="inline-block h-2.5 rounded-1 bg-surface-3 align-middle"
      data-skeleton
      aria-hidden="true"
      style={height === undefined ? { width } : { width, height }}
    />
  );
}
