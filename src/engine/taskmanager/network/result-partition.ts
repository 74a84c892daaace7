// One output of a task: deals records to the consumers' subpartitions, events to all of them. Flink: PipelinedResultPartition behind a
// RecordWriter.

import { ensureExists } from "../../../base/assert.ts";
import { batchSizeBytes, type RecordBatch, releaseBatch } from "../../../core/batch.ts";
import { createPartitioner, type EmitToChannel, type Partitioner } from "../../../core/partitioner.ts";
import type { Host, Timer } from "../../host.ts";
import type { AttemptId, ResultPartitionDescriptor } from "../../protocol/jobmanager-taskmanager.ts";
import type { StreamElement } from "../../protocol/taskmanager-taskmanager.ts";
import { Subpartition, type SubpartitionListener } from "./subpartition.ts";

/** What a partition counts, over all its subpartitions. Bytes are those of the columns. */
export interface OutputCounters {
  numBytesOut: number;
  numBuffersOut: number;
}

/** Settings of a {@link ResultPartition}. */
export interface ResultPartitionOptions {
  readonly host: Host;
  readonly descriptor: ResultPartitionDescriptor;
  /** Longest time a row waits for its batch to fill, ms. */
  readonly bufferTimeoutMs: number;
  readonly counters: OutputCounters;
  /** Called when there is room again or everything has left. */
  readonly onDelivered: () => void;
}

/** Made by the task that writes, read by tasks anywhere. */
export class ResultPartition implements SubpartitionListener {
  readonly descriptor: ResultPartitionDescriptor;
  readonly #host: Host;
  readonly #bufferTimeoutMs: number;
  readonly #counters: OutputCounters;
  readonly #onDelivered: () => void;
  readonly #partitioner: Partitioner;
  readonly #subpartitions: readonly Subpartition[];
  readonly #emitToChannel: EmitToChannel;
  #flushTimer: Timer | undefined;

  constructor(options: ResultPartitionOptions) {
    const { descriptor, host } = options;
    this.descriptor = descriptor;
    this.#host = host;
    this.#bufferTimeoutMs = options.bufferTimeoutMs;
    this.#counters = options.counters;
    this.#onDelivered = options.onDelivered;
    const numChannels = descriptor.consumers.length;
    this.#subpartitions = descriptor.consumers.map(() => new Subpartition(this));
    this.#partitioner = createPartitioner({
      kind: descriptor.shipStrategy,
      numChannels,
      maxParallelism: descriptor.consumerMaxParallelism,
      startChannel: Math.floor(host.rng.next() * numChannels),
    });
    this.#emitToChannel = (batch, channel) => ensureExists(this.#subpartitions[channel], `subpartition ${channel}`).addBatch(batch);
  }

  get subpartitions(): readonly Subpartition[] {
    return this.#subpartitions;
  }

  /** Records that may be emitted in one go whatever their keys; 0 is back pressure. */
  get availableRecords(): number {
    return this.#subpartitions.reduce((min, subpartition) => Math.min(min, subpartition.availableRecords), Number.POSITIVE_INFINITY);
  }

  /** Every element has been delivered. */
  get isDrained(): boolean {
    return this.#subpartitions.every((subpartition) => subpartition.isDrained);
  }

  /**
   * The subpartition that the attempt `consumer` reads. Undefined if the attempt does not consume
   * this partition.
   */
  subpartitionFor(consumer: AttemptId): Subpartition | undefined {
    return this.#subpartitions[this.descriptor.consumers.findIndex((peer) => peer.attemptId === consumer)];
  }

  /** The batch belongs to this partition afterwards: its buffers may be transferred. */
  emitBatch(batch: RecordBatch): void {
    this.#partitioner.partition(batch, this.#emitToChannel);
    // With one channel the batch itself has passed on; with more its rows were copied.
    if (this.#subpartitions.length > 1) releaseBatch(batch);
  }

  /** To every consumer, behind all rows emitted so far. */
  broadcast(event: Exclude<StreamElement, { type: "batch" }>): void {
    for (const subpartition of this.#subpartitions) subpartition.addEvent(event);
  }

  /** To one consumer, behind all rows emitted so far. */
  send(event: Exclude<StreamElement, { type: "batch" }>, channel: number): void {
    ensureExists(this.#subpartitions[channel], `subpartition ${channel}`).addEvent(event);
  }

  /** Ends the partition before its end of data: consumers are told. */
  release(): void {
    this.#stopTimer();
    for (const subpartition of this.#subpartitions) subpartition.release();
  }

  onDelivered(element: StreamElement): void {
    if (element.type === "batch") {
      this.#counters.numBytesOut += batchSizeBytes(element.batch);
      this.#counters.numBuffersOut++;
    }
    this.#onDelivered();
  }

  onUnflushed(): void {
    if (this.#flushTimer !== undefined) return;
    this.#flushTimer = this.#host.setTimer(this.#bufferTimeoutMs, () => {
      this.#flushTimer = undefined;
      for (const subpartition of this.#subpartitions) subpartition.flush();
    });
  }

  #stopTimer(): void {
    this.#flushTimer?.clear();
    this.#flushTimer = undefined;
  }
}
