import { cva } from "class-variance-authority";
import { clsx } from "clsx";
import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatClockTenths } from "../../domain/units.ts";
import type { Checkpoint } from "../../rest/checkpoints.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import { StateShape } from "../../ui/state-shape.tsx";

const statusClass = cva("inline-flex items-center gap-1.5 align-middle text-label/[inherit] font-semibold tracking-[0.02em]", {
  variants: {
    status: {
      COMPLETED: "text-exact-text [&>svg]:text-exact",
      FAILED: "text-st-failed-text [&>svg]:text-st-failed",
      IN_PROGRESS: "text-accent",
    },
  },
});

/** The status of a checkpoint as shape and word. */
export function CheckpointStatus({ status }: { status: Checkpoint["status"] }): ReactNode {
  switch (status) {
    case "COMPLETED":
      return (
        <span className={statusClass({ status: "COMPLETED" })}>
          <StateShape shape="finished" />
          {status}
        </span>
      );
    case "FAILED":
      return (
        <span className={statusClass({ status: "FAILED" })}>
          <StateShape shape="failed" />
          {status}
        </span>
      );
    case "IN_PROGRESS":
      return (
        <span className={statusClass({ status: "IN_PROGRESS" })}>
          <BarrierMark className="mx-[4.5px] h-3" />
          {status}
        </span>
      );
    default:
      return <StateBadge tone="unknown" label={visibleText(status)} />;
  }
}

/** Shows a barrier in progress. `className` sets its height and margin. */
function BarrierMark({ className }: { className: string }): ReactNode {
  return <i className={clsx("w-0.75 flex-none rounded-bar bg-accent", className)} />;
}

/** When the job was restored from this checkpoint, epoch ms. */
export function RestoredTag({ restoredMs }: { restoredMs: number }): ReactNode {
  return (
    <span className="inline-flex items-center gap-1.25 align-middle font-strong text-accent">
      <RestoredIcon />
      restored {formatClockTenths(restoredMs)}
    </span>
  );
}

/** An arrow back: the job was restored from this checkpoint. */
function RestoredIcon(): ReactNode {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
      <path d="M4.4 2.2 1.8 4.8l2.6 2.6M2 4.8h5.2a2.7 2.7 0 0 1 0 5.4H5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
