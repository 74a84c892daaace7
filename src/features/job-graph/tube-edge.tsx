import { clsx } from "clsx";
import { type Edge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { createContext, type ReactNode, use } from "react";

import { GLOSSARY } from "../../domain/glossary.ts";
import { DASH, formatRate } from "../../domain/units.ts";
import { Hint } from "../../ui/hint.tsx";
import type { DetailLevel } from "./detail-level.ts";
import { EdgeBarrier, EdgeDots } from "./edge-motion.tsx";
import { flowOf } from "./flow.ts";
import type { Point } from "./layout.ts";
import { arrowHead, midPoint, pathLength, roundedPath, trimmed } from "./path.ts";
import { ShipStrategyIcon } from "./ship-strategy-icon.tsx";

/** An edge as a tube with flowing records. */
export type TubeEdge = Edge<
  {
    points: readonly Point[];
    /** Undefined between a topic and its vertex. */
    shipStrategy: string | undefined;
    /** Records per second; undefined if not measured. */
    perSecond: number | undefined;
    /** No running task to carry records. */
    isOff: boolean;
    level: DetailLevel;
    /** The distance from the sources, in edges. A barrier arrives later at distant edges. */
    depth: number;
  },
  "tube"
>;

/** The id of the checkpoint whose barrier is in progress. At most one is drawn. */
export const BarrierContext = createContext<number | undefined>(undefined);

/** The gaps between boxes and the tube's middle line, whose round ends add 5 px, px. */
const START_PX = 9;
const TUBE_END_PX = 17;
const TIP_PX = 5;
/** A dashed line has neither round ends nor an arrow. */
const OFF_PX = 8;
/** A shorter edge is only an arrow. */
const SHORTEST_TUBE_PX = 3;

/** Tube, dots, barrier and labels of an edge. */
export function TubeEdgeView({ data }: EdgeProps<TubeEdge>): ReactNode {
  const barrier = use(BarrierContext);
  if (data === undefined) return null;
  const { points, isOff, perSecond, depth } = data;
  const line = isOff ? trimmed(points, OFF_PX, OFF_PX) : trimmed(points, START_PX, TUBE_END_PX);
  const hasTube = isOff || pathLength(points) - START_PX - TUBE_END_PX >= SHORTEST_TUBE_PX;
  const d = roundedPath(line);
  const flow = flowOf(isOff ? undefined : perSecond);
  const isBarrierDrawn = barrier !== undefined && !isOff && data.shipStrategy !== undefined;
  return (
    <g fill="none" strokeLinecap="round" strokeLinejoin="round">
      {hasTube && (
        <path
          className={isOff || flow.isDense ? "stroke-line-strong" : "stroke-surface-3"}
          strokeWidth={isOff ? 1.5 : 10}
          strokeDasharray={isOff ? "3 5" : undefined}
          d={d}
        />
      )}
      {!isOff && <path className="stroke-fg-3" strokeWidth={1.5} d={arrowHead(points, TIP_PX)} />}
      <EdgeLabelRenderer>
        {hasTube && <EdgeDots line={line} flow={flow} />}
        {isBarrierDrawn && <EdgeBarrier key={barrier} line={line} edgesBefore={depth} />}
      </EdgeLabelRenderer>
      {data.shipStrategy !== undefined && <EdgeLabels data={data} shipStrategy={data.shipStrategy} length={pathLength(points)} />}
    </g>
  );
}

const LABEL = "pointer-events-auto absolute text-center text-label/3.5 whitespace-nowrap text-fg-2 group-data-far/graph:hidden";

function EdgeLabels({
  data,
  shipStrategy,
  length,
}: {
  data: NonNullable<TubeEdge["data"]>;
  shipStrategy: string;
  length: number;
}): ReactNode {
  const { x, y } = midPoint(data.points);
  // The approximate width of the word beside its icon.
  const isStacked = length < Math.max(80, 24 + 8 * shipStrategy.length);
  return (
    <EdgeLabelRenderer>
      <div className={LABEL} style={{ transform: `translate(-50%, -100%) translate(${x}px, ${y - 10}px)` }}>
        <Hint title={shipStrategy} text={GLOSSARY.shipStrategy.text} isFocusable={false}>
          <span
            className={clsx(
              "inline-flex items-center font-semibold tracking-[0.02em]",
              isStacked ? "flex-col gap-px whitespace-normal" : "gap-1",
            )}
            style={isStacked ? { maxWidth: length } : undefined}
          >
            <ShipStrategyIcon strategy={shipStrategy} />
            <span className={data.level === "compact" ? "sr-only" : undefined}>{shipStrategy}</span>
          </span>
        </Hint>
      </div>
      {/* Compact cards are too close together for a rate between them. The cards show it. */}
      <div
        className={clsx(LABEL, data.level === "compact" && "hidden")}
        style={{ transform: `translate(-50%, 0) translate(${x}px, ${y + 10}px)` }}
      >
        <Hint {...GLOSSARY.recordsOutPerSecond} isFocusable={false}>
          {data.isOff ? DASH : formatRate(data.perSecond)}
        </Hint>
      </div>
    </EdgeLabelRenderer>
  );
}
