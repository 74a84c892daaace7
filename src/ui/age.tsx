import type { ReactNode } from "react";

import { useFactsNow, useNow } from "./clock.ts";
import { Hint } from "./hint.tsx";

/** Formats an age in ms. The functions are in the domain. */
export type FormatAge = (ageMs: number) => string;

/**
 * The age of something that the page has seen, by the page's clock. Negative ages count as 0. Times
 * in a cluster's replies need a {@link FactAge}.
 */
export function Age({ sinceMs, format }: { sinceMs: number; format: FormatAge }): ReactNode {
  return format(Math.max(0, useNow() - sinceMs));
}

/** The age of something that a reply gives a time for, by the clock of that time. Negative ages count as 0. */
export function FactAge({ sinceMs, format }: { sinceMs: number; format: FormatAge }): ReactNode {
  const ageMs = useFactsNow() - sinceMs;
  // NaN: the reply gives no time.
  return Number.isNaN(ageMs) ? "–" : format(Math.max(0, ageMs));
}

/** Marks a region's facts as stale, with their age. Its hint says why: the error of the last request. */
export function StaleMark({ sinceMs, error, format }: { sinceMs: number; error: Error | null; format: FormatAge }): ReactNode {
  return (
    <Hint
      title="Old facts"
      text={`The last request failed. ${error?.message ?? ""}`}
      className="text-dense/[inherit] font-text whitespace-nowrap text-st-restarting-text"
    >
      <Age sinceMs={sinceMs} format={format} /> old
    </Hint>
  );
}
