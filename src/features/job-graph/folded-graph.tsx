import { clsx } from "clsx";
import { Fragment, type ReactNode } from "react";
import { Link } from "react-router";

import { executionStateLook } from "../../domain/execution-state.ts";
import { DASH, formatCount, formatRate } from "../../domain/units.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { buttonClass } from "../../ui/button.tsx";
import { useFullText } from "../../ui/cut-text.tsx";
import { FitIcon } from "../../ui/page-icons.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { edgeRate } from "./edge-rate.ts";
import type { Graph } from "./use-graph.ts";
import type { StructureEdge } from "./structure.ts";

/** See {@link FoldedGraph}. */
export type FoldedGraphProps = {
  /** Undefined while unknown. */
  graph: Graph | undefined;
  /** Why the job has no vertices, if it has none. */
  noVertices: string;
  /** The path of the unfolded graph, with a vertex selected or none. */
  pathOf: (vertexId: string | undefined) => string;
};

/**
 * The graph as one line of chips, for pages that need the space. Only a graph without branches is
 * shown as a line. Others list their vertices.
 */
export function FoldedGraph({ graph, noVertices, pathOf }: FoldedGraphProps): ReactNode {
  return (
    <nav
      className="flex h-12.5 min-w-0 items-center gap-2 border-b border-line px-4 text-dense whitespace-nowrap"
      aria-label="Job graph, folded"
    >
      <div className="flex min-w-0 flex-1 [scrollbar-width:none] items-center gap-2 overflow-x-auto overflow-y-hidden p-0.5">
        {graph === undefined ? (
          <Skeleton width={420} height={30} />
        ) : graph.structure.vertices.length === 0 ? (
          <span className="text-fg-2">{noVertices}</span>
        ) : (
          <Chips graph={graph} pathOf={pathOf} />
        )}
      </div>
      <Link className={buttonClass({ kind: "quiet" })} to={pathOf(undefined)}>
        <FitIcon />
        Unfold graph
      </Link>
    </nav>
  );
}

const CHIP = "inline-flex h-7.5 flex-none items-center gap-2 rounded-2 bg-surface px-2.5 text-fg ring ring-line hover:no-underline";

/** The line between two chips, around the rate if the window has space for it. */
const JOINT = clsx(
  "inline-flex flex-none items-center gap-1.5 text-label text-fg-3",
  "before:h-px before:w-3.5 before:bg-line-strong after:h-px after:w-3.5 after:bg-line-strong empty:after:hidden max-[1500px]:after:hidden",
);

/** A line of more chips is unreadable. The table of vertices has all of them. */
const MOST_CHIPS = 40;

function Chips({ graph, pathOf }: { graph: Graph; pathOf: FoldedGraphProps["pathOf"] }): ReactNode {
  const { structure, facts, ends } = graph;
  const topics = (side: "in" | "out"): ReactNode =>
    ends
      .filter((end) => end.side === side)
      .map(({ topic }) => (
        <Fragment key={`${side}${topic}`}>
          {side === "out" && <span className={JOINT} />}
          <span className="flex-none rounded-1 bg-topic-tint px-2.25 leading-6 text-topic">
            topic <span className="mono">{topic}</span>
          </span>
          {side === "in" && <span className={JOINT} />}
        </Fragment>
      ));
  return (
    <>
      {topics("in")}
      {structure.vertices.slice(0, MOST_CHIPS).map(({ id, name }, index) => {
        const card = facts.cardOf(id);
        const [state] = card?.tasks ?? [];
        const edge = edgeBetween(structure.edges, structure.vertices[index - 1]?.id, id);
        return (
          <Fragment key={id}>
            {edge !== undefined && (
              <span className={JOINT}>
                <span className="max-[1500px]:hidden">
                  {edge.shipStrategy} {rateOver(graph, edge)}
                </span>
              </span>
            )}
            <Chip to={pathOf(id)} name={vertexTitle(name)}>
              {state !== undefined && <StateBadge {...executionStateLook(state.word, state.count)} />}
            </Chip>
          </Fragment>
        );
      })}
      {structure.vertices.length > MOST_CHIPS && (
        <Link className={CHIP} to={pathOf(undefined)}>
          and {formatCount(structure.vertices.length - MOST_CHIPS)} more
        </Link>
      )}
      {topics("out")}
    </>
  );
}

function Chip({ to, name, children }: { to: string; name: string; children: ReactNode }): ReactNode {
  const full = useFullText(name);
  return (
    <>
      <Link className={CHIP} to={to} {...full.props}>
        {children}
        <span className="max-w-52 truncate">{name}</span>
      </Link>
      {full.node}
    </>
  );
}

/** If no task runs at one end, no records flow over the edge, and the last rate is out of date. */
function rateOver({ structure, facts }: Graph, { sourceId, targetId }: StructureEdge): string {
  const isWorking = [sourceId, targetId].every((id) => facts.cardOf(id)?.phase === "working");
  return isWorking ? formatRate(edgeRate(structure, facts.rates, sourceId, targetId)) : DASH;
}

function edgeBetween(edges: readonly StructureEdge[], sourceId: string | undefined, targetId: string): StructureEdge | undefined {
  return edges.find((edge) => edge.sourceId === sourceId && edge.targetId === targetId);
}
