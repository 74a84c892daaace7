// Aligned checkpoint barriers: a channel that has delivered the barrier is blocked until all have, so that a snapshot holds exactly what came
// before it. Flink: SingleCheckpointBarrierHandler with its aligned states; rules: docs/spec/checkpointing.md.
//
//        channel 0  ──r──r──▮──[r r r blocked]────▶          the last barrier arrives: snapshot, barrier is sent on,
//        channel 1  ──r──r──r──r──r──▮────────────▶          both channels flow again

import type { Clock } from "../../host.ts";
import type { BarrierInfo } from "../../protocol/jobmanager-taskmanager.ts";

/** How long a barrier travelled and its alignment took, ms and bytes. Flink: CheckpointMetricsBuilder. */
export interface AlignmentMetrics {
  readonly alignmentDurationMs: number;
  readonly startDelayMs: number;
  readonly bytesProcessedDuringAlignment: number;
}

/** Why a checkpoint cannot be completed here. The texts are those of Flink's CheckpointFailureReason. */
export type AlignmentAbortReason =
  | "Checkpoint was canceled because a barrier from newer checkpoint was received."
  | "Task received cancellation from one of its inputs";

/** What the handler blocks. */
export interface BlockableInput {
  readonly bytesTaken: number;
  block(channel: number): void;
  resumeAll(): void;
}

/** Settings of a {@link BarrierHandler}. */
export interface BarrierHandlerOptions {
  readonly clock: Clock;
  readonly input: BlockableInput;
  readonly numChannels: number;
  /** Every channel has delivered the barrier. */
  readonly onAligned: (barrier: BarrierInfo, metrics: AlignmentMetrics) => void;
  /** The checkpoint is given up before that; downstream must be told, and the coordinator. */
  readonly onAborted: (checkpointId: number, reason: AlignmentAbortReason) => void;
}

interface PendingAlignment {
  readonly barrier: BarrierInfo;
  readonly delivered: Set<number>;
  readonly startedAtMs: number;
  readonly startDelayMs: number;
  readonly bytesTakenBefore: number;
}

/** At most one checkpoint is being aligned; a newer barrier cancels an older one. */
export class BarrierHandler {
  readonly #options: BarrierHandlerOptions;
  /** The newest checkpoint seen, aligned or aborted: barriers up to it are obsolete. */
  #currentCheckpointId = -1;
  #pending: PendingAlignment | undefined;
  readonly #finishedChannels = new Set<number>();

  constructor(options: BarrierHandlerOptions) {
    this.#options = options;
  }

  /** A barrier was taken from `channel`. */
  onBarrier(channel: number, barrier: BarrierInfo): void {
    if (barrier.checkpointId > this.#currentCheckpointId) {
      this.#abortPending("Checkpoint was canceled because a barrier from newer checkpoint was received.");
      this.#begin(barrier);
    }
    if (this.#pending?.barrier.checkpointId !== barrier.checkpointId) return;
    this.#pending.delivered.add(channel);
    this.#blockUntilAligned(channel);
    this.#completeIfAligned();
  }

  /** An upstream task has given that checkpoint up. */
  onCancelBarrier(checkpointId: number): void {
    if (checkpointId < this.#currentCheckpointId) return;
    if (this.#pending !== undefined && checkpointId > this.#currentCheckpointId) {
      this.#abortPending("Checkpoint was canceled because a barrier from newer checkpoint was received.");
    }
    const isKnown = checkpointId === this.#currentCheckpointId;
    if (isKnown && this.#pending === undefined) return;
    this.#currentCheckpointId = checkpointId;
    this.#dropPending();
    this.#options.onAborted(checkpointId, "Task received cancellation from one of its inputs");
  }

  /** No barrier will come on `channel` any more. */
  onEndOfData(channel: number): void {
    this.#finishedChannels.add(channel);
    this.#completeIfAligned();
  }

  /** The coordinator has given the checkpoint up: nothing is blocked for it any longer. True if it was being aligned here. */
  onCheckpointAborted(checkpointId: number): boolean {
    if (this.#pending?.barrier.checkpointId !== checkpointId) return false;
    this.#dropPending();
    return true;
  }

  #begin(barrier: BarrierInfo): void {
    const { clock, input } = this.#options;
    this.#currentCheckpointId = barrier.checkpointId;
    this.#pending = {
      barrier,
      delivered: new Set(),
      startedAtMs: clock.monotonicMs(),
      startDelayMs: Math.max(0, clock.now() - barrier.triggerTimestamp),
      bytesTakenBefore: input.bytesTaken,
    };
  }

  #blockUntilAligned(channel: number): void {
    this.#options.input.block(channel);
  }

  #completeIfAligned(): void {
    const pending = this.#pending;
    if (pending === undefined || !this.#isAligned(pending)) return;
    const { clock, input, numChannels, onAligned } = this.#options;
    this.#dropPending();
    onAligned(pending.barrier, {
      alignmentDurationMs: numChannels === 1 ? 0 : clock.monotonicMs() - pending.startedAtMs,
      startDelayMs: pending.startDelayMs,
      bytesProcessedDuringAlignment: input.bytesTaken - pending.bytesTakenBefore,
    });
  }

  #isAligned(pending: PendingAlignment): boolean {
    for (let channel = 0; channel < this.#options.numChannels; channel++) {
      if (!pending.delivered.has(channel) && !this.#finishedChannels.has(channel)) return false;
    }
    return true;
  }

  #abortPending(reason: AlignmentAbortReason): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#dropPending();
    this.#options.onAborted(pending.barrier.checkpointId, reason);
  }

  #dropPending(): void {
    this.#pending = undefined;
    this.#options.input.resumeAll();
  }
}
