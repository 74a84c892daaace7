import type { Topic, Topics } from "../rest/playground.ts";

/** A reply about the topics, and when it arrived, epoch ms. */
type TopicsSeen = { atMs: number; endOffsets: Readonly<Record<string, number>> };

/**
 * The remembered state of the topics: a few replies for the rate, and when each topic was last seen
 * to grow.
 */
export type TopicsBook = { topics: Topics; seen: readonly TopicsSeen[]; grewMs: Readonly<Record<string, number>> };

/** The rate of a topic is computed over about this time, ms, because producers send in batches. */
const RATE_OVER_MS = 3000;

/** After a longer pause between two replies (the tab was hidden) the rate starts over, ms. */
const PAUSE_MS = 15_000;

/** The book after another reply. */
export function nextTopicsBook(book: TopicsBook | undefined, atMs: number, topics: Topics): TopicsBook {
  const endOffsets = Object.fromEntries(topics.topics.map((topic) => [topic.name, endOffset(topic)]));
  const last = book?.seen.at(-1);
  // Offsets decrease only after a reset, which creates a new topic with the same name.
  const wasReset = last !== undefined && Object.entries(last.endOffsets).some(([name, end]) => (endOffsets[name] ?? 0) < end);
  const isNew = book === undefined || last === undefined || wasReset || atMs - last.atMs > PAUSE_MS;
  const grew = Object.keys(endOffsets).filter((name) => last !== undefined && (endOffsets[name] ?? 0) > (last.endOffsets[name] ?? 0));
  return {
    topics,
    seen: isNew ? [{ atMs, endOffsets }] : [...since(book.seen, atMs - RATE_OVER_MS), { atMs, endOffsets }],
    grewMs: { ...(wasReset ? {} : book?.grewMs), ...Object.fromEntries(wasReset ? [] : grew.map((name) => [name, atMs])) },
  };
}

/** The newest reply at or before `fromMs`, and all later ones. */
function since(seen: readonly TopicsSeen[], fromMs: number): readonly TopicsSeen[] {
  const first = seen.findLastIndex(({ atMs }) => atMs <= fromMs);
  return seen.slice(Math.max(0, first));
}

/** The number of records written to a topic since it was created. */
export function endOffset(topic: Topic): number {
  return topic.partitions.reduce((sum, { endOffset: end }) => sum + end, 0);
}
