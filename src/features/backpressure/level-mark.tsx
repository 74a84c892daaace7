import { clsx } from "clsx";
import type { ReactNode } from "react";

import { entryOf } from "../../base/entry-of.ts";
import { Hint } from "../../ui/hint.tsx";
import { levelWords, type PressureLevel } from "../../domain/vertex-pressure.ts";

const BARS = { ok: 0, low: 1, high: 3 } as const;

/** A level as shape and word: three bars that fill up. The hint has the bounds, which a table's head has for the keyboard. */
export function LevelMark({ level }: { level: PressureLevel }): ReactNode {
  const { word, text } = levelWords(level);
  const bars = entryOf<number>(BARS, level) ?? 0;
  return (
    <Hint
      text={text}
      isFocusable={false}
      className={clsx(
        "inline-flex items-center gap-1.25 text-label/4.5 font-semibold tracking-[0.02em]",
        bars === 0 ? "text-fg-2" : "text-backpressure-text",
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
            className={bar < bars ? "fill-backpressure" : "fill-surface-3"}
          />
        ))}
      </svg>
      {word}
    </Hint>
  );
}
