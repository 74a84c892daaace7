// Which records may be dropped from a topic: those below the floor, the lowest offset of all holders.
// Rules: docs/spec/savepoints-and-stops.md, Retention.

import { assertUnreachable } from "../../base/assert.ts";
import type { HeldRecords, Hold, Holder } from "../protocol/broker.ts";
import type { ConsumerGroups } from "./consumer-groups.ts";

/** Who holds the most of a partition, and from which offset on. */
export interface Floor {
  readonly holder: Holder;
  readonly offset: number;
}

/** One connection that fetches: whose it is, and the offset of its last fetch by `<topic>-<partition>`. */
interface Reader {
  readonly jobId: string;
  readonly positions: Map<string, number>;
}

/** The holds on all topics. */
export class Retention {
  readonly #groups: Pick<ConsumerGroups, "committedOffset">;
  #holds: readonly Hold[] = [];
  readonly #readers = new Map<object, Reader>();

  constructor(groups: Pick<ConsumerGroups, "committedOffset">) {
    this.#groups = groups;
  }

  /** Takes in what the JobManager says, in place of what it said before. */
  replaceHolds(holds: readonly Hold[]): void {
    this.#holds = holds;
  }

  /** The job asked for records from `offset` on over the connection `owner`: it has those below. */
  noteFetch(owner: object, jobId: string, topic: string, partition: number, offset: number): void {
    let reader = this.#readers.get(owner);
    if (reader === undefined) {
      reader = { jobId, positions: new Map() };
      this.#readers.set(owner, reader);
    }
    reader.positions.set(`${topic}-${partition}`, offset);
  }

  /** The connection is closed. Where its reader had come to says nothing about where the next one begins. */
  dropReader(owner: object): void {
    this.#readers.delete(owner);
  }

  /** Undefined while the partition has no holder: then nothing may be dropped. */
  floor(topic: string, partition: number): Floor | undefined {
    let lowest: Floor | undefined;
    for (const { holder, records } of this.#holds) {
      const offset = this.#heldOffset(records, topic, partition);
      if (offset !== undefined && (lowest === undefined || offset < lowest.offset)) lowest = { holder, offset };
    }
    return lowest;
  }

  #heldOffset(records: HeldRecords, topic: string, partition: number): number | undefined {
    switch (records.type) {
      case "all":
        return records.topics.includes(topic) ? 0 : undefined;
      case "from-offsets":
        return records.offsets.find((split) => split.topic === topic && split.partition === partition)?.offset;
      case "unread": {
        if (!records.topics.includes(topic)) return undefined;
        const { groupId } = records;
        const position = this.#lowestPosition(records.jobId, topic, partition) ?? 0;
        return groupId === undefined ? position : Math.min(position, this.#groups.committedOffset(groupId, topic, partition) ?? 0);
      }
      default:
        return assertUnreachable(records);
    }
  }

  /** Of two attempts, one of which has not ended yet, the one that is behind counts. */
  #lowestPosition(jobId: string, topic: string, partition: number): number | undefined {
    let lowest: number | undefined;
    for (const reader of this.#readers.values()) {
      if (reader.jobId !== jobId) continue;
      const position = reader.positions.get(`${topic}-${partition}`);
      if (position !== undefined && (lowest === undefined || position < lowest)) lowest = position;
    }
    return lowest;
  }
}
