import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import { visibleText } from "../base/visible-text.ts";
import { Button } from "./button.tsx";
import { Dialog, DialogActions } from "./dialog.tsx";
import { splitAtMatches } from "./find-in-lines.ts";
import { LinkButton } from "./link-button.tsx";
import { ReplyText } from "./reply-text.tsx";

const TONES = { late: "text-st-restarting-text", wrong: "text-danger", soft: "text-fg-3" } as const;

/** A line of a {@link LineView}. `number` is its place in the whole text. `note` is not part of the text. */
export type ViewedLine = {
  readonly number: number;
  readonly text: string;
  readonly tone?: keyof typeof TONES | undefined;
  readonly note?: string | undefined;
};

/** See {@link LineView}. */
export type LineViewProps = {
  /** Names the text for a screen reader. */
  label: string;
  lines: readonly ViewedLine[];
  /** Whether the end is shown at first, and stays visible while the text grows. */
  startsAtEnd?: boolean;
  /** Whether long lines continue below. Otherwise the text scrolls sideways. */
  isWrapped?: boolean;
  /** What to highlight. */
  found?: RegExp | undefined;
  /** The index of the line to scroll to, each time it changes. */
  target?: number | undefined;
};

const LINE_PX = 18;
/** Above this number, lines are virtualized. */
const VIRTUAL_FROM = 400;
/**
 * The most characters shown of a line. A single line of a megabyte would make the page extremely
 * wide. The rest is in a dialog.
 */
const MAX_CHARS = 4000;

/** Many lines of text, numbered. Long texts are virtualized. */
export function LineView({ label, lines, startsAtEnd = false, isWrapped = false, found, target }: LineViewProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(startsAtEnd);
  const [whole, setWhole] = useState<ViewedLine | undefined>(undefined);
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
  // Without wrapping all lines have the same height again.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, isWrapped]);
  useEffect(() => {
    if (target === undefined) return;
    isAtEnd.current = false;
    if (isVirtual) virtualizer.scrollToIndex(target, { align: "center" });
    else box.current?.querySelector(`[data-index="${String(target)}"]`)?.scrollIntoView({ block: "center" });
  }, [target, isVirtual, virtualizer]);
  const widest = useMemo(() => lines.reduce((most, { text }) => Math.max(most, text.length), 0), [lines]);
  const items = virtualizer.getVirtualItems();
  const shown = isVirtual ? items.map(({ index }) => index) : lines.map((_, index) => index);
  const startPx = isVirtual ? (items[0]?.start ?? 0) : 0;
  return (
    <>
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
          style={{
            ...(isWrapped ? {} : { minWidth: `${String(Math.min(widest, MAX_CHARS) + 10)}ch` }),
            ...(isVirtual ? { height: virtualizer.getTotalSize() } : {}),
          }}
        >
          <div style={{ transform: `translateY(${String(startPx)}px)` }}>
            {shown.map((index) => {
              const line = lines[index];
              return (
                line !== undefined && (
                  <div
                    key={line.number}
                    ref={isVirtual && isWrapped ? virtualizer.measureElement : undefined}
                    data-index={index}
                    aria-current={index === target ? true : undefined}
                    className={clsx(
                      "flex min-h-4.5 pr-4 tab-4 aria-[current=true]:bg-accent-tint",
                      isWrapped ? "wrap-anywhere whitespace-pre-wrap" : "h-4.5 whitespace-pre",
                      line.tone !== undefined && TONES[line.tone],
                    )}
                  >
                    <span className="mr-[1.5ch] w-[7ch] flex-none pl-[1ch] text-right text-fg-3 select-none" aria-hidden="true">
                      {line.number}
                    </span>
                    <span className="min-w-0">
                      <LineText line={line} found={found} onShowAll={() => setWhole(line)} />
                    </span>
                  </div>
                )
              );
            })}
          </div>
        </div>
      </div>
      {whole !== undefined && <WholeLine line={whole} onClose={() => setWhole(undefined)} />}
    </>
  );
}

/** Browsers take seconds to lay out more characters than this. */
const MOST_AT_ONCE = 64 * 1024;

function WholeLine({ line: { number, text }, onClose }: { line: ViewedLine; onClose: () => void }): ReactNode {
  const [isWhole, setIsWhole] = useState(text.length <= MOST_AT_ONCE);
  return (
    <Dialog title={`Line ${String(number)}`} isWide onClose={onClose}>
      <ReplyText text={isWhole ? text : text.slice(0, MOST_AT_ONCE)} />
      <DialogActions>
        {!isWhole && <Button onPress={() => setIsWhole(true)}>{`Show all ${String(text.length)} characters`}</Button>}
        <Button onPress={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}

function LineText({ line, found, onShowAll }: { line: ViewedLine; found: RegExp | undefined; onShowAll: () => void }): ReactNode {
  const { text, note } = line;
  const isCut = text.length > MAX_CHARS;
  const words = visibleText(isCut ? text.slice(0, MAX_CHARS) : text);
  return (
    <>
      {found === undefined
        ? words
        : splitAtMatches(words, found).map((piece, index) =>
            index % 2 === 0 ? (
              piece
            ) : (
              // The pieces of a text have no other identity than their place.
              <mark key={index} className="rounded-1 bg-st-restarting-tint font-strong text-st-restarting-text">
                {piece}
              </mark>
            ),
          )}
      {isCut && (
        <>
          {" … "}
          <LinkButton onPress={onShowAll}>{String(text.length - MAX_CHARS)} more characters</LinkButton>
        </>
      )}
      {note !== undefined && <span className="font-strong text-accent"> {visibleText(note)}</span>}
    </>
  );
}
