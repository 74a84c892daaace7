import type { ReactNode } from "react";

import { DASH, formatClock, formatDurationMillis } from "../../domain/units.ts";
import { useNow } from "../../ui/clock.ts";
import type { Counter } from "./counter.ts";
import { Time } from "../../ui/time.tsx";

/** A text, dimmed if it is the dash for an unknown value. */
export function Amount({ text }: { text: string }): ReactNode {
  return text === DASH ? <span className="text-fg-3">{DASH}</span> : text;
}

/** A time span as `text`, with its milliseconds in a title. */
export function Duration({ ms, text }: { ms: number | undefined; text: string }): ReactNode {
  return text === DASH ? <Amount text={text} /> : <span title={formatDurationMillis(ms)}>{text}</span>;
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

/** A time of the cluster, epoch ms, with its milliseconds in a title. */
export function ClockTime({ atMs, isStop = false }: { atMs: number | undefined; isStop?: boolean }): ReactNode {
  const now = useNow();
  return (
    <Time atMs={atMs} isStop={isStop}>
      <Amount text={formatClock(atMs, now)} />
    </Time>
  );
}
