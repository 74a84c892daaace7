import { type Node, Position } from "@xyflow/react";

import { visibleText } from "../../base/visible-text.ts";
import type { RateBook } from "../../domain/rate.ts";
import { edgeRate } from "./edge-rate.ts";
import type { TopicEnd } from "./graph-topics.ts";
import { type GraphLayout, topicEdgeId, topicNodeId } from "./layout.ts";
import type { GraphStructure, StructureVertex } from "./structure.ts";
import type { TopicCardModel } from "./topic-model.ts";
import { strategyWords, type TubeEdge } from "./tube-edge.tsx";
import type { VertexCardModel } from "./vertex-card-model.ts";

/** A vertex in React Flow's terms. */
export type VertexNode = Node<{ card: VertexCardModel }, "vertex">;

/** A topic in React Flow's terms. */
export type TopicNode = Node<{ topic: TopicCardModel }, "topic">;

/** An operator that is not in the job graph yet, in React Flow's terms. */
export type PendingNode = Node<{ operator: StructureVertex }, "pending">;

export type GraphNode = VertexNode | TopicNode | PendingNode;

/** Values that the graph shows in addition to its structure. */
export type GraphFacts = {
  /** The card of a vertex, made when it is first drawn: a large graph draws few cards. */
  cardOf: (vertexId: string) => VertexCardModel | undefined;
  /** An operator that is not in the job graph yet. */
  pendingOf?: (id: string) => StructureVertex | undefined;
  topics: Readonly<Record<string, TopicCardModel>>;
  rates: RateBook | undefined;
};

/**
 * React Flow disables pointer events of nodes that cannot be selected or dragged. These nodes have
 * buttons and hints.
 */
const TOUCHABLE = { pointerEvents: "all" } as const;

/** Edges enter on the left and leave on the right, at half height. */
function handlesOf(width: number, height: number): NonNullable<GraphNode["handles"]> {
  const common = { y: height / 2, width: 1, height: 1 };
  return [
    { ...common, type: "target", position: Position.Left, x: 0 },
    { ...common, type: "source", position: Position.Right, x: width },
  ];
}

/**
 * Converts layout and facts to React Flow's nodes: all, or those with these ids. Nodes missing in
 * the layout appear with the next one.
 */
export function graphNodes(layout: GraphLayout, facts: GraphFacts, ids: Iterable<string> = Object.keys(layout.boxes)): GraphNode[] {
  return [...ids].flatMap((id): GraphNode[] => {
    const box = layout.boxes[id];
    if (box === undefined) return [];
    const { x, y, width, height } = box;
    // React Flow forgets the measured size of a node whose object changes. These sizes are known.
    const common = {
      id,
      position: { x, y },
      width,
      height,
      measured: { width, height },
      handles: handlesOf(width, height),
      style: TOUCHABLE,
    };
    const card = facts.cardOf(id);
    if (card !== undefined) return [{ ...common, type: "vertex", data: { card } }];
    const operator = facts.pendingOf?.(id);
    if (operator !== undefined) return [{ ...common, type: "pending", data: { operator } }];
    const topic = facts.topics[id];
    return topic === undefined ? [] : [{ ...common, type: "topic", data: { topic } }];
  });
}

/** Converts layout and facts to React Flow's edges. */
export function graphEdges(structure: GraphStructure, ends: readonly TopicEnd[], layout: GraphLayout, facts: GraphFacts): TubeEdge[] {
  const depths = edgeDepths(structure);
  const isWorking = (id: string): boolean => facts.cardOf(id)?.phase === "working";
  const isDrawn = (id: string): boolean => facts.cardOf(id) !== undefined || facts.pendingOf?.(id) !== undefined;
  const names = new Map(structure.vertices.map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => visibleText(names.get(id) ?? id);
  const between = structure.edges.flatMap(({ id, sourceId, targetId, shipStrategy, localStrategy }): TubeEdge[] => {
    const points = layout.paths[id];
    if (points === undefined || !isDrawn(sourceId) || !isDrawn(targetId)) return [];
    const perSecond = edgeRate(structure, facts.rates, sourceId, targetId);
    const isOff = !isWorking(sourceId) || !isWorking(targetId);
    return [
      {
        id,
        type: "tube",
        source: sourceId,
        target: targetId,
        ariaLabel: `${nameOf(sourceId)} to ${nameOf(targetId)}, ${strategyWords(shipStrategy, localStrategy)}`,
        data: {
          points,
          label: layout.labels[id],
          shipStrategy,
          localStrategy,
          perSecond,
          isOff,
          level: layout.level,
          depth: depths.get(sourceId) ?? 0,
        },
      },
    ];
  });
  const toTopics = ends.flatMap((end): TubeEdge[] => {
    const id = topicEdgeId(end);
    const points = layout.paths[id];
    const topic = facts.topics[topicNodeId(end)];
    if (points === undefined || topic === undefined) return [];
    const [source, target] = end.side === "in" ? [topicNodeId(end), end.vertexId] : [end.vertexId, topicNodeId(end)];
    const topicName = visibleText(end.topic);
    const ariaLabel = end.side === "in" ? `Topic ${topicName} to ${nameOf(end.vertexId)}` : `${nameOf(end.vertexId)} to topic ${topicName}`;
    const perSecond = end.side === "in" ? facts.rates?.series[end.vertexId]?.rates?.recordsInPerSecond : topic.perSecond;
    return [
      {
        id,
        type: "tube",
        source,
        target,
        ariaLabel,
        data: {
          points,
          label: undefined,
          shipStrategy: undefined,
          localStrategy: undefined,
          perSecond,
          isOff: !isWorking(end.vertexId),
          level: layout.level,
          depth: 0,
        },
      },
    ];
  });
  return [...between, ...toTopics];
}

/**
 * By vertex: the number of edges that a barrier has passed. With several inputs, the last one
 * counts.
 */
function edgeDepths({ vertices, edges }: GraphStructure): ReadonlyMap<string, number> {
  const depths = new Map(vertices.map(({ id }) => [id, 0]));
  // As many rounds as the longest path has edges. A plan has no cycles.
  for (let round = 0; round < vertices.length; round++) {
    let hasChanged = false;
    for (const { sourceId, targetId } of edges) {
      const depth = (depths.get(sourceId) ?? 0) + 1;
      if (depth > (depths.get(targetId) ?? 0) && depth < vertices.length) {
        depths.set(targetId, depth);
        hasChanged = true;
      }
    }
    if (!hasChanged) break;
  }
  return depths;
}
