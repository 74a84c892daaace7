// The broker's state: topics, the groups' committed offsets, and what jobs hold back. No links, no time.

import { ensureExists } from "../../base/assert.ts";
import type { RetentionHold } from "../protocol/broker.ts";
import type { SplitOffset } from "../protocol/state.ts";
import { Retention } from "./retention.ts";
import { Topic, type TopicConfig } from "./topic.ts";

/** Topics by name and what is known of their readers. */
export class Broker {
  readonly #topics: ReadonlyMap<string, Topic>;
  readonly #retention = new Retention();
  /** By group, then by `<topic>-<partition>`. */
  readonly #committed = new Map<string, Map<string, SplitOffset>>();

  /** `incarnation` makes the ids of the partitions' dictionaries unique in time. */
  constructor(topics: readonly TopicConfig[], incarnation: string) {
    this.#topics = new Map(topics.map((config) => [config.name, new Topic(config, this.#retention, incarnation)]));
  }

  topic(name: string): Topic | undefined {
    return this.#topics.get(name);
  }

  /** In the order in which they were declared. */
  topics(): Topic[] {
    return [...this.#topics.values()];
  }

  /** Remembers how far a group has come; only for monitoring and for sources that ask for it. */
  commitOffsets(groupId: string, offsets: readonly SplitOffset[]): void {
    if (!this.#committed.has(groupId)) this.#committed.set(groupId, new Map());
    const group = ensureExists(this.#committed.get(groupId), `group ${groupId}`);
    for (const split of offsets) group.set(`${split.topic}-${split.partition}`, split);
  }

  /** What the group has committed in a topic; partitions without a commit are left out. */
  committedOffsets(groupId: string, topic: string): SplitOffset[] {
    return [...(this.#committed.get(groupId)?.values() ?? [])].filter((split) => split.topic === topic);
  }

  /** What a job may still read has changed. */
  retain(jobId: string, hold: RetentionHold): void {
    this.#retention.hold(jobId, hold);
    for (const topic of this.#topics.values()) topic.retentionChanged();
  }

  /** A job asks for records from `offset` on. */
  noteFetch(jobId: string, topic: Topic, partition: number, offset: number): void {
    this.#retention.noteFetch(jobId, topic.config.name, partition, offset);
    topic.retentionChanged();
  }

  /** The connection is gone: what it wanted to store is dropped. */
  dropAppendsOf(owner: object): void {
    for (const topic of this.#topics.values()) topic.dropAppendsOf(owner);
  }
}
