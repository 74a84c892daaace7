// What one consumer will read of a result partition: a queue of elements in stream order, and behind it the rows that do not make a batch yet.
// Elements leave while the consumer's view is attached and has credit. Flink: PipelinedSubpartition and its view.
//
// Invariants: elements leave in the order of the calls `addBatch` and `addEvent`, so nothing overtakes a barrier; a batch leaves only for a
// credit; an event needs none, but waits behind the batches before it.

import { batchSizeBytes, releaseBatch, sliceBatch, type RecordBatch } from "../../../core/batch.ts";
import type { StreamElement } from "../../protocol/taskmanager-taskmanager.ts";
import { BatchAssembler } from "./batch-assembler.ts";
import { INITIAL_BATCH_RECORDS, MAX_QUEUED_BATCHES } from "./flow-control.ts";

/** The consumer's end of a channel. Called by the producer; must not call back into it. */
export interface SubpartitionView {
  /** `sequence` counts the channel's elements from 0; `backlog` is the number of batches that wait for credit behind this one. */
  deliver(element: StreamElement, sequence: number, backlog: number): void;
  /** The producing task ended without end-of-data. */
  released(): void;
}

/** Told by a subpartition about what left it. */
export interface SubpartitionListener {
  /** An element was delivered: there may be room again. */
  onDelivered(element: StreamElement): void;
  /** Rows wait in the assembler and nothing will send them but a flush. */
  onUnflushed(): void;
}

/** An element that is sent for a credit. */
export function needsCredit(element: StreamElement): boolean {
  return element.type === "batch" || element.type === "committables";
}

/** One channel's producing end. */
export class Subpartition {
  readonly #listener: SubpartitionListener;
  readonly #queue: StreamElement[] = [];
  readonly #assembler = new BatchAssembler();
  #view: SubpartitionView | undefined;
  #credit = 0;
  #batchRecords = INITIAL_BATCH_RECORDS;
  #queuedBatches = 0;
  #queuedBytes = 0;
  #nextSequence = 0;
  /**
   * The buffer timeout has passed for the records in the assembler: they leave with the next
   * credit, even if the batch is not full.
   */
  #isFlushRequested = false;

  constructor(listener: SubpartitionListener) {
    this.#listener = listener;
  }

  /** Batches that wait for credit, the unfinished one included. */
  get queuedBatches(): number {
    return this.#queuedBatches + (this.#assembler.records > 0 ? 1 : 0);
  }

  get queuedBytes(): number {
    return this.#queuedBytes + this.#assembler.bytes;
  }

  /** Batches this channel may hold on this side. */
  get capacityBatches(): number {
    return MAX_QUEUED_BATCHES + 1;
  }

  /** How many records may be added before the channel is full. At most that many are ever asked of it in one go. */
  get availableRecords(): number {
    return Math.max(0, (MAX_QUEUED_BATCHES - this.#queuedBatches) * this.#batchRecords - this.#assembler.records);
  }

  /** Everything has been delivered. */
  get isDrained(): boolean {
    return this.#queue.length === 0 && this.#assembler.records === 0;
  }

  /** Adds rows. They leave when they make a batch, at the next event, or after a flush. */
  addBatch(batch: RecordBatch): void {
    if (this.#assembler.records > 0 && this.#assembler.records + batch.length > this.#batchRecords) this.#finishBatch();
    if (batch.length >= this.#batchRecords) {
      this.#enqueueInPieces(batch);
    } else {
      this.#assembler.append(batch);
      this.#listener.onUnflushed();
    }
    this.#pump();
  }

  /** Adds an event behind all rows added so far. */
  addEvent(event: Exclude<StreamElement, { type: "batch" }>): void {
    this.#finishBatch();
    const last = this.#queue.at(-1);
    // While nothing flows, watermarks would pile up; only the newest says anything.
    if (event.type === "watermark" && last?.type === "watermark") this.#queue.pop();
    this.#queue.push(event);
    if (needsCredit(event)) this.#queuedBatches++;
    this.#pump();
  }

  /** Lets the unfinished batch leave as soon as there is credit for it. */
  flush(): void {
    if (this.#assembler.records === 0) return;
    this.#isFlushRequested = true;
    this.#pump();
  }

  /** The consumer has asked for this subpartition. */
  attach(view: SubpartitionView, credit: number): void {
    this.#view = view;
    this.#credit = credit;
    this.#pump();
  }

  /** The consumer has taken `credit` batches and wants them of that size from now on. */
  addCredit(credit: number, batchRecords: number): void {
    this.#credit += credit;
    this.#batchRecords = Math.max(1, batchRecords);
    this.#pump();
  }

  /** The consumer is gone: nothing leaves any more. */
  detach(view: SubpartitionView): void {
    if (this.#view === view) this.#view = undefined;
  }

  /** The producing task has ended before its end of data: what is queued is dropped. */
  release(): void {
    const view = this.#view;
    this.#view = undefined;
    this.#queue.length = 0;
    this.#queuedBatches = 0;
    this.#queuedBytes = 0;
    this.#assembler.clear();
    view?.released();
  }

  /** Moves the records in the assembler into the queue. */
  #finishBatch(): void {
    this.#isFlushRequested = false;
    if (this.#assembler.records === 0) return;
    for (const batch of this.#assembler.take()) this.#enqueue(batch);
  }

  #enqueueInPieces(batch: RecordBatch): void {
    if (batch.length === this.#batchRecords) {
      this.#enqueue(batch);
      return;
    }
    for (let start = 0; start < batch.length; start += this.#batchRecords) {
      this.#enqueue(sliceBatch(batch, start, Math.min(batch.length, start + this.#batchRecords)));
    }
    releaseBatch(batch);
  }

  #enqueue(batch: RecordBatch): void {
    this.#queue.push({ type: "batch", batch });
    this.#queuedBatches++;
    this.#queuedBytes += batchSizeBytes(batch);
  }

  #pump(): void {
    const view = this.#view;
    if (view === undefined) return;
    for (;;) {
      if (this.#queue.length === 0 && this.#isFlushRequested && this.#credit > 0) this.#finishBatch();
      const element = this.#queue[0];
      if (element === undefined) return;
      if (needsCredit(element)) {
        if (this.#credit === 0) return;
        this.#credit--;
        this.#queuedBatches--;
        if (element.type === "batch") this.#queuedBytes -= batchSizeBytes(element.batch);
      }
      this.#queue.shift();
      // The listener counts the element's bytes: before it may be transferred away.
      this.#listener.onDelivered(element);
      view.deliver(element, this.#nextSequence++, this.queuedBatches);
    }
  }
}
