import { clsx } from "clsx";
import type { ReactNode } from "react";

import { visibleText } from "../base/visible-text.ts";
import type { StateTone } from "../base/state-tone.ts";
import { StateShape } from "./state-shape.tsx";
import { TONE_COLORS } from "./tone-colors.ts";

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
    <span
      className={clsx(
        "inline-flex items-center gap-1.25 text-label font-semibold tracking-[0.02em] whitespace-nowrap text-(--tone-text) greyed:text-fg-3 [td>&]:align-middle",
        filled && "h-5.5 rounded-1 bg-(--tone-tint) pr-2 pl-1.5 greyed:bg-surface-2",
        className,
      )}
      style={TONE_COLORS[tone]}
    >
      <StateShape shape={shape} tone={tone} />
      {visibleText(label)}
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
  if (counts.length === 0) return <span className="text-fg-3">–</span>;
  return (
    <span className="inline-flex items-center gap-2 align-middle">
      {showsBar && (
        <span className="inline-flex h-1.5 w-12 flex-none gap-px overflow-hidden rounded-bar" aria-hidden="true">
          {counts.map((part) => (
            <i
              key={part.word}
              className="min-w-0.75 bg-(--tone) greyed:bg-line-strong"
              style={{ ...TONE_COLORS[part.tone], flex: part.count }}
            />
          ))}
        </span>
      )}
      {counts.map((part) => (
        <StateBadge key={part.word} tone={part.tone} label={`${part.count} ${part.word}`} />
      ))}
    </span>
  );
}
