// The broker's state: topics, the groups' committed offsets, and what has to stay. No links, no time.

import type { Hold } from "../protocol/broker.ts";
import type { SplitOffset } from "../protocol/state.ts";
import { ConsumerGroups } from "./consumer-groups.ts";
import { Retention } from "./retention.ts";
import { Topic, type TopicConfig } from "./topic.ts";

/** Topics by name and what is known of their readers. */
export class Broker {
  readonly #topics: ReadonlyMap<string, Topic>;
  readonly #groups = new ConsumerGroups();
  readonly #retention = new Retention(this.#groups);

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

  /** Remembers how far a group has read: for monitoring, and for sources that begin there. */
  commitOffsets(groupId: string, offsets: readonly SplitOffset[]): void {
    this.#groups.commit(groupId, offsets);
    for (const topic of this.#topics.values()) topic.floorChanged();
  }

  /** What the group has committed in a topic; partitions without a commit are left out. */
  committedOffsets(groupId: string, topic: string): SplitOffset[] {
    return this.#groups.committed(groupId, topic);
  }

  /** Takes in everything that has to stay, in place of what had to stay before. */
  retain(holds: readonly Hold[]): void {
    this.#retention.replaceHolds(holds);
    for (const topic of this.#topics.values()) topic.floorChanged();
  }

  /** A job asks for records from `offset` on, over the connection `owner`. */
  noteFetch(owner: object, jobId: string, topic: Topic, partition: number, offset: number): void {
    this.#retention.noteFetch(owner, jobId, topic.config.name, partition, offset);
    topic.floorChanged();
  }

  /** The connection is closed: what it wanted to store is dropped, and what it had read no longer counts. */
  connectionClosed(owner: object): void {
    this.#retention.dropReader(owner);
    for (const topic of this.#topics.values()) topic.dropAppendsOf(owner);
  }
}
