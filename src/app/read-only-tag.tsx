import type { ReactNode } from "react";

/** Marks a cluster that this page can only read. */
export function ReadOnlyTag(): ReactNode {
  return <span className="flex-none rounded-1 bg-surface-3 px-1.5 text-label leading-4.5 whitespace-nowrap text-fg-2">read-only</span>;
}
