// All input channels of a task, numbered over its gates. Elements are taken channel by channel in turn; a blocked channel keeps what comes until
// it is released. Flink: UnionInputGate over SingleInputGate, and CheckpointableInput for blocking.

import { ensureExists } from "../../../base/assert.ts";
import { batchSizeBytes } from "../../../core/batch.ts";
import type { Clock } from "../../host.ts";
import type { StreamElement } from "../../protocol/taskmanager-taskmanager.ts";
import { BatchSizer } from "./batch-size.ts";
import type { TaskError } from "../error-info.ts";
import { CREDITS_PER_CHANNEL } from "./flow-control.ts";
import { InputChannel, type InputChannelListener } from "./input-channel.ts";

/** What was taken from the channels. Bytes are those of the columns. */
export interface InputCounters {
  numBytesInLocal: number;
  numBytesInRemote: number;
  numBuffersInLocal: number;
  numBuffersInRemote: number;
}

/** Settings of an {@link InputGate}. */
export interface InputGateOptions {
  readonly clock: Clock;
  /** For each channel, whether its producer runs in this container. */
  readonly channels: readonly { readonly isLocal: boolean }[];
  readonly counters: InputCounters;
  /** There is something to take, where there was not. */
  readonly onAvailable: () => void;
  readonly onError: (error: TaskError) => void;
}

/** An element and the channel it came on. */
export interface ChannelElement {
  readonly channel: number;
  readonly element: StreamElement;
}

/** The input of one task. */
export class InputGate implements InputChannelListener {
  readonly channels: readonly InputChannel[];
  readonly #counters: InputCounters;
  readonly #onAvailable: () => void;
  readonly #onError: (error: TaskError) => void;
  readonly #sizer: BatchSizer;
  readonly #blocked = new Set<number>();
  /** Channels that have elements and are not blocked, in the order of their turns; each once. */
  readonly #turns: InputChannel[] = [];
  #bytesTaken = 0;

  constructor(options: InputGateOptions) {
    this.#counters = options.counters;
    this.#onAvailable = options.onAvailable;
    this.#onError = options.onError;
    this.#sizer = new BatchSizer(options.clock, options.channels.length);
    this.channels = options.channels.map(({ isLocal }, index) => new InputChannel(index, isLocal, this));
  }

  get queuedBatches(): number {
    return this.channels.reduce((sum, channel) => sum + channel.queuedBatches, 0);
  }

  get queuedBytes(): number {
    return this.channels.reduce((sum, channel) => sum + channel.queuedBytes, 0);
  }

  get capacityBatches(): number {
    return this.channels.length * CREDITS_PER_CHANNEL;
  }

  /** Bytes of all batches taken so far: how much was processed during an alignment is a difference of two readings. */
  get bytesTaken(): number {
    return this.#bytesTaken;
  }

  /** The next element whose turn it is, or undefined if no channel that is not blocked has any. */
  poll(): ChannelElement | undefined {
    const channel = this.#turns.shift();
    if (channel === undefined) return undefined;
    const element = ensureExists(channel.take(this.#sizer.batchRecords), `an element of channel ${channel.index}`);
    if (channel.hasElements) this.#enqueueTurn(channel);
    if (element.type === "batch") this.#count(channel, element.batch.length, batchSizeBytes(element.batch));
    return { channel: channel.index, element };
  }

  /** Nothing more is taken from that channel until {@link resumeAll}. */
  block(channel: number): void {
    this.#blocked.add(channel);
    const turn = this.#turns.findIndex(({ index }) => index === channel);
    if (turn >= 0) this.#turns.splice(turn, 1);
  }

  /** Releases every blocked channel. */
  resumeAll(): void {
    const channels = [...this.#blocked];
    this.#blocked.clear();
    for (const index of channels) {
      const channel = ensureExists(this.channels[index], `input channel ${index}`);
      if (channel.hasElements) this.#enqueueTurn(channel);
    }
  }

  close(): void {
    this.#turns.length = 0;
    for (const channel of this.channels) channel.close();
  }

  onElement(channel: InputChannel): void {
    if (this.#blocked.has(channel.index)) return;
    this.#enqueueTurn(channel);
    this.#onAvailable();
  }

  onChannelError(error: TaskError): void {
    this.#onError(error);
  }

  #enqueueTurn(channel: InputChannel): void {
    if (!this.#turns.includes(channel)) this.#turns.push(channel);
  }

  #count(channel: InputChannel, records: number, bytes: number): void {
    this.#bytesTaken += bytes;
    this.#sizer.onRecords(records);
    if (channel.isLocal) {
      this.#counters.numBytesInLocal += bytes;
      this.#counters.numBuffersInLocal++;
    } else {
      this.#counters.numBytesInRemote += bytes;
      this.#counters.numBuffersInRemote++;
    }
  }
}
