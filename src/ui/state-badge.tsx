import type { ReactNode } from "react";

import type { StateTone } from "../base/state-tone.ts";
import { StateShape } from "./state-shape.tsx";

/** What a badge shows: colour, shape and words, chosen by the domain. */
export type StateBadgeProps = {
  tone: StateTone;
  /** Defaults to the shape named as the tone. */
  shape?: StateTone;
  /** The cluster's word, with a count where there is one: `2 RUNNING`. */
  label: string;
  /** On its tint, 22 px high; otherwise shape and word alone. */
  filled?: boolean;
  title?: string;
};

/** A state as shape and word. */
export function StateBadge({ tone, shape = tone, label, filled = false, title }: StateBadgeProps): ReactNode {
  return (
    <span className={`st s-${tone}${filled ? " badge" : ""}`} title={title}>
      <StateShape shape={shape} />
      {label}
    </span>
  );
}

/** One part of a mixed state: how many tasks, under which word. */
export type TaskCount = { tone: StateTone; word: string; count: number };

/** Tasks by state, as a bar of their shares and a word for each: `6 RUNNING  2 INITIALIZING`. A dash when there are none. */
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
