// Reads one partition ahead of the task: while fetched records are being emitted, the next fetch is in progress. At the end of the partition the
// fetch waits at the broker. Flink: KafkaPartitionSplitReader and the fetcher's element queue.

import { releaseBatch, sliceBatch, type RecordBatch } from "../../core/batch.ts";
import type { TaskDeployment } from "../protocol/jobmanager-taskmanager.ts";
import type { SplitOffset } from "../protocol/state.ts";
import { MAX_BATCH_RECORDS } from "./network/batch-size.ts";
import type { BrokerClient } from "./broker-client.ts";

/** How long a fetch may wait for records. Kafka: fetch.max.wait.ms. */
const MAX_WAIT_MS = 500;
/** Fetched batches that may wait to be emitted while a further fetch is in progress. */
const MAX_BUFFERED = 2;

/** The records at `from` were dropped: reading continues at `to`, the beginning of the partition. */
export interface OffsetReset {
  readonly splitId: string;
  readonly from: number;
  readonly to: number;
}

/** Hears of what the reader gets. */
export interface SplitListener {
  onRecords(): void;
  onReset(reset: OffsetReset): void;
}

interface BufferedBatch {
  readonly batch: RecordBatch;
  /** Offset of its first record. */
  readonly baseOffset: number;
}

/** One split. Invariant: `position.offset` is the offset of the next record that `take` returns. */
export class SplitReader {
  readonly #broker: BrokerClient;
  readonly #jobId: string;
  readonly #autoOffsetReset: "none" | "earliest";
  readonly #listener: SplitListener;
  readonly #buffered: BufferedBatch[] = [];
  readonly #topic: string;
  readonly #partition: number;
  #offset: number;
  #fetchOffset: number;
  #endOffset: number;
  /** Rows of the first buffered batch that were taken. */
  #taken = 0;
  #isFetching = false;
  /** Entries of the partition's dictionary that came with batches, which all go downstream. What an empty answer brings is not passed on. */
  #knownEntries = 0;

  constructor(split: SplitOffset, broker: BrokerClient, deployment: TaskDeployment, listener: SplitListener) {
    this.#topic = split.topic;
    this.#partition = split.partition;
    this.#offset = split.offset;
    this.#fetchOffset = split.offset;
    this.#endOffset = split.offset;
    this.#broker = broker;
    this.#jobId = deployment.jobId;
    // A job with periodic checkpoints must not skip records in silence. Without them a restart has no better place to begin at.
    this.#autoOffsetReset = deployment.checkpointingEnabled ? "none" : "earliest";
    this.#listener = listener;
  }

  /** As Flink names a Kafka split: `input-0`. */
  get splitId(): string {
    return `${this.#topic}-${this.#partition}`;
  }

  /** The next record to be emitted: what a checkpoint has to hold. */
  get position(): SplitOffset {
    return { topic: this.#topic, partition: this.#partition, offset: this.#offset };
  }

  /** Records in the partition that were not emitted yet, as of the last fetch. */
  get pendingRecords(): number {
    return Math.max(0, this.#endOffset - this.#offset);
  }

  get hasRecords(): boolean {
    return this.#buffered.length > 0;
  }

  /** Begins to read. */
  open(): void {
    this.#fetch();
  }

  /** At most `maxRecords` records, as one batch; undefined if none are here. A whole fetched batch passes without a copy. */
  take(maxRecords: number): RecordBatch | undefined {
    const [first] = this.#buffered;
    if (first === undefined) return undefined;
    const { batch, baseOffset } = first;
    const end = Math.min(batch.length, this.#taken + maxRecords);
    const taken = this.#taken === 0 && end === batch.length ? batch : sliceBatch(batch, this.#taken, end);
    this.#offset = baseOffset + end;
    this.#taken = end;
    if (end === batch.length) {
      this.#buffered.shift();
      this.#offset = this.#buffered[0]?.baseOffset ?? this.#offset;
      this.#taken = 0;
      if (taken !== batch) releaseBatch(batch);
      this.#fetch();
    }
    return taken;
  }

  #fetch(): void {
    if (this.#isFetching || this.#buffered.length >= MAX_BUFFERED) return;
    this.#isFetching = true;
    this.#broker.fetch(
      {
        jobId: this.#jobId,
        topic: this.#topic,
        partition: this.#partition,
        offset: this.#fetchOffset,
        maxRecords: MAX_BATCH_RECORDS,
        maxWaitMs: MAX_WAIT_MS,
        knownEntries: this.#knownEntries,
        autoOffsetReset: this.#autoOffsetReset,
      },
      ({ batch, nextOffset, endOffset }) => {
        this.#isFetching = false;
        const baseOffset = nextOffset - batch.length;
        if (baseOffset !== this.#fetchOffset) this.#listener.onReset({ splitId: this.splitId, from: this.#fetchOffset, to: baseOffset });
        if (this.#buffered.length === 0) this.#offset = baseOffset;
        this.#fetchOffset = nextOffset;
        this.#endOffset = endOffset;
        if (batch.length > 0) {
          const { from, entries } = batch.dictionary;
          this.#knownEntries = Math.max(this.#knownEntries, from + entries.length);
          this.#buffered.push({ batch, baseOffset });
          this.#listener.onRecords();
        }
        this.#fetch();
      },
    );
  }
}
