import { clsx } from "clsx";
import type { ReactNode } from "react";

/** The measure of a slim bar, which decides its colour. */
export type BarKind = "busy" | "backpressured" | "plain";

const BAR_COLORS = { busy: "bg-busy", backpressured: "bg-backpressure", plain: "bg-fg-3" } as const satisfies Record<BarKind, string>;

/**
 * A slim bar, 4 px, of a share in 0…1. Empty if not measured. Decorative, because the number is
 * beside it.
 */
export function Bar({ kind, share }: { kind: BarKind; share: number | undefined }): ReactNode {
  const width = share === undefined || Number.isNaN(share) ? 0 : Math.min(Math.max(share, 0), 1);
  return (
    <span
      className="relative block h-1 overflow-hidden rounded-bar bg-surface-3 forced-colors:outline forced-colors:-outline-offset-1"
      aria-hidden="true"
    >
      {width > 0 && (
        <i
          className={clsx(
            "absolute inset-y-0 left-0 min-w-0.5 rounded-bar forced-colors:bg-[CanvasText] greyed:bg-line-strong",
            BAR_COLORS[kind],
          )}
          style={{ width: `${width * 100}%` }}
        />
      )}
    </span>
  );
}

/** Shares of a second, each in 0…1; `undefined` if not measured. */
export type TimeShares = { busy: number | undefined; backpressured: number | undefined; idle: number | undefined };

const PARTS = {
  busy: "bg-busy",
  // Striped, so that it differs from busy by more than its colour.
  backpressured:
    "bg-[repeating-linear-gradient(115deg,var(--color-backpressure)_0_3px,color-mix(in_oklab,var(--color-backpressure)_72%,var(--color-surface))_3px_6px)]",
  idle: "bg-idle",
} as const satisfies Record<keyof TimeShares, string>;

/**
 * How a subtask spends its time: busy, backpressured and idle in one bar of 8 px. `label` has the
 * numbers as text.
 */
export function TimeBar({ shares, label }: { shares: TimeShares; label: string }): ReactNode {
  const parts = [
    ["busy", shares.busy],
    ["backpressured", shares.backpressured],
    ["idle", shares.idle],
  ] as const;
  return (
    <div className="flex h-2 gap-px overflow-hidden rounded-bar bg-surface" role="img" aria-label={label}>
      {parts.map(([name, share]) =>
        share === undefined || !(share > 0) ? null : <i key={name} className={clsx("min-w-0.5", PARTS[name])} style={{ flex: share }} />,
      )}
    </div>
  );
}
