import type { ReactNode } from "react";

import { fullTime } from "../base/full-time.ts";

/** A point in time as `children`, with its date, milliseconds and time zone on hover. `atMs`: ms since the epoch. */
export function Time({ atMs, children }: { atMs: number; children: ReactNode }): ReactNode {
  const full = fullTime(atMs);
  return full === undefined ? (
    children
  ) : (
    <time dateTime={new Date(atMs).toISOString()} title={full}>
      {children}
    </time>
  );
}
