// The data plane between two TaskManagers: one `data` link for each pair and direction of request (the consumer's TaskManager opens it).
// Flink: credit-based flow control, CreditBasedPartitionRequestClientHandler and PartitionRequestServerHandler.
//
//   consumer                                  producer
//      │── partition-request (credit n) ────────▶│   kept until the producer registers that partition
//      │◀───────────────── element 0 (batch) ────│   takes one credit
//      │◀───────────────── element 1 (barrier) ──│   events need no credit
//      │── add-credit 1 ────────────────────────▶│
//      │── close-channel ───────────────────────▶│   consumer's task ended
//
// Elements of one channel keep their order; a gap in `sequence` is an error of the consumer's task.

import type { RecordBatch } from "../../core/batch.ts";
import type { AttemptId, BarrierInfo } from "./jobmanager-taskmanager.ts";
import { defineProtocol } from "./protocol.ts";

/** The protocol of a consuming TaskManager's link to a producing one. */
export const DATA_PROTOCOL = defineProtocol<ToProducer, ToConsumer>("taskmanager-taskmanager");

/** What flows over a channel. Only batches and committables take a credit. */
export type StreamElement =
  | { readonly type: "batch"; readonly batch: RecordBatch }
  /** From sink writers to their committer: what a checkpoint has to commit (at least once: nothing but the count). */
  | { readonly type: "committables"; readonly checkpointId: number; readonly count: number }
  /** Event time in epoch ms has come to here; `Infinity` is MAX_WATERMARK. */
  | { readonly type: "watermark"; readonly timestamp: number }
  | { readonly type: "watermark-status"; readonly status: "active" | "idle" }
  | { readonly type: "barrier"; readonly barrier: BarrierInfo }
  /** The checkpoint was given up before its barrier could be complete here. */
  | { readonly type: "cancel-barrier"; readonly checkpointId: number }
  | { readonly type: "end-of-data" };

/** Names one channel: the producing attempt, which of its partitions, and the consuming attempt. */
export interface ChannelId {
  readonly producer: AttemptId;
  readonly partitionIndex: number;
  readonly consumer: AttemptId;
}

/** Consumer → producer. */
export type ToProducer =
  | { readonly type: "partition-request"; readonly channel: ChannelId; readonly credit: number }
  /** `batchRecords`: how large batches should be from now on, from the consumer's measured throughput (Flink: BufferDebloater). */
  | { readonly type: "add-credit"; readonly channel: ChannelId; readonly credit: number; readonly batchRecords: number }
  | { readonly type: "close-channel"; readonly channel: ChannelId };

/** Producer → consumer. */
export type ToConsumer =
  /** `backlog`: batches that wait at the producer for credit. */
  | {
      readonly type: "element";
      readonly channel: ChannelId;
      readonly sequence: number;
      readonly element: StreamElement;
      readonly backlog: number;
    }
  /** The producing task ended without end-of-data (failed or canceled). */
  | { readonly type: "partition-released"; readonly channel: ChannelId };
