// The scene that the canvas of a large graph draws, in the graph's own coordinates, and the vertex at
// a point. Pure.
import type { TopicEnd } from "./graph-topics.ts";
import { type Box, type GraphLayout, type LabelPlace, type Point, topicEdgeId, topicNodeId } from "./layout.ts";
import type { GraphStructure } from "./structure.ts";

/** An edge with the vertices at its ends. */
export type SceneEdge = {
  readonly sourceId: string;
  readonly targetId: string;
  /** Undefined between a topic and its vertex. */
  readonly shipStrategy: string | undefined;
  readonly points: readonly Point[];
  readonly label: LabelPlace | undefined;
};

/** Edges that are near each other, with the box around them, to draw only those in sight. */
export type EdgeGroup = { readonly edges: readonly SceneEdge[]; readonly bounds: Box };

/** The boxes of the vertices in the job's order, the topics by name, and the edges in groups. */
export type Scene = {
  readonly boxes: readonly (readonly [id: string, box: Box])[];
  readonly topics: readonly { readonly id: string; readonly name: string; readonly box: Box }[];
  readonly groups: readonly EdgeGroup[];
};

/** Larger groups are drawn although most of their edges are out of sight, smaller ones cost a call each. */
const EDGES_PER_GROUP = 64;
/** The scene of a layout. It changes only with the layout. Yields between steps of a few ms. */
export function* sceneOf(structure: GraphStructure, ends: readonly TopicEnd[], layout: GraphLayout): Generator<void, Scene> {
  const edges = [
    ...structure.edges,
    ...ends.map((end) => ({ id: topicEdgeId(end), sourceId: end.vertexId, targetId: end.vertexId, shipStrategy: undefined })),
  ].flatMap(({ id, sourceId, targetId, shipStrategy }): SceneEdge[] => {
    const points = layout.paths[id];
    if (points === undefined) return [];
    const label = shipStrategy === undefined ? undefined : layout.labels[id];
    return [{ sourceId, targetId, shipStrategy, points, label }];
  });
  yield;
  // Edges into the same layer are neighbours then.
  const sorted = edges
    .map((edge) => ({ edge, end: edge.points.at(-1) ?? { x: 0, y: 0 } }))
    .toSorted((a, b) => a.end.x - b.end.x || a.end.y - b.end.y)
    .map(({ edge }) => edge);
  yield;
  const groups: EdgeGroup[] = [];
  for (let from = 0; from < sorted.length; from += EDGES_PER_GROUP) {
    const group = sorted.slice(from, from + EDGES_PER_GROUP);
    groups.push({ edges: group, bounds: boundsOf(group) });
  }
  return {
    boxes: structure.vertices.flatMap(({ id }) => {
      const box = layout.boxes[id];
      return box === undefined ? [] : [[id, box] as const];
    }),
    topics: ends.flatMap((end) => {
      const id = topicNodeId(end);
      const box = layout.boxes[id];
      return box === undefined ? [] : [{ id, name: end.topic, box }];
    }),
    groups,
  };
}

function boundsOf(edges: readonly SceneEdge[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points } of edges) {
    for (const { x, y } of points) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The vertex at a point; undefined if there is none. */
export function vertexAt({ boxes }: Scene, { x, y }: Point): string | undefined {
  return boxes.find(([, box]) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height)?.[0];
}

/** Whether two boxes have a point in common. */
export function isInside(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/**
 * The vertex that a key leads to: up and down in the job's order, which is that of the table; left
 * and right along an edge, to the vertex whose height is nearest. Undefined if the key leads nowhere.
 */
export function nextVertex(structure: GraphStructure, layout: GraphLayout, fromId: string, key: string): string | undefined {
  const { vertices, edges } = structure;
  const index = vertices.findIndex(({ id }) => id === fromId);
  switch (key) {
    case "ArrowUp":
      return vertices[index - 1]?.id;
    case "ArrowDown":
      return vertices[index + 1]?.id;
    case "Home":
      return vertices[0]?.id;
    case "End":
      return vertices.at(-1)?.id;
    case "ArrowLeft":
      return nearest(
        edges.filter(({ targetId }) => targetId === fromId).map(({ sourceId }) => sourceId),
        fromId,
        layout,
      );
    case "ArrowRight":
      return nearest(
        edges.filter(({ sourceId }) => sourceId === fromId).map(({ targetId }) => targetId),
        fromId,
        layout,
      );
    default:
      return undefined;
  }
}

function nearest(ids: readonly string[], fromId: string, { boxes }: GraphLayout): string | undefined {
  const height = (id: string): number => boxes[id]?.y ?? 0;
  return ids.toSorted((a, b) => Math.abs(height(a) - height(fromId)) - Math.abs(height(b) - height(fromId)))[0];
}
