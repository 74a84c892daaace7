import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";

import { LEAST_COLUMN_PX, MOST_COLUMN_PX } from "./column-widths.ts";
import { useFullText } from "./cut-text.tsx";

/** See {@link ColumnEdge}. */
export type ColumnEdgeProps = {
  /** The head of the column. */
  header: string;
  /** The chosen width, px; undefined for the initial one. */
  chosenPx: number | undefined;
  /** Whether the Tab key stops here. It stops at one edge of each table. */
  isStop: boolean;
  onFocus: () => void;
  /** Called with the wanted width in px; undefined for the initial one. */
  onResize: (px: number | undefined) => void;
};

/** One press of an arrow key, and with Shift, px. */
const STEP_PX = 16;
const LARGE_STEP_PX = 64;

/** The right edge of a column's head, which it is in. It resizes the column, and moves to other edges with up and down. */
export function ColumnEdge({ header, chosenPx, isStop, onFocus, onResize }: ColumnEdgeProps): ReactNode {
  const label = `Width of ${header}`;
  const help = useFullText(
    `${label}: drag, or use the left and right arrow keys. Up and down go to other columns. Home or a double click restores the initial width.`,
  );
  const [seenPx, setSeenPx] = useState(LEAST_COLUMN_PX);
  const drag = useRef<{ readonly atPx: number; readonly widthPx: number }>(undefined);
  const resize = (px: number): void => onResize(Math.min(Math.max(Math.round(px), LEAST_COLUMN_PX), MOST_COLUMN_PX));
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { currentTarget: edge } = event;
    const step = event.shiftKey ? LARGE_STEP_PX : STEP_PX;
    switch (event.key) {
      case "ArrowLeft":
        resize(widthOf(edge) - step);
        break;
      case "ArrowRight":
        resize(widthOf(edge) + step);
        break;
      case "ArrowUp":
        focusEdge(edge, -1);
        break;
      case "ArrowDown":
        focusEdge(edge, 1);
        break;
      case "Home":
        onResize(undefined);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const stop = (): void => {
    drag.current = undefined;
  };
  return (
    <>
      {/* A separator that can be focused is a control (WAI-ARIA). */}
      <div
        {...help.props}
        className={EDGE}
        role="separator"
        tabIndex={isStop ? 0 : -1}
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={chosenPx ?? seenPx}
        aria-valuemin={LEAST_COLUMN_PX}
        aria-valuemax={MOST_COLUMN_PX}
        onFocus={(event) => {
          setSeenPx(widthOf(event.currentTarget));
          onFocus();
          help.props.onFocus?.(event);
        }}
        onKeyDown={onKeyDown}
        onDoubleClick={() => onResize(undefined)}
        onPointerDown={({ currentTarget, pointerId, clientX }) => {
          currentTarget.setPointerCapture(pointerId);
          drag.current = { atPx: clientX, widthPx: widthOf(currentTarget) };
        }}
        onPointerMove={({ clientX }) => {
          const { current: start } = drag;
          // A press that does not move is the first half of a double click.
          if (start !== undefined && clientX !== start.atPx) resize(start.widthPx + clientX - start.atPx);
        }}
        onPointerUp={stop}
        onPointerCancel={stop}
      />
      {help.node}
    </>
  );
}

function widthOf(edge: Element): number {
  return Math.round(edge.parentElement?.getBoundingClientRect().width ?? 0);
}

function focusEdge(edge: Element, step: number): void {
  const edges = [...(edge.closest("tr")?.querySelectorAll<HTMLElement>("[role=separator]") ?? [])];
  edges[edges.findIndex((one) => one === edge) + step]?.focus();
}

/** A transparent strip whose line shows while the pointer is over the head. */
const EDGE =
  "absolute inset-y-0 right-0 w-2 cursor-col-resize touch-none after:absolute after:inset-y-1.5 after:right-0 after:w-0.5 after:rounded-bar focus-visible:-outline-offset-2 group-hover/head:after:bg-line-strong hover:after:bg-accent focus-visible:after:bg-accent";
