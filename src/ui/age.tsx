import type { ReactNode } from "react";

import { useNow } from "./clock.ts";
import { Hint } from "./hint.tsx";

/** Formats an age in ms. The functions are in the domain. */
export type FormatAge = (ageMs: number) => string;

/**
 * The age of something, updated by the shared clock. Negative ages, from clocks that differ, count
 * as 0.
 */
export function Age({ sinceMs, format }: { sinceMs: number; format: FormatAge }): ReactNode {
  return format(Math.max(0, useNow() - sinceMs));
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
