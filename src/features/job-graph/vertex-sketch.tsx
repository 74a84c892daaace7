import { clsx } from "clsx";
import { memo, type ReactNode } from "react";

import { vertexTitle } from "../../domain/vertex-name.ts";
import { executionStateLook } from "../../domain/execution-state.ts";
import { formatPercent } from "../../domain/units.ts";
import { useHint } from "../../ui/hint.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { isSameModel, isSameShallow } from "./same.ts";
import { FAR_STATE, vertexBoxClass, vertexButtonClass, vertexDotClass, vertexNameClass } from "./vertex-box.ts";
import type { VertexCardModel } from "./vertex-card-model.ts";

/** See {@link VertexSketch}. */
export type VertexSketchProps = {
  card: VertexCardModel;
  /** Whether it is too small for text. */
  isDot: boolean;
  isSelected: boolean;
  onSelect: (vertexId: string | undefined) => void;
};

/**
 * A vertex of a large graph from far away: name and states, or only its phase as the look of the
 * box. It has a tenth of a card's elements. Its fill shows the average load of its subtasks, which
 * the job's own reply contains for all vertices.
 */
export const VertexSketch = memo(VertexSketchView, (before, after) => {
  const { card: a, ...restBefore } = before;
  const { card: b, ...restAfter } = after;
  return isSameShallow(restBefore, restAfter) && isSameModel(sketched(a), sketched(b));
});

function VertexSketchView({ card, isDot, isSelected, onSelect }: VertexSketchProps): ReactNode {
  const { name, states, load } = sketched(card);
  const hint = useHint({ title: name, text: `${states}${load === undefined ? "" : `, ${loadInWords(load)}`}` });
  return (
    <article
      className={
        isDot
          ? vertexDotClass({ phase: card.phase, isSelected })
          : vertexBoxClass({ size: "sketch", isWaiting: card.phase === "waiting", isSelected })
      }
      data-phase={card.phase}
      aria-label={name}
    >
      {load !== undefined && <Fill load={load} />}
      <h2 className={vertexNameClass({ size: "sketch" })}>
        <button
          type="button"
          className={vertexButtonClass({ size: "sketch" })}
          aria-pressed={isSelected}
          aria-label={name}
          onClick={() => onSelect(isSelected ? undefined : card.id)}
          {...hint.props}
        >
          {isDot ? "" : name}
        </button>
      </h2>
      {hint.node}
      {!isDot &&
        card.tasks.map(({ word, count }) => (
          <StateBadge key={word} className={clsx("flex-none", FAR_STATE)} {...executionStateLook(word, count)} />
        ))}
    </article>
  );
}

/** The values of a sketch. Loads change in steps of a twentieth to avoid renders. */
function sketched({ name, phase, tasks, average }: VertexCardModel) {
  return {
    name: vertexTitle(name),
    phase,
    states: tasks.map(({ count, word }) => `${String(count)} ${word}`).join(", "),
    load: average === undefined ? undefined : { busy: inSteps(average.busyShare), backpressured: inSteps(average.backpressuredShare) },
  };
}

function inSteps(share: number): number {
  return Math.round(share * 20) / 20;
}

type SketchedLoad = { readonly busy: number; readonly backpressured: number };

function loadInWords({ busy, backpressured }: SketchedLoad): string {
  return `busy ${formatPercent(busy)}, backpressured ${formatPercent(backpressured)} on average`;
}

// Behind the name and the states. These are not positioned, so that the button fills the whole box.
const FILL = "absolute inset-x-0 bottom-0 -z-1 opacity-45";

/** From the bottom: busy, and above it backpressured. */
function Fill({ load: { busy, backpressured } }: { load: SketchedLoad }): ReactNode {
  return (
    <>
      {busy > 0 && <i className={clsx(FILL, "bg-busy")} style={{ height: `${String(busy * 100)}%` }} />}
      {backpressured > 0 && (
        <i
          className={clsx(FILL, "bg-backpressure")}
          style={{ bottom: `${String(busy * 100)}%`, height: `${String(backpressured * 100)}%` }}
        />
      )}
    </>
  );
}
