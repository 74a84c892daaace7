// Converts structure to ELK's graph and ELK's result to places. Measurements are not part of it, so
// a refresh moves nothing.
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";

import { type DetailLevel, type Measures, measuresOf } from "./detail-level.ts";
import type { TopicEnd } from "./graph-topics.ts";
import type { GraphStructure } from "./structure.ts";

export type Point = { x: number; y: number };

/** A box in the graph's own coordinates, px. */
export type Box = Point & { width: number; height: number };

/** The places of all boxes and edges. */
export type GraphLayout = {
  level: DetailLevel;
  boxes: Readonly<Record<string, Box>>;
  /** By edge id: the points from box to box, with bends between. */
  paths: Readonly<Record<string, readonly Point[]>>;
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

export function layoutKey({ structure, ends, level }: LayoutInput): string {
  return JSON.stringify([
    level,
    structure.vertices.map(({ id }) => id),
    structure.edges.map(({ id }) => id),
    ends.map((end) => topicEdgeId(end)),
  ]);
}

/**
 * Larger graphs use the fast layout. The careful one takes ten times as long, and a thousand edges
 * cannot be followed anyway.
 */
const MANY_VERTICES = 48;

const CAREFUL = {
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
};

const QUICK = {
  "elk.edgeRouting": "POLYLINE",
  "elk.layered.nodePlacement.strategy": "SIMPLE",
  "elk.layered.thoroughness": "1",
};

/**
 * ELK's graph. It has a single distance between layers. Topics are closer to their card, so their
 * width is reduced by the part that reaches into the gap.
 */
export function toElkGraph({ structure, ends, level }: LayoutInput): ElkNode {
  const measures = measuresFor(structure, level);
  return {
    id: "root",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      ...(structure.vertices.length > MANY_VERTICES ? QUICK : CAREFUL),
      "elk.layered.spacing.nodeNodeBetweenLayers": String(measures.gap),
      "elk.spacing.nodeNode": "28",
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
      "elk.padding": "[top=0,left=0,bottom=0,right=0]",
    },
    children: [
      ...structure.vertices.map(({ id }) => ({ id, width: measures.cardWidth, height: measures.cardHeight })),
      ...ends.map((end) => ({ id: topicNodeId(end), width: elkTopicWidth(measures), height: measures.topicHeight })),
    ],
    edges: [
      ...structure.edges.map(({ id, sourceId, targetId }) => ({ id, sources: [sourceId], targets: [targetId] })),
      ...ends.map((end) => ({
        id: topicEdgeId(end),
        sources: [end.side === "in" ? topicNodeId(end) : end.vertexId],
        targets: [end.side === "in" ? end.vertexId : topicNodeId(end)],
      })),
    ],
  };
}

function measuresFor(structure: GraphStructure, level: DetailLevel): Measures {
  return measuresOf(
    level,
    structure.vertices.map(({ name }) => name),
  );
}

function elkTopicWidth({ topicWidth, gap, topicGap }: Measures): number {
  return topicWidth - (gap - topicGap);
}

/** Reads ELK's result. */
export function fromElkGraph({ structure, ends, level }: LayoutInput, answer: ElkNode): GraphLayout {
  const measures = measuresFor(structure, level);
  const reach = measures.gap - measures.topicGap;
  const sides = new Map(ends.map((end) => [topicNodeId(end), end.side]));
  const boxes: Record<string, Box> = {};
  for (const { id, x = 0, y = 0, width = 0, height = 0 } of answer.children ?? []) {
    const side = sides.get(id);
    if (side === undefined) boxes[id] = { x, y, width, height };
    else boxes[id] = { x: side === "in" ? x : x - reach, y, width: measures.topicWidth, height };
  }
  const paths: Record<string, readonly Point[]> = {};
  const edges = new Map((answer.edges ?? []).map((edge) => [edge.id, edge]));
  for (const { id, sourceId, targetId } of structure.edges) {
    const path = pathBetween(boxes[sourceId], boxes[targetId], edges.get(id));
    if (path !== undefined) paths[id] = path;
  }
  for (const end of ends) {
    const topic = boxes[topicNodeId(end)];
    const vertex = boxes[end.vertexId];
    const edge = edges.get(topicEdgeId(end));
    const path = end.side === "in" ? pathBetween(topic, vertex, edge) : pathBetween(vertex, topic, edge);
    if (path !== undefined) paths[topicEdgeId(end)] = path;
  }
  const all = Object.values(boxes);
  return {
    level,
    boxes,
    paths,
    width: Math.max(0, ...all.map((box) => box.x + box.width)),
    height: Math.max(0, ...all.map((box) => box.y + box.height)),
  };
}

/** ELK's route, cut at the drawn boxes; straight if the route is straight. */
function pathBetween(from: Box | undefined, to: Box | undefined, edge: ElkExtendedEdge | undefined): readonly Point[] | undefined {
  if (from === undefined || to === undefined) return undefined;
  const section = edge?.sections?.[0];
  const startY = section?.startPoint.y ?? from.y + from.height / 2;
  const endY = section?.endPoint.y ?? to.y + to.height / 2;
  return [{ x: from.x + from.width, y: startY }, ...(section?.bendPoints ?? []), { x: to.x, y: endY }];
}
