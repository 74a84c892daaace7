import "./job-graph.css";

import { Fragment, type ReactNode } from "react";
import { Link } from "react-router";

import { executionStateLook } from "../../domain/execution-state.ts";
import { DASH, formatCount, formatRate } from "../../domain/units.ts";
import { shortVertexName, vertexTitle } from "../../domain/vertex-name.ts";
import { visibleText } from "../../base/visible-text.ts";
import { FitIcon } from "../../ui/icons.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { edgeRate } from "./edge-rate.ts";
import type { Graph } from "./use-graph.ts";
import type { StructureEdge } from "./structure.ts";

/** See {@link FoldedGraph}. */
export type FoldedGraphProps = {
  /** Undefined while the job is not known yet. */
  graph: Graph | undefined;
  /** Where the graph is unfolded, with a vertex selected or none. */
  pathOf: (vertexId: string | undefined) => string;
};

/** The graph as one line of chips, for the pages that need the room. Only a graph without branches reads as a line; others name their vertices. */
export function FoldedGraph({ graph, pathOf }: FoldedGraphProps): ReactNode {
  return (
    <nav className="mini" aria-label="Job graph, folded">
      <div className="chips">{graph === undefined ? <Skeleton width={420} height={30} /> : <Chips graph={graph} pathOf={pathOf} />}</div>
      <Link className="btn quiet" to={pathOf(undefined)}>
        <FitIcon />
        Unfold graph
      </Link>
    </nav>
  );
}

/** A line of more chips than these is no line to read; the vertices' table has them all. */
const MOST_CHIPS = 40;

function Chips({ graph, pathOf }: { graph: Graph; pathOf: FoldedGraphProps["pathOf"] }): ReactNode {
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
      {structure.vertices.slice(0, MOST_CHIPS).map(({ id, name }, index) => {
        const card = facts.cards[id];
        const [state] = card?.tasks ?? [];
        const edge = edgeBetween(structure.edges, structure.vertices[index - 1]?.id, id);
        return (
          <Fragment key={id}>
            {edge !== undefined && (
              <span className="e">
                <span>
                  {edge.shipStrategy} {rateOver(graph, edge)}
                </span>
              </span>
            )}
            <Link className="v" to={pathOf(id)} title={vertexTitle(name)}>
              {state !== undefined && <StateBadge {...executionStateLook(state.word, state.count)} />}
              <span>{visibleText(shortVertexName(name))}</span>
            </Link>
          </Fragment>
        );
      })}
      {structure.vertices.length > MOST_CHIPS && (
        <Link className="v" to={pathOf(undefined)}>
          and {formatCount(structure.vertices.length - MOST_CHIPS)} more
        </Link>
      )}
      {topics("out")}
    </>
  );
}

/** Where a task at one of the ends does not work, nothing goes over the edge, and the last rate is no rate of now. */
function rateOver({ structure, facts }: Graph, { sourceId, targetId }: StructureEdge): string {
  const isWorking = [sourceId, targetId].every((id) => facts.cards[id]?.phase === "working");
  return isWorking ? formatRate(edgeRate(structure, facts.rates, sourceId, targetId)) : DASH;
}

function edgeBetween(edges: readonly StructureEdge[], sourceId: string | undefined, targetId: string): StructureEdge | undefined {
  return edges.find((edge) => edge.sourceId === sourceId && edge.targetId === targetId);
}
