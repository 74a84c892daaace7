// Reads one partition ahead of the task: while what was fetched is being emitted, the next fetch is on its way. At the end of the partition the
// fetch waits at the broker. Flink: KafkaPartitionSplitReader and the fetcher's element queue.

import { releaseBatch, sliceBatch, type RecordBatch } from "../../core/batch.ts";
import type { TaskDeployment } from "../protocol/jobmanager-taskmanager.ts";
import type { SplitOffset } from "../protocol/state.ts";
import { MAX_BATCH_RECORDS } from "./batch-size.ts";
import type { BrokerClient } from "./broker-client.ts";

/** How long a fetch may wait for records. Kafka: fetch.max.wait.ms. */
const MAX_WAIT_MS = 500;
/** Fetched batches that may wait to be emitted while a further fetch is on its way. */
const MAX_BUFFERED = 2;

/** One split. Invariant: `position.offset` is the offset of the next record that `take` returns. */
export class SplitReader {
  readonly #broker: BrokerClient;
  readonly #jobId: string;
  readonly #onRecords: () => void;
  readonly #buffered: RecordBatch[] = [];
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

  constructor(split: SplitOffset, broker: BrokerClient, deployment: TaskDeployment, onRecords: () => void) {
    this.#topic = split.topic;
    this.#partition = split.partition;
    this.#offset = split.offset;
    this.#fetchOffset = split.offset;
    this.#endOffset = split.offset;
    this.#broker = broker;
    this.#jobId = deployment.jobId;
    this.#onRecords = onRecords;
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
    const batch = this.#buffered[0];
    if (batch === undefined) return undefined;
    const end = Math.min(batch.length, this.#taken + maxRecords);
    const taken = this.#taken === 0 && end === batch.length ? batch : sliceBatch(batch, this.#taken, end);
    this.#offset += taken.length;
    this.#taken = end;
    if (end === batch.length) {
      this.#buffered.shift();
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
      },
      ({ batch, nextOffset, endOffset }) => {
        this.#isFetching = false;
        this.#fetchOffset = nextOffset;
        this.#endOffset = endOffset;
        if (batch.length > 0) {
          const { from, entries } = batch.dictionary;
          this.#knownEntries = Math.max(this.#knownEntries, from + entries.length);
          this.#buffered.push(batch);
          this.#onRecords();
        }
        this.#fetch();
      },
    );
  }
}
