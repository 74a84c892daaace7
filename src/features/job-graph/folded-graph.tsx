import "./job-graph.css";

import { Fragment, type ReactNode } from "react";

import { executionStateLook } from "../../domain/execution-state.ts";
import { formatRate } from "../../domain/units.ts";
import { FitIcon } from "../../ui/icons.tsx";
import { ShapeBadge } from "../../ui/shape-badge.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { edgeRate } from "./graph-elements.ts";
import type { Graph } from "./use-graph.ts";
import type { StructureEdge } from "./structure.ts";

/** The graph as one line of chips, for the pages that need the room. Only a graph without branches reads as a line; others name their vertices. */
export function FoldedGraph({ graph, unfoldHref }: { graph: Graph | undefined; unfoldHref: string }): ReactNode {
  return (
    <nav className="mini" aria-label="Job graph, folded">
      <div className="chips">{graph === undefined ? <Skeleton width={420} height={30} /> : <Chips graph={graph} />}</div>
      <a className="btn quiet" href={unfoldHref}>
        <FitIcon />
        Unfold graph
      </a>
    </nav>
  );
}

function Chips({ graph }: { graph: Graph }): ReactNode {
  const { structure, facts, ends } = graph;
  const topics = (side: "in" | "out"): ReactNode =>
    ends
      .filter((end) => end.side === side)
      .map(({ topic }) => (
        <Fragment key={`${side}${topic}`}>
          {side === "out" && <span className="e" />}
          <span className="tp">
            topic <span className="mono">{topic}</span>
          </span>
          {side === "in" && <span className="e" />}
        </Fragment>
      ));
  return (
    <>
      {topics("in")}
      {structure.vertices.map(({ id, name }, index) => {
        const card = facts.cards[id];
        const [state] = card?.tasks ?? [];
        const edge = edgeBetween(structure.edges, structure.vertices[index - 1]?.id, id);
        return (
          <Fragment key={id}>
            {edge !== undefined && (
              <span className="e">
                {edge.shipStrategy} {formatRate(edgeRate(structure, facts.rates, edge.sourceId, edge.targetId))}
              </span>
            )}
            <span className="v">
              {state !== undefined && <ShapeBadge {...executionStateLook(state.word, state.count)} />}
              <span className="cut" title={name}>
                {name}
              </span>
            </span>
          </Fragment>
        );
      })}
      {topics("out")}
    </>
  );
}

function edgeBetween(edges: readonly StructureEdge[], sourceId: string | undefined, targetId: string): StructureEdge | undefined {
  return edges.find((edge) => edge.sourceId === sourceId && edge.targetId === targetId);
}
