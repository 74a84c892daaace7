import type { ReactNode } from "react";

import { fullTime } from "../base/full-time.ts";
import { Hint } from "./hint.tsx";

/**
 * A point in time as `children`, with its date, milliseconds and time zone on hover. `atMs`: ms since the epoch; undefined if
 * unknown. In a table, keyboard and touch read it too, see `Table`. Elsewhere they do if it is a stop.
 */
export function Time({ atMs, isStop = false, children }: { atMs: number | undefined; isStop?: boolean; children: ReactNode }): ReactNode {
  const full = atMs === undefined ? undefined : fullTime(atMs);
  if (atMs === undefined || full === undefined) return children;
  const time = (
    <time dateTime={new Date(atMs).toISOString()} title={isStop ? undefined : full}>
      {children}
    </time>
  );
  return isStop ? (
    <Hint text={full} isMarked={false}>
      {time}
    </Hint>
  ) : (
    time
  );
}
