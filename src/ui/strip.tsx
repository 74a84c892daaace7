import { cva } from "class-variance-authority";
import type { ReactNode } from "react";

const stripClass = cva("flex min-h-10 items-center gap-3 border-b border-line px-4 py-1.5", {
  variants: { tone: { away: "bg-st-restarting-tint", open: "bg-danger-tint" } },
});

/** A notice across the top of the page: a bold sentence, details, and an action. */
export function Strip({
  tone,
  label,
  title,
  children,
  action,
}: {
  /** `away`: what is below is old. `open`: the cluster is at risk. */
  tone: "away" | "open";
  /** Names the region for a screen reader. */
  label: string;
  title: ReactNode;
  children: ReactNode;
  action?: ReactNode;
}): ReactNode {
  return (
    <section className={stripClass({ tone })} aria-label={label}>
      <p className="min-w-0 flex-1 wrap-anywhere normal-nums">
        <b className="font-strong">{title}</b> {children}
      </p>
      {action}
    </section>
  );
}
