// The contract between an operator and the task that runs it. It contains no logic except an output
// that throws.
//
// An operator is single-threaded and never calls back later: it emits everything to its Output
// before the call returns. Time is an argument. An operator knows nothing of tasks, channels,
// barriers or jobs.

import type { RecordBatch } from "./batch.ts";

/** Event time before anything has been seen. Flink: Long.MIN_VALUE. */
export const MIN_WATERMARK = Number.NEGATIVE_INFINITY;

/** No record will follow: every event-time window fires. Flink: Watermark.MAX_WATERMARK, Long.MAX_VALUE. */
export const MAX_WATERMARK = Number.POSITIVE_INFINITY;

/** Whether a stream takes part in the minimum over watermarks. Flink: WatermarkStatus. */
export type WatermarkStatus = "active" | "idle";

/** Where watermarks go. Watermarks only grow; a status is emitted only when it changes. */
export interface WatermarkOutput {
  emitWatermark(watermarkMs: number): void;
  emitWatermarkStatus(status: WatermarkStatus): void;
}

/**
 * Where an operator's output goes, in stream order. The receiver may keep a batch or transfer its buffers: the operator
 * never touches a batch again after it has emitted it.
 */
export interface Output extends WatermarkOutput {
  emitBatch(batch: RecordBatch): void;
}

/**
 * An operator with one input whose state is keyed.
 *
 * The caller promises: `setOutput` before anything else; `restoreState` at most once and before the first record; batches
 * and watermarks in the stream's order, one call at a time. After a call answered `false` the same call with the same time
 * comes again until it answers `true`, and nothing else comes in between.
 *
 * The operator promises: a batch is read during the call only, so the caller may transfer it afterwards.
 */
export interface OneInputOperator {
  setOutput(output: Output): void;

  /** `processingTimeMs` is the wall clock at this batch, epoch ms; only processing-time windows look at it. */
  processBatch(batch: RecordBatch, processingTimeMs: number): void;

  /**
   * Event time has come to `watermarkMs`: fires what is due, then forwards the watermark. Fires at most about `maxResults`
   * results; answers false while some are left, and the watermark is forwarded only by the call that answers true.
   */
  processWatermark(watermarkMs: number, maxResults?: number): boolean;

  processWatermarkStatus(status: WatermarkStatus): void;

  /** Fires what is due at the wall clock `processingTimeMs`. Budget and answer as with `processWatermark`. */
  advanceProcessingTime(processingTimeMs: number, maxResults?: number): boolean;

  /** When `advanceProcessingTime` next has something to do, epoch ms; undefined while there is nothing. May lie in the past after a restore. */
  nextProcessingTimer(): number | undefined;

  /** The keyed state as it is now, cut loose from the operator: later records do not change it. The synchronous part of a checkpoint. */
  snapshotState(): KeyedStateSnapshot;

  /** Takes over the entries of `parts` that fall into the operator's own key groups and leaves the rest. */
  restoreState(parts: readonly KeyedStateSnapshot[]): void;
}

/** Keyed state as a value: plain data, the same at any parallelism. One part of it for each key group that has any state. */
export interface KeyedStateSnapshot {
  /** Version of the layout; see SNAPSHOT_VERSION. */
  readonly version: number;
  readonly maxParallelism: number;
  /** Number of 64-bit floats that make one accumulator. */
  readonly accumulatorWidth: number;
  /** Ascending by key group, each at most once. */
  readonly keyGroups: readonly KeyGroupState[];
}

/** State of one key group in columns: entry i belongs to `keys[keyIndexes[i]]` and the window that starts at `windowStartsMs[i]`. */
export interface KeyGroupState {
  readonly keyGroup: number;
  readonly keys: readonly string[];
  readonly keyIndexes: Uint32Array;
  readonly windowStartsMs: Float64Array;
  /** `accumulatorWidth` values for each entry. */
  readonly accumulators: Float64Array;
}

/**
 * The output of an operator that has not been wired: throws, so that no output is lost silently.
 */
export const throwOutput: Output = {
  emitBatch: throwUnwired,
  emitWatermark: throwUnwired,
  emitWatermarkStatus: throwUnwired,
};

function throwUnwired(): never {
  throw new Error("the operator emitted before setOutput was called");
}
