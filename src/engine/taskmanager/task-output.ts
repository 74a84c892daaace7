// All outputs of a task as its operator sees them: one Output. Nothing here decides; it only fans out. Flink: RecordWriterOutput and
// MultipleRecordWriters.

import { sliceBatch, type RecordBatch } from "../../core/batch.ts";
import type { Output, WatermarkStatus } from "../../core/operator.ts";
import type { BarrierInfo } from "../protocol/jobmanager-taskmanager.ts";
import type { StreamElement } from "../protocol/taskmanager-taskmanager.ts";
import type { ResultPartition } from "./network/result-partition.ts";
import type { TaskMetrics } from "./metrics/task-metrics.ts";

/** Counts what the operator emits and passes it to every result partition. A task without outputs swallows it. */
export class TaskOutput implements Output {
  readonly #partitions: readonly ResultPartition[];
  readonly #metrics: TaskMetrics;
  #announcedStatus: WatermarkStatus = "active";

  constructor(partitions: readonly ResultPartition[], metrics: TaskMetrics) {
    this.#partitions = partitions;
    this.#metrics = metrics;
  }

  /** Records that may be emitted in one go; 0 is back pressure. */
  get availableRecords(): number {
    return this.#partitions.reduce((min, partition) => Math.min(min, partition.availableRecords), Number.POSITIVE_INFINITY);
  }

  emitBatch(batch: RecordBatch): void {
    this.#metrics.numRecordsOut += batch.length;
    const [first, ...others] = this.#partitions;
    // Buffers may be transferred to another thread: every further output gets buffers of its own.
    for (const other of others) other.emitBatch(sliceBatch(batch, 0, batch.length));
    first?.emitBatch(batch);
  }

  /** To the committer: one message for each checkpoint, counted as a record as Flink does. */
  emitCommittables(checkpointId: number, count: number): void {
    for (const partition of this.#partitions) {
      this.#metrics.numRecordsOut++;
      partition.send({ type: "committables", checkpointId, count }, 0);
    }
  }

  /** Dropped while the output is idle, the watermark of a drain as well. Flink: RecordWriterOutput.emitWatermark. */
  emitWatermark(timestamp: number): void {
    if (this.#announcedStatus === "idle") return;
    this.#metrics.currentOutputWatermark = timestamp;
    this.#broadcast({ type: "watermark", timestamp });
  }

  emitWatermarkStatus(status: WatermarkStatus): void {
    if (status === this.#announcedStatus) return;
    this.#announcedStatus = status;
    this.#broadcast({ type: "watermark-status", status });
  }

  broadcastBarrier(barrier: BarrierInfo): void {
    this.#broadcast({ type: "barrier", barrier });
  }

  /** Downstream need not wait for that checkpoint's barrier. Flink: CancelCheckpointMarker. */
  broadcastCancelBarrier(checkpointId: number): void {
    this.#broadcast({ type: "cancel-barrier", checkpointId });
  }

  broadcastEndOfData(): void {
    this.#broadcast({ type: "end-of-data" });
  }

  #broadcast(event: Exclude<StreamElement, { type: "batch" }>): void {
    for (const partition of this.#partitions) partition.broadcast(event);
  }
}
