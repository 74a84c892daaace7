import type { ObservedBackend } from "../client/backend.ts";
import { callKey, type FactOptions } from "../client/fact-options.ts";
import { nextTopicsBook, type TopicsBook } from "../domain/topics-book.ts";
import type { TopicRecord, Topics } from "../rest/playground.ts";
import { foldedOptions } from "./folded-options.ts";
import { nextTopicTail, type TopicTail, tailStart } from "./topic-tail.ts";

const TOPICS_KEY = callKey("playgroundTopics", {}, {});

/**
 * `GET /playground/topics` at the refresh interval, with earlier observations. Disabled without a
 * playground.
 */
export function topicsOptions(observed: ObservedBackend): FactOptions<TopicsBook> {
  return foldedOptions<Topics, TopicsBook>(observed, {
    key: TOPICS_KEY,
    ask: ({ client, signal }) => client.call("playgroundTopics", {}, {}, { signal }),
    fold: (known, topics, atMs) => nextTopicsBook(known, atMs, topics),
    isEnabled: observed.backend.hasPlayground,
  });
}

/** The partitions of a topic and the new records in each; undefined if there is no such topic. */
type TailReplies =
  | readonly {
      range: Topics["topics"][number]["partitions"][number];
      offset: number;
      records: readonly TopicRecord[];
    }[]
  | undefined;

const NO_TOPIC: TopicTail = { hasTopic: false, positions: {}, skipped: 0, records: [], total: 0 };

/**
 * The newest records of a topic, at the refresh interval unless paused. The end offsets come from
 * the topics.
 */
export function topicTailOptions(observed: ObservedBackend, topic: string, isPaused: boolean): FactOptions<TopicTail> {
  return foldedOptions<TailReplies, TopicTail>(observed, {
    key: ["topicTail", { topic }],
    ask: async ({ client, signal, queryClient, known }) => {
      const { topics } = await queryClient.fetchQuery(topicsOptions(observed));
      const partitions = topics.topics.find(({ name }) => name === topic)?.partitions;
      if (partitions === undefined) return undefined;
      return Promise.all(
        partitions.map(async (range) => {
          const { offset, max } = tailStart(known, range);
          const reply =
            max === 0
              ? undefined
              : await client.call("playgroundRecords", { topic }, { partition: range.partition, offset, max }, { signal });
          return { range, offset, records: reply?.records ?? [] };
        }),
      );
    },
    fold: (known, replies) => (replies === undefined ? NO_TOPIC : nextTopicTail(known, replies)),
    refreshMs: isPaused ? false : observed.refreshMs,
    isEnabled: observed.backend.hasPlayground && !isPaused,
  });
}
