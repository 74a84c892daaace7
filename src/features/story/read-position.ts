import type { Topic } from "../../rest/playground.ts";
import type { Reading } from "./story-facts.ts";

const CURRENT_OFFSET = /(?:^|\.)KafkaSourceReader\.topic\.(.+)\.partition\.(\d+)\.currentOffset$/;

/** Whether a metric of a source tells how far it is. */
export function isPositionMetric(id: string): boolean {
  return CURRENT_OFFSET.test(id) || id.endsWith(".pendingRecords");
}

/** The topics that the metrics of sources name. */
export function topicsNamed(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.flatMap((id) => CURRENT_OFFSET.exec(id)?.[1] ?? []))];
}

/**
 * What is written to the topics that a job reads, and what it has read of them, in records. `currentOffset` is the last record's, -1
 * before there is one. Until each partition has said how far it is, the sum would be too low, and is not told.
 */
export function readPosition(
  topics: readonly Topic[],
  read: readonly string[],
  metrics: readonly { id: string; max: number | undefined; sum: number | undefined }[],
): Pick<Reading, "written" | "read" | "pending"> {
  const positions = new Map<string, number>();
  for (const { id, max } of metrics) {
    const match = CURRENT_OFFSET.exec(id);
    if (match !== null && max !== undefined && max >= 0) positions.set(`${match[1]}/${match[2]}`, max + 1);
  }
  const partitions = topics
    .filter(({ name }) => read.includes(name))
    .flatMap(({ name, partitions: own }) => own.map(({ partition, endOffset }) => ({ key: `${name}/${partition}`, endOffset })));
  const isKnown = partitions.length > 0 && partitions.every(({ key }) => positions.has(key));
  const pending = metrics.filter(({ id }) => id.endsWith(".pendingRecords")).flatMap(({ sum }) => sum ?? []);
  return {
    written: partitions.length === 0 ? undefined : sumOf(partitions.map(({ endOffset }) => endOffset)),
    read: isKnown ? sumOf([...positions.values()]) : undefined,
    pending: pending.length === 0 ? undefined : sumOf(pending),
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
