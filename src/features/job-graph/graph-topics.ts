import type { Topic } from "../../rest/playground.ts";
import type { GraphStructure } from "./structure.ts";

/** A topic at an end of the graph. */
export type TopicEnd = { topic: string; vertexId: string; side: "in" | "out" };

/** Where a source stands in a partition, by its own metrics. Offsets are those of the next record; undefined before the first. */
export type SplitPosition = { topic: string; partition: number; nextOffset: number | undefined; committedOffset: number | undefined };

const OFFSET_METRIC = /(?:^|\.)KafkaSourceReader\.topic\.(.+)\.partition\.(\d+)\.(currentOffset|committedOffset)$/;

/** The metrics of a vertex that tell what it reads, and how far: KafkaSourceReaderMetrics registers two for each split. */
export function offsetMetrics(ids: readonly string[]): readonly string[] {
  return ids.filter((id) => OFFSET_METRIC.test(id));
}

/** The topics named in the metrics of a vertex. */
export function topicsRead(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.flatMap((id) => OFFSET_METRIC.exec(id)?.[1] ?? []))];
}

/**
 * The positions in the values of {@link offsetMetrics}. `currentOffset` is that of the last record read, `committedOffset`
 * that of the first one not covered; both are -1 before there is one.
 */
export function splitPositions(values: readonly { id: string; value: number | undefined }[]): readonly SplitPosition[] {
  const positions = new Map<string, SplitPosition>();
  for (const { id, value } of values) {
    const match = OFFSET_METRIC.exec(id);
    const topic = match?.[1];
    if (match === null || topic === undefined || value === undefined) continue;
    const partition = Number(match[2]);
    const key = `${topic}/${partition}`;
    const before = positions.get(key) ?? { topic, partition, nextOffset: undefined, committedOffset: undefined };
    const isCurrent = match[3] === "currentOffset";
    if (value < 0) positions.set(key, before);
    else positions.set(key, isCurrent ? { ...before, nextOffset: value + 1 } : { ...before, committedOffset: value });
  }
  return [...positions.values()];
}

/**
 * Which topic stands at which end. A source's metrics name what it reads. No call tells what a sink writes, so a topic that
 * no source of this job reads is drawn behind its sink if there is exactly one, and if it reads a topic of this cluster at all:
 * the playground has an input and an output.
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
