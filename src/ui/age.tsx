import type { ReactNode } from "react";

import { useNow } from "./clock.ts";

/** How an age in ms reads; the domain has the words. */
export type FormatAge = (ageMs: number) => string;

/** How long ago something was, kept current by the one shared clock. Ages below zero, from clocks that differ, count as 0. */
export function Age({ sinceMs, format }: { sinceMs: number; format: FormatAge }): ReactNode {
  return format(Math.max(0, useNow() - sinceMs));
}

/** Marks a region's facts as old, with their age, in its head. */
export function StaleMark({ sinceMs, format }: { sinceMs: number; format: FormatAge }): ReactNode {
  return (
    <span className="old-mark">
      <Age sinceMs={sinceMs} format={format} /> old
    </span>
  );
}
