import type { ReactNode } from "react";

import { DASH, formatClock } from "../../domain/units.ts";
import { useNow } from "../../ui/clock.ts";
import type { Counter } from "./counter.ts";

/** A text, dimmed if it is the dash for an unknown value. */
export function Amount({ text }: { text: string }): ReactNode {
  return text === DASH ? <span className="text-fg-3">{DASH}</span> : text;
}

/**
 * A counter as `format` writes it. While tasks have not reported yet, it is marked as a lower bound,
 * or as loading if none has.
 */
export function CounterText({
  counter,
  format,
}: {
  counter: Counter | undefined;
  format: (value: number | undefined) => string;
}): ReactNode {
  if (counter === undefined || counter.isComplete) return <Amount text={format(counter?.value)} />;
  return (
    <span className="text-fg-3" title={counter.value > 0 ? `At least ${format(counter.value)}. ${INCOMPLETE}` : `Loading. ${INCOMPLETE}`}>
      {counter.value > 0 ? `≥ ${format(counter.value)}` : "loading"}
    </span>
  );
}

const INCOMPLETE = "Not all tasks have reported their counters yet.";

/** A time of the cluster, epoch ms. */
export function ClockTime({ atMs }: { atMs: number | undefined }): ReactNode {
  const now = useNow();
  return <Amount text={formatClock(atMs, now)} />;
}
