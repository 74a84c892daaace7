// The task's input without barriers: the task reads only records, watermarks and ends. Flink:
// CheckpointedInputGate.

import type { StreamElement } from "../../protocol/taskmanager-taskmanager.ts";
import type { BarrierHandler } from "./barrier-handler.ts";
import type { InputGate } from "../network/input-gate.ts";

/** What an operator gets to see of a channel. */
export type InputElement = Exclude<StreamElement, { type: "barrier" | "cancel-barrier" | "end-of-data" }>;

/** `event`: something was handled that is none of the operator's business; look again. */
export type NextInput =
  | { readonly type: "element"; readonly channel: number; readonly element: InputElement }
  | { readonly type: "event" }
  | { readonly type: "empty" }
  | { readonly type: "end" };

const EVENT: NextInput = { type: "event" };
const EMPTY: NextInput = { type: "empty" };
const END: NextInput = { type: "end" };

/** Feeds the barrier handler. */
export class CheckpointedInput {
  readonly #gate: InputGate;
  readonly #barriers: BarrierHandler;
  #openChannels: number;

  constructor(gate: InputGate, barriers: BarrierHandler) {
    this.#gate = gate;
    this.#barriers = barriers;
    this.#openChannels = gate.channels.length;
  }

  get numChannels(): number {
    return this.#gate.channels.length;
  }

  /** Takes at most one element. A barrier may have begun a snapshot: then no input may be taken before it is done. */
  next(): NextInput {
    const next = this.#gate.poll();
    if (next === undefined) return this.#openChannels === 0 ? END : EMPTY;
    const { channel, element } = next;
    switch (element.type) {
      case "barrier":
        this.#barriers.onBarrier(channel, element.barrier);
        return EVENT;
      case "cancel-barrier":
        this.#barriers.onCancelBarrier(element.checkpointId);
        return EVENT;
      case "end-of-data":
        this.#openChannels--;
        this.#barriers.onEndOfData(channel);
        return EVENT;
      case "batch":
      case "committables":
      case "watermark":
      case "watermark-status":
        return { type: "element", channel, element };
    }
  }
}
