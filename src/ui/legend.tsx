import { clsx } from "clsx";
import type { ReactNode } from "react";

/** What the colours and marks of a chart mean. Children are {@link LegendItem}s. */
export function Legend({ children, className }: { children: ReactNode; className?: string }): ReactNode {
  return <p className={clsx("flex gap-3 text-label text-fg-2", className)}>{children}</p>;
}

/** A mark or a {@link Swatch}, and its word. */
export function LegendItem({ children, className }: { children: ReactNode; className?: string }): ReactNode {
  return <span className={clsx("flex items-center gap-1.25 whitespace-nowrap", className)}>{children}</span>;
}

/** A colour in a legend. `className` sets its background. */
export function Swatch({ className }: { className: string }): ReactNode {
  return <i className={clsx("size-2.25 flex-none rounded-bar", className)} />;
}
