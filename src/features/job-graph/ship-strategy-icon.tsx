import type { ReactNode } from "react";

/**
 * How an exchange distributes records: parallel lines for FORWARD (`Forward` in a DataSet job),
 * crossing lines otherwise.
 */
export function ShipStrategyIcon({ strategy }: { strategy: string }): ReactNode {
  const d = strategy.toUpperCase() === "FORWARD" ? "M1 2.2h12M1 7.8h12" : "M1 2.2h2.2L10 7.8h3M1 7.8h2.2L10 2.2h3";
  return (
    <svg
      className="text-fg-3"
      viewBox="0 0 14 10"
      width="14"
      height="10"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
    >
      <path d={d} />
    </svg>
  );
}
