// Which partitions a source subtask reads and from where. In Flink the enumerator at the JobManager deals splits out (KafkaSourceEnumerator);
// here each reader works out its own share by the same rule, so that no split is ever in flight between two threads.

import { stringHashCode } from "../../core/key-groups.ts";
import type { PartitionRange } from "../protocol/broker.ts";
import type { SplitOffset } from "../protocol/state.ts";

/** Subtask that reads `partition`, among `readers`. Flink: KafkaSourceEnumerator.getSplitOwner. */
export function splitOwner(topic: string, partition: number, readers: number): number {
  const start = (Math.imul(stringHashCode(topic), 31) & 0x7fffffff) % readers;
  return (start + partition) % readers;
}

/**
 * Splits of a subtask that starts without state: at the group's committed offset if it is asked for and stored, else at the beginning. Flink:
 * OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST).
 */
export function freshSplits(
  topic: string,
  partitions: readonly PartitionRange[],
  committed: readonly SplitOffset[],
  subtask: { readonly subtaskIndex: number; readonly parallelism: number },
): SplitOffset[] {
  return partitions
    .filter(({ partition }) => splitOwner(topic, partition, subtask.parallelism) === subtask.subtaskIndex)
    .map((range) => ({ topic, partition: range.partition, offset: committedOffset(committed, range) ?? range.beginOffset }));
}

/** Splits of a subtask that restores: exactly those of its state, at exactly their offsets. Committed offsets have no say. */
export function restoredSplits(splits: readonly SplitOffset[]): SplitOffset[] {
  return splits.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
}

function committedOffset(committed: readonly SplitOffset[], { partition, beginOffset, endOffset }: PartitionRange): number | undefined {
  return committed.find((split) => split.partition === partition && split.offset >= beginOffset && split.offset <= endOffset)?.offset;
}
