import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { StateTone } from "../base/state-tone.ts";
import { StateShape } from "./state-shape.tsx";

/** The content of a badge: colour, shape and text, chosen by the domain. */
export type StateBadgeProps = {
  tone: StateTone;
  /** Defaults to the shape with the same name as the tone. */
  shape?: StateTone;
  /** The cluster's word, with a count if there is one: `2 RUNNING`. */
  label: string;
  /** On a tinted background, 22 px high; otherwise only shape and text. */
  filled?: boolean;
  className?: string;
};

/** A state as shape and text. */
export function StateBadge({ tone, shape = tone, label, filled = false, className }: StateBadgeProps): ReactNode {
  return (
    <span className={clsx("st", `s-${tone}`, filled && "badge", className)}>
      <StateShape shape={shape} />
      {label}
    </span>
  );
}

/** A part of a mixed state: the number of tasks and their state. */
export type TaskCount = { tone: StateTone; word: string; count: number };

/**
 * Tasks by state, as a bar of their shares and a text for each: `6 RUNNING 2 INITIALIZING`. A dash
 * if there are none.
 */
export function TaskCounts({ counts, showsBar = true }: { counts: readonly TaskCount[]; showsBar?: boolean }): ReactNode {
  if (counts.length === 0) return <span className="none">–</span>;
  return (
    <span className="segs">
      {showsBar && (
        <span className="segbar" aria-hidden="true">
          {counts.map((part) => (
            <i key={part.word} className={`s-${part.tone}`} style={{ flex: part.count }} />
          ))}
        </span>
      )}
      {counts.map((part) => (
        <StateBadge key={part.word} tone={part.tone} label={`${part.count} ${part.word}`} />
      ))}
    </span>
  );
}
