import type { Topic } from "../../rest/playground.ts";
import type { Reading } from "./story-facts.ts";

const CURRENT_OFFSET = /(?:^|\.)KafkaSourceReader\.topic\.(.+)\.partition\.(\d+)\.currentOffset$/;

/**
 * What is written to the topics that a job reads, and what it has read of them, in records. The metrics name the topics; `currentOffset` is
 * the last record's, -1 before there is one. Until each partition has said how far it is, the sum would be too low, and is not told.
 */
export function readPosition(
  topics: readonly Topic[],
  metrics: readonly { id: string; max: number | undefined; sum: number | undefined }[],
): Pick<Reading, "written" | "read" | "pending"> {
  const positions = new Map<string, number>();
  const read = new Set<string>();
  for (const { id, max } of metrics) {
    const match = CURRENT_OFFSET.exec(id);
    const topic = match?.[1];
    if (match === null || topic === undefined) continue;
    read.add(topic);
    if (max !== undefined && max >= 0) positions.set(`${topic}/${match[2]}`, max + 1);
  }
  const partitions = topics.filter(({ name }) => read.has(name)).flatMap(({ name, partitions: own }) => own.map((one) => ({ ...one, key: `${name}/${one.partition}` })));
  const pending = metrics.filter(({ id }) => id.endsWith(".pendingRecords")).flatMap(({ sum }) => sum ?? []);
  return {
    written: partitions.length === 0 ? undefined : partitions.reduce((sum, { endOffset }) => sum + endOffset, 0),
    read: partitions.length > 0 && partitions.every(({ key }) => positions.has(key)) ? partitions.reduce((sum, { key }) => sum + (positions.get(key) ?? 0), 0) : undefined,
    pending: pending.length === 0 ? undefined : pending.reduce((sum, value) => sum + value, 0),
  };
}
