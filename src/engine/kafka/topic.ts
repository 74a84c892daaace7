// A topic: partitions within one budget of bytes, and who waits for what.
//
//  - Appends are first come, first served over the whole topic: while the topic is full the producers wait in line, and one that waits holds
//    back those behind it. So a producer's records are stored in the order in which it sent them, across partitions too.
//  - Below the budget nothing is dropped. Above it whole segments go, the oldest first: of a `held` topic those under the floor, of an
//    `oldest` topic any.
//  - A reader at the end of a partition waits until something is appended there or its time is over.

import { assert, ensureExists } from "../../base/assert.ts";
import type { RecordBatch } from "../../core/batch.ts";
import type { DictionaryRegistry } from "../../core/key-dictionary.ts";
import type { Holder, PartitionRange } from "../protocol/broker.ts";
import { PartitionLog } from "./partition-log.ts";
import type { Retention } from "./retention.ts";
import { rowBytes, segmentEnd } from "./segment.ts";

/** How a topic is made. `held`: keeps what a job may still read, full if that is too much. `oldest`: drops its oldest, never full. */
export interface TopicConfig {
  readonly name: string;
  readonly partitions: number;
  readonly budgetBytes: number;
  readonly retention: "held" | "oldest";
}

/** A batch that wants in. `owner` identifies the connection it came over. */
export interface Append {
  readonly owner: object;
  readonly partition: number;
  readonly batch: RecordBatch;
  readonly producer: DictionaryRegistry;
  /** Called once, when the batch is stored. */
  readonly onStored: (baseOffset: number) => void;
  /** Called before `onStored` if the topic is full, and again when another owner holds the records. The reason is text for people. */
  readonly onWaiting: (reason: string) => void;
}

interface WaitingAppend extends Append {
  /** What its producer was told. */
  reason: string;
}

/** Records and waiting lines of one topic. */
export class Topic {
  readonly config: TopicConfig;
  readonly #partitions: readonly PartitionLog[];
  readonly #retention: Retention;
  readonly #appends: WaitingAppend[] = [];
  /** The holders whom the newest reason names. */
  #toldHolders: readonly Holder[] = [];
  /** Per partition: what to call after the next append. */
  readonly #readers: readonly Set<() => void>[];

  constructor(config: TopicConfig, retention: Retention, incarnation: string) {
    assert(config.partitions >= 1 && config.budgetBytes > 0, `topic ${config.name} needs a partition and a budget`);
    this.config = config;
    this.#retention = retention;
    let sequence = 0;
    const segmentRecords = segmentRecordsFor(config);
    const indexes = Array.from({ length: config.partitions }, (_, index) => index);
    this.#partitions = indexes.map(
      (index) => new PartitionLog({ id: `${config.name}-${index}@${incarnation}`, segmentRecords, nextSequence: () => sequence++ }),
    );
    this.#readers = indexes.map(() => new Set());
  }

  /** Bytes stored now. */
  get bytes(): number {
    return this.#partitions.reduce((sum, log) => sum + log.bytes, 0);
  }

  /** The log of a partition, or undefined if the topic has no such partition. */
  partition(index: number): PartitionLog | undefined {
    return this.#partitions[index];
  }

  /** First and next offset of every partition. */
  ranges(): PartitionRange[] {
    return this.#partitions.map((log, partition) => ({
      partition,
      beginOffset: log.beginOffset,
      endOffset: log.endOffset,
    }));
  }

  /** Stores the batch now or when there is room and all that came earlier is stored. */
  append(append: Append): void {
    if (this.#appends.length > 0 || !this.#hasRoomFor(append.batch)) {
      const reason = this.#describeFull();
      this.#appends.push({ ...append, reason });
      append.onWaiting(reason);
      return;
    }
    this.#store(append);
  }

  /** The floor may have changed: stores what waits and fits, and tells the others who holds the records now. */
  floorChanged(): void {
    let next = this.#appends[0];
    while (next !== undefined && this.#hasRoomFor(next.batch)) {
      this.#appends.shift();
      this.#store(next);
      next = this.#appends[0];
    }
    if (next !== undefined) this.#tellWaiting();
  }

  /** Forgets what the owner is waiting to store: it is dead. */
  dropAppendsOf(owner: object): void {
    const rest = this.#appends.filter((append) => append.owner !== owner);
    this.#appends.splice(0, this.#appends.length, ...rest);
    this.floorChanged();
  }

  /** Calls `onAppend` after the next append to the partition. Returns how to stop waiting. */
  waitForAppend(partition: number, onAppend: () => void): () => void {
    const readers = ensureExists(this.#readers[partition], `readers of partition ${partition}`);
    readers.add(onAppend);
    return () => readers.delete(onAppend);
  }

  #store(append: Append): void {
    const log = ensureExists(this.#partitions[append.partition], `partition ${append.partition}`);
    const baseOffset = log.append(append.batch, append.producer);
    append.onStored(baseOffset);
    const readers = ensureExists(this.#readers[append.partition], `readers of partition ${append.partition}`);
    const waiting = [...readers];
    readers.clear();
    for (const wake of waiting) wake();
  }

  /** Drops what it must and may. A batch larger than the whole budget goes into an empty topic. */
  #hasRoomFor(batch: RecordBatch): boolean {
    const needed = batch.length * rowBytes(batch);
    let bytes = this.bytes;
    while (bytes > 0 && bytes + needed > this.config.budgetBytes) {
      const log = this.#withOldestDroppable();
      if (log === undefined) return false;
      log.dropOldest();
      bytes = this.bytes;
    }
    return true;
  }

  #withOldestDroppable(): PartitionLog | undefined {
    let found: PartitionLog | undefined;
    for (const [index, log] of this.#partitions.entries()) {
      const { oldest } = log;
      if (oldest === undefined) continue;
      if (this.config.retention === "held") {
        const floor = this.#retention.floor(this.config.name, index);
        if (floor === undefined || segmentEnd(oldest) > floor.offset) continue;
      }
      if (found?.oldest === undefined || oldest.sequence < found.oldest.sequence) found = log;
    }
    return found;
  }

  /** Comes with every fetch while the topic is full, so the text is made only if there are other holders. */
  #tellWaiting(): void {
    const holders = this.#holders();
    if (holders.length === this.#toldHolders.length && holders.every((holder, index) => holder === this.#toldHolders[index])) return;
    const reason = this.#describeFull();
    for (const append of this.#appends) {
      if (append.reason === reason) continue;
      append.reason = reason;
      append.onWaiting(reason);
    }
  }

  /** Who holds the floor of each partition. */
  #holders(): Holder[] {
    return this.#partitions.flatMap((_, index) => this.#retention.floor(this.config.name, index)?.holder ?? []);
  }

  #describeFull(): string {
    const { name, budgetBytes } = this.config;
    const holders = this.#holders();
    this.#toldHolders = holders;
    const names = [...new Set(holders.map(nameOf))];
    const because =
      names.length === 0 ? "no job has read it, so nothing may be dropped" : `${names.join(" and ")} may still read what is stored`;
    const hint = holders.some(({ type }) => type === "savepoint") ? " Start a job from the savepoint, or delete it." : "";
    return `Topic ${name} is full (${this.bytes} of ${budgetBytes} bytes): ${because}.${hint}`;
  }
}

function nameOf(holder: Holder): string {
  return holder.type === "job" ? `job ${holder.jobId}` : `a job that starts from savepoint ${holder.path} of job ${holder.jobId}`;
}

/** So many segments fit into the budget that dropping one frees a small part, but none is larger than 64 Ki records. */
function segmentRecordsFor({ budgetBytes, partitions }: TopicConfig): number {
  const fitting = Math.floor(budgetBytes / SMALLEST_ROW_BYTES / partitions / SEGMENTS_PER_PARTITION);
  return Math.max(MIN_SEGMENT_RECORDS, Math.min(MAX_SEGMENT_RECORDS, fitting));
}

const SMALLEST_ROW_BYTES = 5;
const SEGMENTS_PER_PARTITION = 16;
const MIN_SEGMENT_RECORDS = 64;
const MAX_SEGMENT_RECORDS = 65_536;
