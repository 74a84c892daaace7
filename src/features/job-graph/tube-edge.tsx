import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { createContext, type ReactNode, use } from "react";

import { GLOSSARY } from "../../domain/glossary.ts";
import { DASH, formatRate } from "../../domain/units.ts";
import { Hint } from "../../ui/hint.tsx";
import type { DetailLevel } from "./detail-level.ts";
import { flowOf } from "./flow.ts";
import type { Point } from "./layout.ts";
import { arrowHead, midPoint, pathLength, roundedPath, trimmed } from "./path.ts";
import { ShipStrategyIcon } from "./ship-strategy-icon.tsx";

/** An edge as a tube in which records flow. */
export type TubeEdge = Edge<
  {
    points: readonly Point[];
    /** Undefined between a topic and its vertex. */
    shipStrategy: string | undefined;
    /** Records per second; undefined where nothing was measured. */
    perSecond: number | undefined;
    /** No task to carry records. */
    isOff: boolean;
    level: DetailLevel;
    /** How far from the sources, in edges: a barrier gets here later. */
    depth: number;
  },
  "tube"
>;

/** The barrier under way: the id of its checkpoint. At most one is drawn. */
export const BarrierContext = createContext<number | undefined>(undefined);

/** Distance between tube and boxes, px. */
const END_PX = 8;
const HEAD_PX = 9;

/** Few dots are slow: the dots of many seem as fast as they are near. */
const FEW_SLOWER = 3;

/** Tube, dots, barrier and labels of an edge. */
export function TubeEdgeView({ id, data }: EdgeProps<TubeEdge>): ReactNode {
  const barrier = use(BarrierContext);
  if (data === undefined) return null;
  const { points, isOff, perSecond, depth } = data;
  const line = trimmed(points, END_PX, isOff ? END_PX : END_PX + HEAD_PX);
  const d = roundedPath(line);
  const flow = flowOf(isOff ? undefined : perSecond);
  const isBarrierDrawn = barrier !== undefined && !isOff && data.shipStrategy !== undefined;
  return (
    <g className="edge-tube">
      <BaseEdge id={id} path={d} className={isOff ? "tube off" : flow.isDense ? "tube dense" : "tube"} interactionWidth={0} />
      {!isOff && <path className="head" d={arrowHead(points, END_PX)} />}
      {flow.density !== "none" && (
        <path
          className={flow.density === "few" ? "rec few" : "rec"}
          d={d}
          style={{ animationDuration: `calc(var(--t-flow) * ${flow.density === "few" ? FEW_SLOWER : 1 / flow.speed})` }}
        />
      )}
      {isBarrierDrawn && (
        <path
          key={barrier}
          className="barrier"
          d="M0 -10V10"
          style={{ offsetPath: `path("${d}")`, animationDelay: `calc(var(--t-barrier) * ${depth * 0.6})` }}
        />
      )}
      {data.shipStrategy !== undefined && <EdgeLabels data={data} shipStrategy={data.shipStrategy} length={pathLength(points)} />}
    </g>
  );
}

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
  // Beside its drawing the word needs about so much.
  const isStacked = length < 80;
  return (
    <EdgeLabelRenderer>
      <div className={`elabel above ${data.level}`} style={{ transform: `translate(-50%, -100%) translate(${x}px, ${y - 10}px)` }}>
        <Hint title={shipStrategy} text={GLOSSARY.shipStrategy.text} isFocusable={false}>
          <span className={isStacked ? "ship stacked" : "ship"}>
            <ShipStrategyIcon strategy={shipStrategy} />
            <span className={data.level === "compact" ? "sr" : undefined}>{shipStrategy}</span>
          </span>
        </Hint>
      </div>
      <div className="elabel" style={{ transform: `translate(-50%, 0) translate(${x}px, ${y + 10}px)` }}>
        <Hint {...GLOSSARY.recordsOutPerSecond} isFocusable={false}>
          {data.isOff ? DASH : formatRate(data.perSecond)}
        </Hint>
      </div>
    </EdgeLabelRenderer>
  );
}
