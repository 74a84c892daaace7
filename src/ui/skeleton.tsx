import type { ReactNode } from "react";

/** A grey bar in the place of words to come, at first load only. Measures in px, of what will stand there. */
export function Skeleton({ width, height }: { width: number; height?: number }): ReactNode {
  return <i className="sk" data-skeleton aria-hidden="true" style={height === undefined ? { width } : { width, height }} />;
}
