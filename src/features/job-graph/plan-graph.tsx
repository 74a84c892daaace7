import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { descriptionLines } from "../../domain/plan-description.ts";
import { formatParallelism } from "../../domain/units.ts";
import type { Plan } from "../../rest/plan.ts";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import type { GraphLayout } from "./layout.ts";
import { arrowHead, roundedPath, trimmed } from "./path.ts";
import { planStructure } from "./structure.ts";
import { useLayout } from "./use-layout.ts";

/** Between the tip of an arrow and its box, px. */
const TIP_PX = 4;

/** The job graph of a plan, before it is a job: operators, parallelism and ship strategies. It scrolls in its own box. */
export function PlanGraph({ plan }: { plan: Plan }): ReactNode {
  const structure = planStructure(plan);
  const { drawn, error } = useLayout({ structure, ends: [], level: "medium" });
  if (error !== null) return <ErrorState words={`The graph could not be laid out: ${error.message}`} />;
  return (
    <div className="mb-3 max-h-[44vh] overflow-auto rounded-2 bg-page p-3" role="region" aria-label="Job graph of the plan" tabIndex={0}>
      {drawn === undefined ? <Skeleton width={420} height={120} /> : <Drawn plan={plan} layout={drawn.layout} />}
    </div>
  );
}

function Drawn({ plan, layout }: { plan: Plan; layout: GraphLayout }): ReactNode {
  return (
    <div className="relative" style={{ width: layout.width, height: layout.height }}>
      <svg className="absolute inset-0" width={layout.width} height={layout.height} aria-hidden="true">
        {planStructure(plan).edges.map(({ id, shipStrategy }) => {
          const points = layout.paths[id];
          const label = layout.labels[id];
          if (points === undefined) return null;
          return (
            <g key={id} fill="none" stroke="var(--color-line-strong)" strokeWidth="1.5">
              <path d={roundedPath(trimmed(points, 0, TIP_PX))} />
              <path d={arrowHead(points, TIP_PX)} />
              {label !== undefined && (
                <text className="text-label" x={label.x} y={label.y - 6} textAnchor="middle" fill="var(--color-fg-2)" stroke="none">
                  {shipStrategy}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      {plan.nodes.map(({ id, description, parallelism }) => {
        const box = layout.boxes[id];
        if (box === undefined) return null;
        return (
          <article
            key={id}
            className="absolute flex flex-col gap-1 overflow-auto rounded-3 bg-surface px-3 py-2.5 text-dense wrap-anywhere shadow-1 ring ring-line"
            style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
          >
            {descriptionLines(description).map((line, index) => (
              <p key={`${String(index)} ${line}`}>{visibleText(line)}</p>
            ))}
            <p className="mt-auto text-fg-3">parallelism {formatParallelism(parallelism)}</p>
          </article>
        );
      })}
    </div>
  );
}
