import { clsx } from "clsx";
import { type Edge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { createContext, type ReactNode, use } from "react";

import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { DASH, formatRate } from "../../domain/units.ts";
import { Hint } from "../../ui/hint.tsx";
import type { DetailLevel } from "./detail-level.ts";
import { EdgeBarrier, EdgeDots } from "./edge-motion.tsx";
import { flowOf } from "./flow.ts";
import type { LabelPlace, Point } from "./layout.ts";
import { arrowHead, pathLength, roundedPath, trimmed } from "./path.ts";
import { ShipStrategyIcon } from "./ship-strategy-icon.tsx";

/** An edge as a tube with flowing records. */
export type TubeEdge = Edge<
  {
    points: readonly Point[];
    /** Where its labels have space. */
    label: LabelPlace | undefined;
    /** Undefined between a topic and its vertex. */
    shipStrategy: string | undefined;
    /** What the target does with its input first; undefined in most plans. */
    localStrategy: string | undefined;
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

/** The id of the selected vertex. The ship strategies of its outputs are stops of the Tab key, like the hints on its card. */
export const SelectedVertexContext = createContext<string | undefined>(undefined);

/** The id of the vertex under the pointer or with the focus, whose edges are marked. */
export const MarkedVertexContext = createContext<string | undefined>(undefined);

/** Both strategies of an edge: `HASH`, or `HASH, Sort (combining)`. */
export function strategyWords(shipStrategy: string, localStrategy: string | undefined): string {
  return localStrategy === undefined ? shipStrategy : `${shipStrategy}, ${localStrategy}`;
}

/** The gaps between boxes and the tube's middle line, whose round ends add 5 px, px. */
const START_PX = 9;
const TUBE_END_PX = 17;
const TIP_PX = 5;
/** A dashed line has neither round ends nor an arrow. */
const OFF_PX = 8;
/** A shorter edge is only an arrow. */
const SHORTEST_TUBE_PX = 3;

/** Tube, dots, barrier and labels of an edge. */
export function TubeEdgeView({ source, target, data }: EdgeProps<TubeEdge>): ReactNode {
  const isOfSelected = use(SelectedVertexContext) === source;
  const marked = use(MarkedVertexContext);
  const isMarked = marked === source || marked === target;
  const barrier = use(BarrierContext);
  if (data === undefined) return null;
  const { points, isOff, perSecond, depth } = data;
  const line = isOff ? trimmed(points, OFF_PX, OFF_PX) : trimmed(points, START_PX, TUBE_END_PX);
  const hasTube = isOff || pathLength(points) - START_PX - TUBE_END_PX >= SHORTEST_TUBE_PX;
  const d = roundedPath(line);
  const flow = flowOf(isOff ? undefined : perSecond);
  const isBarrierDrawn = barrier !== undefined && !isOff && data.shipStrategy !== undefined;
  return (
    <g fill="none" strokeLinecap="round" strokeLinejoin="round" data-marked={isMarked || undefined}>
      {isMarked && hasTube && <path className="stroke-accent" strokeWidth={isOff ? 4 : 13} d={d} />}
      {hasTube && (
        <path
          className={isOff || flow.isDense ? "stroke-line-strong" : "stroke-surface-3"}
          strokeWidth={isOff ? 1.5 : 10}
          strokeDasharray={isOff ? "3 5" : undefined}
          d={d}
        />
      )}
      {!isOff && (
        <path className={isMarked ? "stroke-accent" : "stroke-fg-3"} strokeWidth={isMarked ? 2.5 : 1.5} d={arrowHead(points, TIP_PX)} />
      )}
      <EdgeLabelRenderer>
        {hasTube && <EdgeDots line={line} flow={flow} />}
        {isBarrierDrawn && <EdgeBarrier key={barrier} line={line} edgesBefore={depth} />}
      </EdgeLabelRenderer>
      {data.shipStrategy !== undefined && data.label !== undefined && (
        <EdgeLabels data={data} shipStrategy={data.shipStrategy} place={data.label} isFocusable={isOfSelected} />
      )}
    </g>
  );
}

const LABEL = "pointer-events-auto absolute text-center text-label/3.5 whitespace-nowrap text-fg-2 group-data-far/graph:hidden";

const LOCAL_STRATEGY = "The local strategy after it is what the receiving vertex does with its input first, such as sorting it.";

/** The distance of a label from the middle of its line, px. */
const LABEL_PX = 10;

/** The strategy above the line and the rate below, or both on the side without a bend. */
function EdgeLabels({
  data,
  shipStrategy,
  place,
  isFocusable,
}: {
  data: NonNullable<TubeEdge["data"]>;
  shipStrategy: string;
  place: LabelPlace;
  isFocusable: boolean;
}): ReactNode {
  const { x, y, width, side } = place;
  // The approximate width of the word beside its icon.
  const words = strategyWords(shipStrategy, data.localStrategy);
  const isStacked = width < Math.max(80, 24 + 8 * words.length);
  const strategy = (
    <Hint
      title={words}
      text={data.localStrategy === undefined ? JOB_GLOSSARY.shipStrategy.text : `${JOB_GLOSSARY.shipStrategy.text} ${LOCAL_STRATEGY}`}
      isFocusable={isFocusable}
    >
      <span
        className={clsx(
          "inline-flex items-center overflow-hidden font-semibold tracking-[0.02em]",
          isStacked ? "flex-col gap-px whitespace-normal" : "gap-1",
        )}
        style={{ maxWidth: width }}
      >
        <ShipStrategyIcon strategy={shipStrategy} />
        <span className={data.level === "compact" ? "sr-only" : "max-w-full truncate"}>{words}</span>
      </span>
    </Hint>
  );
  // Compact cards are too close together for a rate between them. The cards show it.
  const rate = (
    <div className={clsx(data.level === "compact" && "hidden")}>
      <Hint {...JOB_GLOSSARY.recordsOutPerSecond} isFocusable={false}>
        {data.isOff ? DASH : formatRate(data.perSecond)}
      </Hint>
    </div>
  );
  const above = { transform: `translate(-50%, -100%) translate(${x}px, ${y - LABEL_PX}px)` };
  const below = { transform: `translate(-50%, 0) translate(${x}px, ${y + LABEL_PX}px)` };
  if (side === "both") {
    return (
      <EdgeLabelRenderer>
        <div className={LABEL} style={above}>
          {strategy}
        </div>
        <div className={LABEL} style={below}>
          {rate}
        </div>
      </EdgeLabelRenderer>
    );
  }
  return (
    <EdgeLabelRenderer>
      <div className={LABEL} style={side === "above" ? above : below}>
        {strategy}
        {rate}
      </div>
    </EdgeLabelRenderer>
  );
}
