import type { ReactNode } from "react";

import { useClockAheadMs } from "../client/use-client.tsx";
import { ClockAheadContext } from "../ui/clock.ts";

/** Lets ages of what the cluster reports be counted by the cluster's clock, once a reply has told it. */
export function FactsClock({ children }: { children: ReactNode }): ReactNode {
  return <ClockAheadContext value={useClockAheadMs() ?? 0}>{children}</ClockAheadContext>;
}
