// Merges the watermarks of an operator's input channels into one: the minimum over the channels that are active and have caught up.
// Flink: StatusWatermarkValve.

import { ensureExists } from "../base/assert.ts";
import { MIN_WATERMARK, type WatermarkOutput, type WatermarkStatus } from "./operator.ts";

interface ChannelStatus {
  watermarkMs: number;
  status: WatermarkStatus;
  /** Counts in the minimum. A channel that was idle does so again only when it has reached the last output. */
  isAligned: boolean;
}

/** Invariant: the output watermark only grows. One call may emit two things: the flushed watermark, then the idle mark. */
export class StatusWatermarkValve {
  readonly #channels: readonly ChannelStatus[];
  readonly #output: WatermarkOutput;
  #lastOutputWatermarkMs = MIN_WATERMARK;
  #lastOutputStatus: WatermarkStatus = "active";

  constructor(numInputChannels: number, output: WatermarkOutput) {
    this.#channels = Array.from({ length: numInputChannels }, () => ({
      watermarkMs: MIN_WATERMARK,
      status: "active",
      isAligned: true,
    }));
    this.#output = output;
  }

  get lastOutputWatermarkMs(): number {
    return this.#lastOutputWatermarkMs;
  }

  /** A watermark came on `channel`. One of an idle channel, or not above the channel's last, is ignored. */
  inputWatermark(watermarkMs: number, channel: number): void {
    const state = this.#channel(channel);
    if (this.#lastOutputStatus === "idle" || state.status === "idle" || watermarkMs <= state.watermarkMs) return;
    state.watermarkMs = watermarkMs;
    if (watermarkMs >= this.#lastOutputWatermarkMs) state.isAligned = true;
    this.#emitMinimumOfAligned();
  }

  /** A status came on `channel`. Repeating the channel's status has no effect. */
  inputWatermarkStatus(status: WatermarkStatus, channel: number): void {
    const state = this.#channel(channel);
    if (status === state.status) return;
    state.status = status;
    if (status === "idle") this.#onIdle(state);
    else this.#onActive(state);
  }

  #onIdle(state: ChannelStatus): void {
    state.isAligned = false;
    if (this.#channels.some((channel) => channel.status === "active")) {
      // Only the channel that held the minimum back can let it advance by leaving.
      if (state.watermarkMs === this.#lastOutputWatermarkMs) this.#emitMinimumOfAligned();
      return;
    }
    // No channel can advance the watermark any more, so emit the highest watermark of all channels,
    // whichever channel became idle last.
    this.#emitIfAdvanced(this.#channels.reduce((max, channel) => Math.max(max, channel.watermarkMs), MIN_WATERMARK));
    this.#emitStatus("idle");
  }

  #onActive(state: ChannelStatus): void {
    if (state.watermarkMs >= this.#lastOutputWatermarkMs) state.isAligned = true;
    if (this.#lastOutputStatus === "idle") this.#emitStatus("active");
  }

  #emitMinimumOfAligned(): void {
    const aligned = this.#channels.filter((channel) => channel.isAligned);
    if (aligned.length === 0) return;
    this.#emitIfAdvanced(aligned.reduce((min, channel) => Math.min(min, channel.watermarkMs), Number.POSITIVE_INFINITY));
  }

  #emitIfAdvanced(watermarkMs: number): void {
    if (watermarkMs <= this.#lastOutputWatermarkMs) return;
    this.#lastOutputWatermarkMs = watermarkMs;
    this.#output.emitWatermark(watermarkMs);
  }

  #emitStatus(status: WatermarkStatus): void {
    this.#lastOutputStatus = status;
    this.#output.emitWatermarkStatus(status);
  }

  #channel(index: number): ChannelStatus {
    return ensureExists(this.#channels[index], `input channel ${index} of the watermark valve`);
  }
}
