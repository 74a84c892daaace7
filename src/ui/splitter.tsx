import { cva } from "class-variance-authority";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useCallback, useRef, useState } from "react";

/** See {@link Splitter}. */
export type SplitterProps = {
  /** Names what it resizes. */
  label: string;
  /** The direction of its line: a horizontal one changes heights. */
  orientation: "horizontal" | "vertical";
  /** The smallest size, px. */
  leastPx: number;
  /** Called with the wanted size in px; undefined for the initial one. */
  onResize: (px: number | undefined) => void;
};

/** The largest part of the window. */
const MOST_SHARE = 0.7;
/** One press of an arrow key, and with Shift, px. */
const STEP_PX = 16;
const LARGE_STEP_PX = 64;

/**
 * Resizes the element that it is in, whose first edge it is at: the upper or the left one. It is dragged, or moved with
 * the arrow keys, Home and End. A double click or Enter restores the initial size.
 */
export function Splitter({ label, orientation, leastPx, onResize }: SplitterProps): ReactNode {
  const isHorizontal = orientation === "horizontal";
  const [sizePx, setSizePx] = useState(leastPx);
  const drag = useRef<{ readonly atPx: number; readonly sizePx: number }>(undefined);
  const mostPx = Math.max(leastPx, Math.round((isHorizontal ? window.innerHeight : window.innerWidth) * MOST_SHARE));
  const sizeOf = useCallback((pane: Element | null) => Math.round(boxSize(pane, isHorizontal)), [isHorizontal]);
  const observe = useCallback(
    (element: HTMLElement | null) => {
      const pane = element?.parentElement;
      if (pane === undefined || pane === null) return undefined;
      const observer = new ResizeObserver(() => setSizePx(sizeOf(pane)));
      observer.observe(pane);
      return () => observer.disconnect();
    },
    [sizeOf],
  );
  const resize = (px: number): void => onResize(Math.min(Math.max(Math.round(px), leastPx), mostPx));
  const positionOf = (event: PointerEvent): number => (isHorizontal ? event.clientY : event.clientX);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.shiftKey ? LARGE_STEP_PX : STEP_PX;
    const size = sizeOf(event.currentTarget.parentElement);
    switch (event.key) {
      case isHorizontal ? "ArrowUp" : "ArrowLeft":
        resize(size + step);
        break;
      case isHorizontal ? "ArrowDown" : "ArrowRight":
        resize(size - step);
        break;
      case "Home":
        resize(leastPx);
        break;
      case "End":
        resize(mostPx);
        break;
      case "Enter":
        onResize(undefined);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    // A separator that can be focused is a control (WAI-ARIA).
    <div
      ref={observe}
      className={splitterClass({ orientation })}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.min(Math.max(sizePx, leastPx), mostPx)}
      aria-valuemin={leastPx}
      aria-valuemax={mostPx}
      title={`${label}: drag, or use the arrow keys. Double click or Enter restores the initial size.`}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onResize(undefined)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { atPx: positionOf(event), sizePx: sizeOf(event.currentTarget.parentElement) };
      }}
      onPointerMove={(event) => {
        const { current: start } = drag;
        // A press that does not move is the first half of a double click.
        if (start !== undefined && positionOf(event) !== start.atPx) resize(start.sizePx + start.atPx - positionOf(event));
      }}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onPointerCancel={() => {
        drag.current = undefined;
      }}
    />
  );
}

function boxSize(element: Element | null, isHorizontal: boolean): number {
  const box = element?.getBoundingClientRect();
  return (isHorizontal ? box?.height : box?.width) ?? 0;
}

/** A transparent strip over the edge, with a grip in its middle. */
const splitterClass = cva(
  "absolute z-7 touch-none after:absolute after:rounded-bar after:bg-line-strong hover:after:bg-accent focus-visible:after:bg-accent max-laptop:hidden",
  {
    variants: {
      orientation: {
        horizontal: "inset-x-0 -top-1 h-2 cursor-row-resize after:top-0.75 after:left-1/2 after:h-0.75 after:w-8 after:-translate-x-1/2",
        vertical: "inset-y-0 -left-1 w-2 cursor-col-resize after:top-1/2 after:left-0.75 after:h-8 after:w-0.75 after:-translate-y-1/2",
      },
    },
  },
);
