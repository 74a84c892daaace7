// The conversations with `kafka`: consumers, producers and the JobManager, each over a `data` link that they open.
// Requests carry an id of the asker's choosing; each is answered once, possibly much later (a fetch waits for records, a produce for room).

import type { RecordBatch } from "../../core/batch.ts";
import { defineProtocol } from "./protocol.ts";
import type { SplitOffset } from "./state.ts";

/** The protocol of links to `kafka`. */
export const BROKER_PROTOCOL = defineProtocol<ToBroker, FromBroker>("broker");

/** Begin and end of a partition: the lowest offset still stored and the next one to be written. */
export interface PartitionRange {
  readonly partition: number;
  readonly beginOffset: number;
  readonly endOffset: number;
}

/** Anyone → kafka. */
export type ToBroker =
  | { readonly type: "metadata"; readonly requestId: number; readonly topic: string }
  /**
   * Records from `offset` on, at most `maxRecords`; if there are none waits up to `maxWaitMs` and then answers an empty batch.
   * `jobId` names the reader, for the floor of a job without checkpoints. `knownEntries`: how many entries of the partition's dictionary
   * the reader has already (default 0); the batch brings the others. A partition's dictionary stays the same as long as the link does.
   * `autoOffsetReset` says what happens if `offset` is not stored: `none` (the default) is an error, `earliest` reads from the beginning of the partition, and
   * the answer's `nextOffset` shows it. Kafka: auto.offset.reset of the consumer.
   */
  | {
      readonly type: "fetch";
      readonly requestId: number;
      readonly jobId: string;
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
      readonly maxRecords: number;
      readonly maxWaitMs: number;
      readonly knownEntries?: number;
      readonly autoOffsetReset?: "none" | "earliest";
    }
  /** Appends a batch; answered when it is stored, which takes as long as the topic is full. */
  | {
      readonly type: "produce";
      readonly requestId: number;
      readonly topic: string;
      readonly partition: number;
      readonly batch: RecordBatch;
    }
  /** For monitoring and for sources that start at the group's offsets. */
  | { readonly type: "commit-offsets"; readonly groupId: string; readonly offsets: readonly SplitOffset[] }
  | { readonly type: "committed-offsets"; readonly requestId: number; readonly groupId: string; readonly topic: string }
  /** The newest record of each partition; for a producer that continues after the last one. */
  | { readonly type: "last-records"; readonly requestId: number; readonly topic: string }
  /** From the JobManager: everything that has to stay in the topics, in place of what it said before. Answered when kafka has taken it in. */
  | { readonly type: "retain"; readonly requestId: number; readonly holds: readonly Hold[] };

/** Keeps records from being dropped. The rules are in docs/spec/savepoints-and-stops.md. */
export interface Hold {
  readonly holder: Holder;
  readonly records: HeldRecords;
}

/** Who holds: a job, or the savepoint with which job `jobId` ended. `path` is of the form `file:/…`. */
export type Holder =
  | { readonly type: "job"; readonly jobId: string }
  | { readonly type: "savepoint"; readonly path: string; readonly jobId: string };

/**
 * What is held. `all`: every record of the topics. `from-offsets`: in the partitions that are named, these offsets and everything above them.
 * `unread`: what job `jobId` has not fetched, in each partition of the topics; all of the partition while no reader is connected. With `groupId`
 * also what that consumer group has not committed.
 */
export type HeldRecords =
  | { readonly type: "all"; readonly topics: readonly string[] }
  | { readonly type: "from-offsets"; readonly offsets: readonly SplitOffset[] }
  | { readonly type: "unread"; readonly jobId: string; readonly topics: readonly string[]; readonly groupId?: string };

/** kafka → the asker. */
export type FromBroker =
  | { readonly type: "metadata"; readonly requestId: number; readonly partitions: readonly PartitionRange[] }
  | {
      readonly type: "fetched";
      readonly requestId: number;
      readonly batch: RecordBatch;
      /** Offset behind the last record of the batch. */
      readonly nextOffset: number;
      /** End of the partition now: `endOffset - nextOffset` is the lag. */
      readonly endOffset: number;
    }
  | { readonly type: "produced"; readonly requestId: number; readonly baseOffset: number }
  /** The topic is full: `produced` comes once there is room. `reason` tells people who holds the records. Sent again when that changes. */
  | { readonly type: "produce-waiting"; readonly requestId: number; readonly reason: string }
  | { readonly type: "committed-offsets"; readonly requestId: number; readonly offsets: readonly SplitOffset[] }
  /** Nothing of what the `retain` named is dropped from now on. */
  | { readonly type: "retained"; readonly requestId: number }
  /** `timestamp` of the partition's newest record, epoch ms; absent while it is empty. */
  | {
      readonly type: "last-records";
      readonly requestId: number;
      readonly partitions: readonly (PartitionRange & { readonly timestamp?: number })[];
    }
  /** Unknown topic or partition, or an offset that is not stored: `begin` and `end` say what is. */
  | {
      readonly type: "error";
      readonly requestId: number;
      readonly code: "UNKNOWN_TOPIC_OR_PARTITION" | "OFFSET_OUT_OF_RANGE";
      readonly message: string;
    };
