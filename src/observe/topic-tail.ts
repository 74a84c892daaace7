import type { TopicRecord } from "../rest/playground.ts";

/** The newest records of a topic, newest first, and the next offsets to read. */
export type TopicTail = {
  hasTopic: boolean;
  /** The next offset of each partition. */
  positions: Readonly<Record<number, number>>;
  /** Records skipped because they arrived faster than they can be shown. */
  skipped: number;
  records: readonly TopicRecord[];
  /** The number of records in the topic. */
  total: number;
};

type Range = { partition: number; beginOffset: number; endOffset: number };

/** A longer list would not be read. */
const KEPT_RECORDS = 2000;
const MOST_PER_CALL = 500;

/** The part of a partition to read: the new records, but no more than the last 500. */
export function tailStart(before: TopicTail | undefined, { partition, beginOffset, endOffset }: Range): { offset: number; max: number } {
  const position = before?.positions[partition] ?? 0;
  // After the end: the topic was reset and is read from its start again.
  const from = Math.max(position > endOffset ? 0 : position, beginOffset, endOffset - MOST_PER_CALL);
  return { offset: from, max: endOffset - from };
}

/** The tail after the replies of all partitions. */
export function nextTopicTail(
  before: TopicTail | undefined,
  replies: readonly { range: Range; offset: number; records: readonly TopicRecord[] }[],
): TopicTail {
  const wasReset = replies.some(({ range }) => (before?.positions[range.partition] ?? 0) > range.endOffset);
  const kept = wasReset ? undefined : before;
  const fresh = replies
    .flatMap(({ records }) => records)
    .toSorted((a, b) => b.timestamp - a.timestamp || b.partition - a.partition || b.offset - a.offset);
  const skipped = replies.reduce(
    (sum, { range, offset }) => sum + (kept === undefined ? 0 : offset - (kept.positions[range.partition] ?? offset)),
    0,
  );
  return {
    hasTopic: true,
    positions: Object.fromEntries(
      replies.map(({ range, offset, records }) => [range.partition, (records.at(-1)?.offset ?? offset - 1) + 1]),
    ),
    skipped: (kept?.skipped ?? 0) + skipped,
    records: fresh.length === 0 ? (kept?.records ?? []) : [...fresh, ...(kept?.records ?? [])].slice(0, KEPT_RECORDS),
    total: replies.reduce((sum, { range }) => sum + range.endOffset - range.beginOffset, 0),
  };
}
