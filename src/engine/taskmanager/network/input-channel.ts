// One channel's consuming end: elements that have come and were not taken yet. Their number is bounded by the credit this end has given.
// Flink: LocalInputChannel and RemoteInputChannel; which of the two it is, is the connection's matter.

import { batchSizeBytes } from "../../../core/batch.ts";
import type { StreamElement } from "../../protocol/taskmanager-taskmanager.ts";
import { TaskError } from "../error-info.ts";
import { CREDITS_PER_CHANNEL } from "./flow-control.ts";
import type { PartitionRequest } from "./partition-manager.ts";
import { needsCredit, type SubpartitionView } from "./subpartition.ts";

/** Told by a channel about what came. */
export interface InputChannelListener {
  onElement(channel: InputChannel): void;
  /** The channel is broken, so the task cannot continue. */
  onChannelError(error: TaskError): void;
}

/** Credits are handed back in portions, so that not every batch costs a message; at once when nothing is left to take. */
const CREDIT_PORTION = CREDITS_PER_CHANNEL / 2;

/** Elements in the order of the producer; a gap is an error of the task. */
export class InputChannel implements SubpartitionView {
  /** Position among all channels of the task. */
  readonly index: number;
  readonly isLocal: boolean;
  readonly #listener: InputChannelListener;
  readonly #queue: StreamElement[] = [];
  #request: PartitionRequest | undefined;
  #nextSequence = 0;
  #queuedBatches = 0;
  #queuedBytes = 0;
  /** Batches taken whose credit was not handed back yet. */
  #unannouncedCredit = 0;

  constructor(index: number, isLocal: boolean, listener: InputChannelListener) {
    this.index = index;
    this.isLocal = isLocal;
    this.#listener = listener;
  }

  get hasElements(): boolean {
    return this.#queue.length > 0;
  }

  get queuedBatches(): number {
    return this.#queuedBatches;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Once, when the channel was requested from its producer. */
  setRequest(request: PartitionRequest): void {
    this.#request = request;
  }

  /** Takes the oldest element. Credit for a batch goes back, with the size that batches should have from now on. */
  take(batchRecords: number): StreamElement | undefined {
    const element = this.#queue.shift();
    if (element !== undefined && needsCredit(element)) {
      this.#queuedBatches--;
      this.#unannouncedCredit++;
      if (element.type === "batch") this.#queuedBytes -= batchSizeBytes(element.batch);
      if (this.#unannouncedCredit >= CREDIT_PORTION || this.#queuedBatches === 0) this.#announceCredit(batchRecords);
    }
    return element;
  }

  /** The task ended: nothing more is wanted. */
  close(): void {
    this.#queue.length = 0;
    this.#queuedBatches = 0;
    this.#queuedBytes = 0;
    this.#request?.close();
    this.#request = undefined;
  }

  deliver(element: StreamElement, sequence: number): void {
    if (sequence !== this.#nextSequence) {
      this.fail(
        new TaskError(
          "org.apache.flink.runtime.io.network.netty.exception.LocalTransportException",
          `Element ${sequence} came on channel ${this.index} instead of ${this.#nextSequence}.`,
        ),
      );
      return;
    }
    this.#nextSequence++;
    this.#queue.push(element);
    if (needsCredit(element)) this.#queuedBatches++;
    if (element.type === "batch") this.#queuedBytes += batchSizeBytes(element.batch);
    this.#listener.onElement(this);
  }

  /**
   * The producing task failed or was canceled. Flink cancels the reader at once (ProducerFailedException); here the reader falls silent and the
   * JobManager's cancel, which is in flight because the region restarts, ends it.
   */
  released(): void {}

  /** The connection to the producer is gone, or what came over it is not in order. */
  fail(error: TaskError): void {
    this.#listener.onChannelError(error);
  }

  #announceCredit(batchRecords: number): void {
    const credit = this.#unannouncedCredit;
    this.#unannouncedCredit = 0;
    this.#request?.addCredit(credit, batchRecords);
  }
}
