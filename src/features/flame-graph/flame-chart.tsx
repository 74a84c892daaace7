import { clsx } from "clsx";
import { type CSSProperties, type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatCounted, formatPercent } from "../../domain/units.ts";
import type { FlameNode } from "../../rest/flame-graph.ts";
import { useHint } from "../../ui/hint.tsx";
import { type FlameFrame, flameFrames, hasText, shortFrameName } from "./flame-model.ts";
import { OWNER_BACKGROUND } from "./owner-background.ts";

/** The height of a row, px: a frame and 1 px of space below it. */
const ROW_PX = 20;

/**
 * The stacks of a sample from top to bottom, with widths by their samples. Pressing a frame zooms
 * to it, pressing one above zooms out. Arrow keys move between frames.
 */
export function FlameChart({
  root,
  find,
  zoom,
  onZoom,
}: {
  root: FlameNode;
  /** Frames whose name contains this text are highlighted. */
  find: string;
  /** Names from the root to the frame that has the full width. */
  zoom: readonly string[];
  onZoom: (path: readonly string[]) => void;
}): ReactNode {
  const frames = useMemo(() => flameFrames(root, zoom), [root, zoom]);
  const chart = useRef<HTMLDivElement>(null);
  const [focusedKey, setFocusedKey] = useState(keyOf([root.name]));
  const focused = frames.find(({ path }) => keyOf(path) === focusedKey) ?? frames[0];
  const wanted = find.trim().toLowerCase();
  const goTo = (frame: FlameFrame | undefined): void => {
    if (frame === undefined) return;
    setFocusedKey(keyOf(frame.path));
    chart.current?.querySelectorAll("button")[frames.indexOf(frame)]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = focused === undefined ? undefined : neighbour(frames, focused, event.key);
    if (next === undefined) return;
    event.preventDefault();
    goTo(next);
  };
  const rows = Math.max(...frames.map(({ depth }) => depth)) + 1;
  const hint = useHint({ text: focused === undefined ? "" : wordsOf(focused) });
  return (
    <>
      <div
        ref={chart}
        className="relative overflow-hidden"
        role="group"
        aria-label="Flame graph"
        style={{ height: rows * ROW_PX }}
        onKeyDown={onKeyDown}
        // One hint for all frames: there may be thousands. The mouse shows their titles.
        onFocus={({ target }) => {
          if (target.matches(":focus-visible")) hint.open(target);
        }}
      >
        {frames.map((frame) => {
          const words = wordsOf(frame);
          const isFound = hasText(frame.name, wanted);
          return (
            <button
              key={keyOf(frame.path)}
              type="button"
              className={clsx(
                "absolute h-4.75 truncate rounded-bar border-r border-surface px-1 text-left font-mono text-label leading-4.75 focus-visible:z-1 focus-visible:-outline-offset-2",
                isFound ? "bg-accent-fill text-on-accent" : ["text-fg", OWNER_BACKGROUND[frame.owner]],
                frame.isAbove && "filter-[opacity(0.6)]",
              )}
              style={placeOf(frame)}
              tabIndex={frame === focused ? 0 : -1}
              aria-label={words}
              title={words}
              onFocus={() => setFocusedKey(keyOf(frame.path))}
              onClick={() => onZoom(frame.path)}
            >
              {visibleText(shortFrameName(frame.name))}
            </button>
          );
        })}
      </div>
      {hint.node}
    </>
  );
}

function wordsOf({ name, ofAll, samples }: FlameFrame): string {
  return `${visibleText(name)}: ${formatPercent(ofAll)}, ${formatCounted(samples, "sample")}`;
}

function placeOf({ depth, start, share }: FlameFrame): CSSProperties {
  return { top: depth * ROW_PX, left: `${String(start * 100)}%`, width: `${String(share * 100)}%` };
}

function keyOf(path: readonly string[]): string {
  return path.join("\n");
}

/** Up to the caller, down to the widest callee, left and right within the row. */
function neighbour(frames: readonly FlameFrame[], from: FlameFrame, key: string): FlameFrame | undefined {
  const row = (depth: number): FlameFrame[] => frames.filter((frame) => frame.depth === depth);
  switch (key) {
    case "ArrowUp":
      return row(from.depth - 1).find(({ path }) => keyOf(path) === keyOf(from.path.slice(0, -1)));
    case "ArrowDown":
      return row(from.depth + 1)
        .filter(({ path }) => keyOf(path.slice(0, -1)) === keyOf(from.path))
        .toSorted((a, b) => b.samples - a.samples)[0];
    case "ArrowLeft":
      return row(from.depth).findLast(({ start }) => start < from.start);
    case "ArrowRight":
      return row(from.depth).find(({ start }) => start > from.start);
    default:
      return undefined;
  }
}
