import { formatInterval } from "../../domain/units.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import type { TopicEnd } from "./graph-topics.ts";
import type { GraphStructure, StructureVertex } from "./structure.ts";

/**
 * A line below a vertex's name: the topic it reads or writes, its window, or its operators;
 * undefined if there is nothing to add.
 */
export function describeVertex(
  vertex: StructureVertex,
  readsTopics: readonly string[],
  writesTopic: string | undefined,
): string | undefined {
  if (readsTopics.length > 0) return `reads ${readsTopics.length === 1 ? "topic" : "topics"} ${readsTopics.join(", ")}`;
  if (writesTopic !== undefined) return `writes topic ${writesTopic}`;
  const [first, ...others] = vertex.operators;
  if (first === undefined) return undefined;
  return others.length === 0 ? (windowOf(first) ?? first) : vertexTitle([first, ...others].join(" -> "));
}

/**
 * `Window(TumblingEventTimeWindows(15000), EventTimeTrigger, Count, Stamp)` becomes a window of 15
 * s.
 */
function windowOf(operator: string): string | undefined {
  const match = /^Window\((\w+Windows)\((\d+)\)/.exec(operator);
  return match === null ? undefined : `${match[1] ?? ""}(${formatInterval(Number(match[2]))})`;
}

/**
 * The topic that a vertex writes. A committer has none: it only makes the writer's records visible.
 */
export function writesTopic(structure: GraphStructure, vertexId: string, ends: readonly TopicEnd[]): string | undefined {
  const out = ends.find(({ side }) => side === "out");
  if (out === undefined) return undefined;
  const writers = structure.edges.filter(({ targetId }) => targetId === out.vertexId).map(({ sourceId }) => sourceId);
  const writer = structure.vertices.find(({ id, name }) => writers.includes(id) && name.endsWith(": Writer"));
  return vertexId === (writer?.id ?? out.vertexId) ? out.topic : undefined;
}
