import type { SplitPosition } from "../../domain/source-metrics.ts";
import { endOffset, type TopicsBook } from "../../domain/topics-book.ts";
import type { Topic } from "../../rest/playground.ts";

/** A partition as a lane: the share of its tail that is backlog, 0…1. */
export type Lane = { partition: number; backlogShare: number };

/** The values of a topic's card. Counts are records over all partitions. */
export type TopicCardModel = {
  name: string;
  side: "in" | "out";
  lanes: readonly Lane[];
  endOffset: number;
  /** Records written per second; undefined before the second reply. */
  perSecond: number | undefined;
  /** Written but not read; undefined if the read position is unknown. */
  lag: number | undefined;
  isLagGrowing: boolean;
  /** When it last grew, epoch ms. */
  grewMs: number | undefined;
};

/** How the topic looks to whom. */
export type TopicReading = {
  positions: readonly SplitPosition[];
  /**
   * Flink's pendingRecords over all subtasks of the source: records known but not fetched;
   * undefined when no task runs.
   */
  pendingRecords: number | undefined;
  isRunning: boolean;
};

/**
 * A lane shows this many records at the end of a partition, or more if the backlog would fill it.
 */
const LANE_RECORDS = 6000;

/**
 * The card of a topic. While the source runs, its own metric gives the lag: positions and end
 * offsets arrive in different replies, and a second between them is 400 records. While no task
 * runs, positions stay at the committed offsets, and the lag is the number of records after them.
 */
export function topicCard(
  book: TopicsBook,
  name: string,
  side: "in" | "out",
  reading: TopicReading | undefined,
): TopicCardModel | undefined {
  const topic = book.topics.topics.find((one) => one.name === name);
  if (topic === undefined) return undefined;
  const perSecond = ratePerSecond(book, name);
  const lag = side === "in" ? lagOf(topic, reading) : undefined;
  return {
    name,
    side,
    lanes: topic.partitions.map(({ partition, endOffset: end }) => ({
      partition,
      backlogShare: side === "in" ? backlogShare(end, partition, topic, reading, lag) : 0,
    })),
    endOffset: endOffset(topic),
    perSecond,
    lag,
    isLagGrowing: lag !== undefined && lag > 0 && reading?.isRunning === false && (perSecond ?? 0) > 0,
    grewMs: book.grewMs[name],
  };
}

function ratePerSecond(book: TopicsBook, name: string): number | undefined {
  const first = book.seen[0];
  const last = book.seen.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return undefined;
  return (((last.endOffsets[name] ?? 0) - (first.endOffsets[name] ?? 0)) * 1000) / (last.atMs - first.atMs);
}

function lagOf(topic: Topic, reading: TopicReading | undefined): number | undefined {
  if (reading === undefined) return undefined;
  if (reading.isRunning && reading.pendingRecords !== undefined) return reading.pendingRecords;
  const behind = topic.partitions.map(({ partition, endOffset: end }) => behindOf(topic.name, partition, end, reading));
  // The sum would be too low if the position of a partition is missing.
  return behind.every((records) => records !== undefined) ? behind.reduce((sum, records) => sum + records, 0) : undefined;
}

function behindOf(topic: string, partition: number, end: number, { positions, isRunning }: TopicReading): number | undefined {
  const at = positions.find((position) => position.topic === topic && position.partition === partition);
  const offset = isRunning ? (at?.nextOffset ?? at?.committedOffset) : (at?.committedOffset ?? at?.nextOffset);
  return offset === undefined ? undefined : Math.max(0, end - offset);
}

function backlogShare(end: number, partition: number, topic: Topic, reading: TopicReading | undefined, lag: number | undefined): number {
  if (reading === undefined || lag === undefined || lag === 0) return 0;
  const own = behindOf(topic.name, partition, end, reading);
  const records = reading.isRunning && reading.pendingRecords !== undefined ? lag / topic.partitions.length : (own ?? 0);
  return records / Math.max(LANE_RECORDS, records / 0.75);
}
