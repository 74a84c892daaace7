// The metrics of Flink's Kafka source with its topics and positions (KafkaSourceReaderMetrics).
// This file is the only one that parses their names.
import type { Topic } from "../rest/playground.ts";

/**
 * A source's position in a partition, from its own metrics. Offsets are those of the next record;
 * undefined before the first.
 */
export type SplitPosition = { topic: string; partition: number; nextOffset: number | undefined; committedOffset: number | undefined };

/** A metric of a source over all its subtasks; undefined if one value is not measured. */
export type SourceMetric = { id: string; max: number | undefined; sum: number | undefined };

const OFFSET_METRIC = /(?:^|\.)KafkaSourceReader\.topic\.(.+)\.partition\.(\d+)\.(currentOffset|committedOffset)$/;

/** The parts of an offset metric's name; undefined for other metrics. */
function parseOffsetMetric(
  id: string,
): { topic: string; partition: number; kind: "currentOffset" | "committedOffset"; key: string } | undefined {
  const match = OFFSET_METRIC.exec(id);
  if (match === null) return undefined;
  const [, topic = "", partition = "", kind] = match;
  return {
    topic,
    partition: Number(partition),
    kind: kind === "currentOffset" ? "currentOffset" : "committedOffset",
    key: `${topic}/${partition}`,
  };
}

/** The metrics of a vertex with its topics and positions. The source registers two per split. */
export function offsetMetrics(ids: readonly string[]): readonly string[] {
  return ids.filter((id) => parseOffsetMetric(id) !== undefined);
}

/** Whether a metric counts records that the source knows but has not fetched. */
export function isPendingMetric(id: string): boolean {
  return id.endsWith(".pendingRecords");
}

/**
 * The metric that tells how far a subtask of a source is behind: `pendingRecords`, or the largest lag
 * of its Kafka partitions (`records-lag-max`). Undefined if the source reports neither.
 */
export function lagMetric(ids: readonly string[]): string | undefined {
  return ids.find(isPendingMetric) ?? ids.find((id) => id.endsWith(".records-lag-max"));
}

/** Whether a metric of a source reports its position. */
export function isPositionMetric(id: string): boolean {
  return parseOffsetMetric(id)?.kind === "currentOffset" || isPendingMetric(id);
}

/** The topics in the metric names of a vertex. */
export function topicsRead(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.flatMap((id) => parseOffsetMetric(id)?.topic ?? []))];
}

/**
 * The positions in the values of {@link offsetMetrics}. `currentOffset` is that of the last record
 * read, `committedOffset` that of the first uncovered record; both are -1 before the first record.
 */
export function splitPositions(values: readonly { id: string; value: number | undefined }[]): readonly SplitPosition[] {
  const positions = new Map<string, SplitPosition>();
  for (const { id, value } of values) {
    const metric = parseOffsetMetric(id);
    if (metric === undefined || value === undefined) continue;
    const { topic, partition, kind, key } = metric;
    const before = positions.get(key) ?? { topic, partition, nextOffset: undefined, committedOffset: undefined };
    if (value < 0) positions.set(key, before);
    else positions.set(key, kind === "currentOffset" ? { ...before, nextOffset: value + 1 } : { ...before, committedOffset: value });
  }
  return [...positions.values()];
}

/**
 * How far a job has read its topics, in records over all partitions; undefined if the cluster does
 * not report it.
 */
export type ReadPosition = {
  /** Records written to the topics that it reads. */
  written: number | undefined;
  /** Records read from them, from the sources' own metrics. */
  read: number | undefined;
  /** Records known but not fetched, from the sources' own metrics. */
  pending: number | undefined;
};

/**
 * The records written to a job's topics and those it has read. The sum would be too low until each
 * partition has reported its position, so it is undefined until then.
 */
export function readPosition(topics: readonly Topic[], read: readonly string[], metrics: readonly SourceMetric[]): ReadPosition {
  const positions = new Map<string, number>();
  for (const { topic, partition, nextOffset } of splitPositions(metrics.map(({ id, max }) => ({ id, value: max })))) {
    if (nextOffset !== undefined) positions.set(`${topic}/${partition}`, nextOffset);
  }
  const partitions = topics
    .filter(({ name }) => read.includes(name))
    .flatMap(({ name, partitions: own }) => own.map(({ partition, endOffset }) => ({ key: `${name}/${partition}`, endOffset })));
  const isKnown = partitions.length > 0 && partitions.every(({ key }) => positions.has(key));
  const pending = metrics.filter(({ id }) => isPendingMetric(id)).flatMap(({ sum }) => sum ?? []);
  return {
    written: partitions.length === 0 ? undefined : sumOf(partitions.map(({ endOffset }) => endOffset)),
    read: isKnown ? sumOf([...positions.values()]) : undefined,
    pending: pending.length === 0 ? undefined : sumOf(pending),
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
