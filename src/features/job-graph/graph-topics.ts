import type { Topic } from "../../rest/playground.ts";
import type { GraphStructure } from "./structure.ts";

/** A topic at an end of the graph. */
export type TopicEnd = { topic: string; vertexId: string; side: "in" | "out" };

/**
 * The topic at each end of the graph. A source's metrics contain the topics it reads. No call
 * returns the topics of a sink. A topic that no source of this job reads is drawn behind the job's
 * sink if there is exactly one, and only if the job reads a topic of this cluster.
 */
export function topicEnds(
  structure: GraphStructure,
  topics: readonly Topic[],
  readsByVertex: Readonly<Record<string, readonly string[]>>,
): readonly TopicEnd[] {
  const names = new Set(topics.map(({ name }) => name));
  const ins = structure.vertices.flatMap(({ id }) =>
    (readsByVertex[id] ?? []).filter((topic) => names.has(topic)).map((topic): TopicEnd => ({ topic, vertexId: id, side: "in" })),
  );
  const sinks = structure.vertices.filter(({ isSink, isSource }) => isSink && !isSource);
  const [sink] = sinks;
  if (ins.length === 0 || sink === undefined || sinks.length > 1) return ins;
  const read = new Set(ins.map(({ topic }) => topic));
  const outs = topics.filter(({ name }) => !read.has(name)).map(({ name }): TopicEnd => ({ topic: name, vertexId: sink.id, side: "out" }));
  return outs.length === 1 ? [...ins, ...outs] : ins;
}
