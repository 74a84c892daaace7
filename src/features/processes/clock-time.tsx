import type { ReactNode } from "react";

import { DASH, formatClockMillis } from "../../domain/units.ts";
import { useNow } from "../../ui/clock.ts";
import { Time } from "../../ui/time.tsx";

/** When something happened, to the millisecond, with the date if it was not today. `atMs`: ms since the epoch. */
export function ClockTime({ atMs }: { atMs: number | undefined }): ReactNode {
  const now = useNow();
  return atMs === undefined ? DASH : <Time atMs={atMs}>{formatClockMillis(atMs, now)}</Time>;
}
