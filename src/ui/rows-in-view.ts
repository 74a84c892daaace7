import { type RefObject, useEffect, useRef, useState } from "react";

/** The rows to render: from `first` up to but not including `end`, and the height of the others, px. */
export type RowsInView = { readonly first: number; readonly end: number; readonly abovePx: number; readonly belowPx: number };

/** Rows that are rendered beyond each end of the window, for a scroll by wheel and for the next Tab. */
const OVERSCAN = 12;

/** The rows at both ends of the window, if there were any number of rows in both directions. */
type Window = { readonly from: number; readonly to: number };

/**
 * Which of `count` rows of `rowPx` are in the browser's window. `body` is the element that contains
 * them. It does not matter which box around it scrolls, and several lists can be in one box.
 */
export function useRowsInView(body: RefObject<HTMLElement | null>, count: number, rowPx: number): RowsInView {
  const [{ from, to }, setWindow] = useState(() => windowAt(0, rowPx));
  const read = (): void => {
    const next = windowAt(body.current?.getBoundingClientRect().top ?? 0, rowPx);
    setWindow((known) => (known.from === next.from && known.to === next.to ? known : next));
  };
  const latestRead = useRef(read);
  // What is above the rows can change its height without a scroll. After the paint, because before it
  // the browser would have to lay out the page only for this.
  useEffect(() => {
    latestRead.current = read;
    latestRead.current();
  });
  useEffect(() => {
    const readAgain = (): void => latestRead.current();
    // Scroll events do not bubble, so they are captured.
    document.addEventListener("scroll", readAgain, { capture: true, passive: true });
    window.addEventListener("resize", readAgain);
    return () => {
      document.removeEventListener("scroll", readAgain, { capture: true });
      window.removeEventListener("resize", readAgain);
    };
  }, []);
  return rowsIn({ from, to }, count, rowPx);
}

function windowAt(topPx: number, rowPx: number): Window {
  return { from: Math.floor(-topPx / rowPx), to: Math.floor((window.innerHeight - topPx) / rowPx) };
}

/** The rows of a window with those beyond its ends. Of rows that are all out of sight, the nearest ones. */
export function rowsIn({ from, to }: Window, count: number, rowPx: number): RowsInView {
  const atLeast = Math.min(Math.max(0, from), Math.max(0, count - 1));
  const atMost = Math.max(atLeast, Math.min(to, count - 1));
  const first = Math.max(0, atLeast - OVERSCAN);
  const end = Math.min(count, atMost + 1 + OVERSCAN);
  return { first, end, abovePx: first * rowPx, belowPx: (count - end) * rowPx };
}
