// Watermarks as a source makes them: one generator for each split (partition), the minimum over those that are not idle, told downstream at
// each periodic tick. Flink: WatermarksWithIdleness over BoundedOutOfOrdernessWatermarks, CombinedWatermarkStatus, WatermarkOutputMultiplexer
// and ProgressiveTimestampsAndWatermarks.
//
// It has no clock. Idleness is counted in ticks, each worth the time in which the task could have made progress: while a task is
// back-pressured no idleness builds up. (Flink: RelativeClock, paused under back pressure.)

import { assert, ensureExists } from "../base/assert.ts";
import { maxTimestampMs, type RecordBatch } from "./batch.ts";
import { MIN_WATERMARK, type WatermarkOutput } from "./operator.ts";

/** Watermark strategy of a source, all in ms. Without `idlenessMs` nothing is ever idle. */
export interface WatermarkStrategy {
  readonly maxOutOfOrdernessMs: number;
  readonly idlenessMs?: number;
  /** Time between two periodic ticks. */
  readonly intervalMs: number;
}

/** Generator and last word of one split: `maxTimestampMs` is ahead of `watermarkMs` until the next tick. */
class SplitWatermarks {
  watermarkMs = MIN_WATERMARK;
  isIdle = false;
  readonly #strategy: WatermarkStrategy;
  #maxTimestampMs = MIN_WATERMARK;
  #hadEvents = false;
  /** Time counted since the first tick that saw no events; undefined before there was one. */
  #inactiveMs: number | undefined;

  constructor(strategy: WatermarkStrategy) {
    this.#strategy = strategy;
  }

  onBatch(batch: RecordBatch): void {
    if (batch.length === 0) return;
    this.#hadEvents = true;
    this.#maxTimestampMs = Math.max(this.#maxTimestampMs, maxTimestampMs(batch));
  }

  onPeriodicTick(activeMs: number): void {
    this.isIdle = this.#checkIfIdle(activeMs);
    if (this.isIdle) return;
    this.watermarkMs = Math.max(this.watermarkMs, this.#maxTimestampMs - this.#strategy.maxOutOfOrdernessMs - 1);
  }

  /** The first tick without events starts the count, a later one compares: strictly more than the timeout. Flink: IdlenessTimer. */
  #checkIfIdle(activeMs: number): boolean {
    const { idlenessMs } = this.#strategy;
    if (idlenessMs === undefined) return false;
    if (this.#hadEvents) {
      this.#hadEvents = false;
      this.#inactiveMs = undefined;
      return false;
    }
    this.#inactiveMs = this.#inactiveMs === undefined ? 0 : this.#inactiveMs + activeMs;
    return this.#inactiveMs > idlenessMs;
  }
}

/** The watermarks of one source subtask. Emits only in {@link onPeriodicTick}: an active mark, a watermark, or an idle mark. */
export class SourceWatermarks {
  readonly #strategy: WatermarkStrategy;
  readonly #output: WatermarkOutput;
  readonly #splits = new Map<string, SplitWatermarks>();
  /** Stands for records outside any split. There are none, so its idleness is all it has: a source without splits goes idle by it. */
  readonly #mainOutput: SplitWatermarks;
  #currentWatermarkMs = MIN_WATERMARK;
  /** The splits' side has gone idle since it last advanced; true at first, when there are no splits. */
  #areSplitsIdle = true;
  #isIdle = false;

  constructor(strategy: WatermarkStrategy, output: WatermarkOutput) {
    assert(strategy.idlenessMs === undefined || strategy.idlenessMs > 0, "idleness must be greater than zero");
    this.#strategy = strategy;
    this.#output = output;
    this.#mainOutput = new SplitWatermarks(strategy);
  }

  /** The last watermark emitted. */
  get currentWatermarkMs(): number {
    return this.#currentWatermarkMs;
  }

  /** Whether the last status emitted was idle. */
  get isIdle(): boolean {
    return this.#isIdle;
  }

  addSplit(splitId: string): void {
    assert(!this.#splits.has(splitId), `split ${splitId} is there already`);
    this.#splits.set(splitId, new SplitWatermarks(this.#strategy));
  }

  /** The rows of `batch` have been emitted. */
  onBatch(splitId: string, batch: RecordBatch): void {
    this.#split(splitId).onBatch(batch);
  }

  splitWatermarkMs(splitId: string): number {
    return this.#split(splitId).watermarkMs;
  }

  isSplitIdle(splitId: string): boolean {
    return this.#split(splitId).isIdle;
  }

  /** To be called every `intervalMs`. `activeMs` is the part of the interval in which the task was not back-pressured. */
  onPeriodicTick(activeMs = this.#strategy.intervalMs): void {
    for (const split of this.#splits.values()) split.onPeriodicTick(activeMs);
    this.#mainOutput.onPeriodicTick(activeMs);
    this.#emitCombined();
    if (this.#areSplitsIdle && this.#mainOutput.isIdle && !this.#isIdle) {
      this.#isIdle = true;
      this.#output.emitWatermarkStatus("idle");
    }
  }

  #emitCombined(): void {
    if (this.#splits.size === 0) return;
    const splits = [...this.#splits.values()];
    const active = splits.filter((split) => !split.isIdle);
    const combinedMs =
      active.length > 0
        ? active.reduce((min, split) => Math.min(min, split.watermarkMs), Number.POSITIVE_INFINITY)
        : splits.reduce((max, split) => Math.max(max, split.watermarkMs), MIN_WATERMARK);
    if (combinedMs > this.#currentWatermarkMs) {
      this.#advanceTo(combinedMs);
    } else if (active.length === 0) {
      this.#areSplitsIdle = true;
    }
  }

  /** A source that was idle says it is active together with its next watermark, not before: Flink's WatermarkToDataOutput. */
  #advanceTo(watermarkMs: number): void {
    this.#currentWatermarkMs = watermarkMs;
    this.#areSplitsIdle = false;
    if (this.#isIdle) {
      this.#isIdle = false;
      this.#output.emitWatermarkStatus("active");
    }
    this.#output.emitWatermark(watermarkMs);
  }

  #split(splitId: string): SplitWatermarks {
    return ensureExists(this.#splits.get(splitId), `split ${splitId}`);
  }
}
