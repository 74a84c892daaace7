import type { ReactNode } from "react";

/**
 * A grey bar in place of text, only during the first load. Sizes in px, those of the final text.
 */
export function Skeleton({ width, height }: { width: number; height?: number }): ReactNode {
  return <i className="sk" data-skeleton aria-hidden="true" style={height === undefined ? { width } : { width, height }} />;
}
