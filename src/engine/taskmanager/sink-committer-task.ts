// A sink committer subtask: counts what each checkpoint has to commit and commits it when the checkpoint is complete. At least once, the counts
// are 0 and there is nothing else to it. Flink: CommitterOperator.

import { assertUnreachable } from "../../base/assert.ts";
import { StatusWatermarkValve } from "../../core/watermark-valve.ts";
import type { InputElement } from "./checkpoints/checkpointed-input.ts";
import { TaskError } from "./error-info.ts";
import { javaLong } from "./metrics/java-number.ts";
import type { InputStatus, OperatorSnapshot, OperatorTask, TaskContext } from "./task-context.ts";
import type { MetricValues } from "./metrics/task-metrics.ts";
import { watermarkForwarder } from "./watermark-forwarder.ts";
import { takeInput } from "./take-input.ts";

/** The last vertex of a sink. */
export class SinkCommitterTask implements OperatorTask {
  readonly numFiredTimers = 0;
  readonly #context: TaskContext;
  readonly #valve: StatusWatermarkValve;
  /** Committables that wait for their checkpoint. */
  readonly #pending = new Map<number, number>();
  #total = 0;
  #successful = 0;

  constructor(context: TaskContext) {
    this.#context = context;
    this.#valve = new StatusWatermarkValve(context.input.numChannels, watermarkForwarder(context));
  }

  initialize(onInitialized: () => void): void {
    onInitialized();
  }

  open(): void {}

  processInput(): InputStatus {
    return takeInput(this.#context.input, (element, channel) => this.#process(element, channel));
  }

  prepareSnapshotPreBarrier(_checkpointId: number, proceed: () => void): void {
    proceed();
  }

  snapshotState(): OperatorSnapshot {
    return {};
  }

  stop(): void {}

  notifyCheckpointComplete(checkpointId: number): void {
    for (const [id, count] of this.#pending) {
      if (id > checkpointId) continue;
      this.#successful += count;
      this.#pending.delete(id);
    }
  }

  finish(onFinished: () => void): void {
    onFinished();
  }

  close(): void {}

  metrics(): MetricValues {
    const pending = [...this.#pending.values()].reduce((sum, count) => sum + count, 0);
    return {
      totalCommittables: javaLong(this.#total),
      pendingCommittables: javaLong(pending),
      successfulCommittables: javaLong(this.#successful),
      alreadyCommittedCommittables: "0",
      failedCommittables: "0",
      retriedCommittables: "0",
    };
  }

  #process(element: InputElement, channel: number): void {
    switch (element.type) {
      case "committables":
        this.#context.beforeRecords(1);
        this.#context.metrics.numRecordsIn++;
        this.#total += element.count;
        this.#pending.set(element.checkpointId, (this.#pending.get(element.checkpointId) ?? 0) + element.count);
        return;
      case "watermark":
        this.#valve.inputWatermark(element.timestamp, channel);
        return;
      case "watermark-status":
        this.#valve.inputWatermarkStatus(element.status, channel);
        return;
      case "batch":
        throw new TaskError("java.lang.IllegalStateException", "A committer has no use for records.");
      default:
        assertUnreachable(element);
    }
  }
}
