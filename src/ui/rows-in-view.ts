import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useLayoutEffect, useState } from "react";

/** The rows to render: from `first` up to but not including `end`, and the height of the others, px. */
export type RowsInView = { readonly first: number; readonly end: number; readonly abovePx: number; readonly belowPx: number };

/** Rows that are rendered beyond each end of the window, for a scroll by wheel and for the next Tab. */
const OVERSCAN = 12;
/** Below the first row there is room for every distance of the rows from the window's top, px. */
const MARGIN_PX = 1e8;

/**
 * Which of `count` rows of `rowPx` are in the browser's window. `body` is the element that contains
 * them. It does not matter which box around it scrolls, and several lists can be in one box.
 */
export function useRowsInView(body: RefObject<HTMLElement | null>, count: number, rowPx: number): RowsInView {
  const [offset] = useState(() => offsetOf(body));
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count,
    getScrollElement: () => document.documentElement,
    estimateSize: () => rowPx,
    observeElementRect: observeWindow,
    observeElementOffset: offset.observe,
    // The rows follow the scroll position and never set it.
    scrollToFn: () => undefined,
    initialRect: windowRect(),
    scrollMargin: MARGIN_PX,
    overscan: OVERSCAN,
  });
  // What is above the rows can change its height without a scroll.
  useLayoutEffect(() => offset.read());
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const end = (items.at(-1)?.index ?? -1) + 1;
  return { first, end, abovePx: first * rowPx, belowPx: (count - end) * rowPx };
}

type Report<T> = (value: T, isScrolling: boolean) => void;

/** How far the window's top is below the top of `body`, at each scroll of any box. */
function offsetOf(body: RefObject<HTMLElement | null>) {
  let report: Report<number> | undefined;
  const read = (): void => report?.(MARGIN_PX - (body.current?.getBoundingClientRect().top ?? 0), false);
  return {
    read,
    observe: (_: unknown, callback: Report<number>) => {
      report = callback;
      // Scroll events do not bubble, so they are captured.
      document.addEventListener("scroll", read, { capture: true, passive: true });
      read();
      return () => {
        document.removeEventListener("scroll", read, { capture: true });
        report = undefined;
      };
    },
  };
}

function windowRect(): { width: number; height: number } {
  return { width: window.innerWidth, height: window.innerHeight };
}

function observeWindow(_: Virtualizer<HTMLElement, HTMLElement>, report: (rect: { width: number; height: number }) => void) {
  const read = (): void => report(windowRect());
  window.addEventListener("resize", read);
  read();
  return () => window.removeEventListener("resize", read);
}
