// The places of a job's vertices, topics and edges, from its structure alone. Measurements are not
// part of it, so a refresh moves nothing.
import { type DetailLevel, type Measures, measuresOf } from "./detail-level.ts";
import type { TopicEnd } from "./graph-topics.ts";
import { type LayeredBox, type LayeredEdge, layeredGraph } from "./layered-graph.ts";
import { placeSlots } from "./layered-places.ts";
import { type LabelPlace, type Point, routeEdges } from "./layered-routes.ts";
import type { GraphStructure } from "./structure.ts";

export type { LabelPlace, Point };

/** A box in the graph's own coordinates, px. */
export type Box = Point & { width: number; height: number };

/** The places of all boxes and edges. */
export type GraphLayout = {
  level: DetailLevel;
  boxes: Readonly<Record<string, Box>>;
  /** By edge id: the points from box to box, with bends between. */
  paths: Readonly<Record<string, readonly Point[]>>;
  /** By edge id: where its label has space. */
  labels: Readonly<Record<string, LabelPlace>>;
  width: number;
  height: number;
};

/** The input of a layout. Two inputs with the same key have the same layout. */
export type LayoutInput = { structure: GraphStructure; ends: readonly TopicEnd[]; level: DetailLevel };

/** The id of a topic's node. */
export function topicNodeId({ topic, side }: Pick<TopicEnd, "topic" | "side">): string {
  return `topic:${side}:${topic}`;
}

/** The id of the edge between a topic and its vertex. */
export function topicEdgeId(end: TopicEnd): string {
  return `${topicNodeId(end)}:${end.vertexId}`;
}

/** Identifies a layout. Made once for each structure, because it may be as long as a book. */
export function layoutKey({ structure, ends, level }: LayoutInput): string {
  const known = keys.get(structure) ?? new Map<string, string>();
  keys.set(structure, known);
  const rest = JSON.stringify([level, ends.map((end) => topicEdgeId(end))]);
  let key = known.get(rest);
  if (key === undefined) {
    key = rest + JSON.stringify([structure.vertices.map(({ id }) => id), structure.edges.map(({ id }) => id)]);
    known.set(rest, key);
  }
  return key;
}

const keys = new WeakMap<GraphStructure, Map<string, string>>();

/** Between two boxes of a layer, px. */
const ROW_GAP_PX = 28;

/**
 * Lays out a graph: layers from left to right, tall layers as grids, long graphs in several lines.
 * Yields between steps of a few ms, because a graph of thousands of vertices takes longer.
 */
export function* layOut({ structure, ends, level }: LayoutInput): Generator<void, GraphLayout> {
  const measures = measuresOf(
    level,
    structure.vertices.map(({ name }) => name),
  );
  const boxes = layeredBoxes({ structure, ends, level }, measures);
  const spacing = { layer: measures.gap, row: ROW_GAP_PX };
  const graph = yield* layeredGraph([...boxes.values()], layeredEdges(structure, ends));
  const columns = yield* placeSlots(graph, spacing);
  const { corners, paths, labels, width, height } = yield* routeEdges(graph, columns, spacing);
  yield;
  return {
    level,
    boxes: Object.fromEntries(
      [...boxes.values()].map((box) => {
        const { x, y } = corners.get(box.id) ?? { x: 0, y: 0 };
        return [box.id, { x, y, width: box.width + box.reachLeft + box.reachRight, height: box.height }];
      }),
    ),
    paths: Object.fromEntries(paths),
    labels: Object.fromEntries(labels),
    width,
    height,
  };
}

/** Topics are nearer to their vertex than vertices to each other, so they reach into the gap between layers. */
function layeredBoxes({ structure, ends }: LayoutInput, measures: Measures): ReadonlyMap<string, LayeredBox> {
  const { cardWidth, cardHeight, topicWidth, topicHeight } = measures;
  const reach = measures.gap - measures.topicGap;
  const card = { width: cardWidth, height: cardHeight, reachLeft: 0, reachRight: 0, isSatellite: false };
  const topic = { width: topicWidth - reach, height: topicHeight, isSatellite: true };
  return new Map([
    ...structure.vertices.map(({ id }) => [id, { ...card, id }] as const),
    ...ends.map((end) => {
      const id = topicNodeId(end);
      const isIn = end.side === "in";
      return [id, { ...topic, id, reachLeft: isIn ? 0 : reach, reachRight: isIn ? reach : 0 }] as const;
    }),
  ]);
}

function layeredEdges(structure: GraphStructure, ends: readonly TopicEnd[]): readonly LayeredEdge[] {
  return [
    ...structure.edges,
    ...ends.map((end) => {
      const node = topicNodeId(end);
      const [sourceId, targetId] = end.side === "in" ? [node, end.vertexId] : [end.vertexId, node];
      return { id: topicEdgeId(end), sourceId, targetId };
    }),
  ];
}
