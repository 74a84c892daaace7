import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { BackpressureLevel } from "../../rest/vertices.ts";
import { Hint } from "../../ui/hint.tsx";
import { LEVEL_WORDS } from "../../domain/vertex-pressure.ts";

const BARS: Readonly<Record<BackpressureLevel, number>> = { ok: 0, low: 1, high: 3 };

/** A level as shape and word: three bars that fill up. The hint has the bounds, which a table's head has for the keyboard. */
export function LevelMark({ level }: { level: BackpressureLevel }): ReactNode {
  const { word, text } = LEVEL_WORDS[level];
  return (
    <Hint
      text={text}
      isFocusable={false}
      className={clsx(
        "inline-flex items-center gap-1.25 text-label/4.5 font-semibold tracking-[0.02em]",
        level === "ok" ? "text-fg-2" : "text-backpressure-text",
      )}
    >
      <svg className="size-3 flex-none" viewBox="0 0 12 12" aria-hidden="true">
        {[0, 1, 2].map((bar) => (
          <rect
            key={bar}
            x={1 + bar * 3.8}
            y={7 - bar * 2.6}
            width="2.6"
            height={4 + bar * 2.6}
            rx="0.6"
            className={bar < BARS[level] ? "fill-backpressure" : "fill-surface-3"}
          />
        ))}
      </svg>
      {word}
    </Hint>
  );
}
