import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { type ReactNode, useEffect, useMemo, useRef } from "react";

import { visibleText } from "../base/visible-text.ts";

const TONES = { late: "text-st-restarting-text", wrong: "text-danger", soft: "text-fg-3" } as const;

/** A line of a {@link LineView}. `number` is its place in the whole text. */
export type ViewedLine = { readonly number: number; readonly text: string; readonly tone?: keyof typeof TONES | undefined };

const LINE_PX = 18;
/** Above this number, lines are virtualized. */
const VIRTUAL_FROM = 400;
/**
 * The most characters shown of a line. A single line of a megabyte would make the page extremely
 * wide.
 */
const MAX_CHARS = 4000;

/** Many lines of text, numbered. Long texts are virtualized. */
export function LineView({
  label,
  lines,
  startsAtEnd = false,
}: {
  /** Names the text for a screen reader. */
  label: string;
  lines: readonly ViewedLine[];
  /** Whether the end is shown at first, and stays visible while the text grows. */
  startsAtEnd?: boolean;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(startsAtEnd);
  const isVirtual = lines.length >= VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: isVirtual ? lines.length : 0,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_PX,
    overscan: 30,
  });
  useEffect(() => {
    if (isAtEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  const widest = useMemo(() => lines.reduce((most, { text }) => Math.max(most, text.length), 0), [lines]);
  const shown = isVirtual ? virtualizer.getVirtualItems().flatMap(({ index }) => lines[index] ?? []) : lines;
  const startPx = isVirtual ? (virtualizer.getVirtualItems()[0]?.start ?? 0) : 0;
  return (
    <div
      ref={box}
      // Without ligatures, so that characters stay as they are.
      className="min-h-0 flex-1 overflow-auto font-mono font-features-['zero'_0] text-dense [font-variant-ligatures:none]"
      role="region"
      aria-label={visibleText(label)}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = startsAtEnd && scrollHeight - scrollTop - clientHeight < LINE_PX * 2;
      }}
    >
      <div
        className="mt-3"
        style={{ minWidth: `${String(Math.min(widest, MAX_CHARS) + 10)}ch`, ...(isVirtual ? { height: virtualizer.getTotalSize() } : {}) }}
      >
        <div style={{ transform: `translateY(${String(startPx)}px)` }}>
          {shown.map(({ number, text, tone }) => (
            <div key={number} className={clsx("h-4.5 pr-4 whitespace-pre tab-4", tone !== undefined && TONES[tone])}>
              <span className="mr-[1.5ch] inline-block w-[7ch] pl-[1ch] text-right text-fg-3 select-none" aria-hidden="true">
                {number}
              </span>
              {text.length > MAX_CHARS
                ? `${visibleText(text.slice(0, MAX_CHARS))} … ${String(text.length - MAX_CHARS)} more characters`
                : visibleText(text)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
