import type { ReactNode } from "react";

/** The measure of a slim bar, which decides its colour. */
export type BarKind = "busy" | "backpressured" | "plain";

/**
 * A slim bar, 4 px, of a share in 0…1. Empty if not measured. Decorative, because the number is
 * beside it.
 */
export function Bar({ kind, share }: { kind: BarKind; share: number | undefined }): ReactNode {
  const width = share === undefined || Number.isNaN(share) ? 0 : Math.min(Math.max(share, 0), 1);
  return (
    <span className="slim" aria-hidden="true">
      {width > 0 && <i className={kind} style={{ width: `${width * 100}%` }} />}
    </span>
  );
}

/** Shares of a second, each in 0…1; `undefined` if not measured. */
export type TimeShares = { busy: number | undefined; backpressured: number | undefined; idle: number | undefined };

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
    <div className="stack" role="img" aria-label={label}>
      {parts.map(([name, share]) =>
        share === undefined || !(share > 0) ? null : <i key={name} className={name} style={{ flex: share }} />,
      )}
    </div>
  );
}
