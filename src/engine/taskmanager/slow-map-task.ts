// A subtask of the map that slows its stream down every other minute: in even minutes of the wall clock each record is held for 100 ms before it is
// passed on, in odd minutes none is. Flink: BackpressureMap of the Operations Playground, which sleeps.
//
// Nothing sleeps here: while a record is held the task waits for a timer, takes no input and counts as busy, and the thread is free for other tasks.
// What waits behind the record, barriers included, waits as it would behind a sleeping function.

import { assertUnreachable } from "../../base/assert.ts";
import { releaseBatch, sliceBatch, type RecordBatch } from "../../core/batch.ts";
import { StatusWatermarkValve } from "../../core/watermark-valve.ts";
import type { OperatorSpec } from "../graph/job-graph.ts";
import type { InputElement } from "./checkpoints/checkpointed-input.ts";
import { TaskError } from "./error-info.ts";
import type { InputStatus, OperatorSnapshot, OperatorTask, TaskContext } from "./task-context.ts";
import type { MetricValues } from "./metrics/task-metrics.ts";
import { watermarkForwarder } from "./watermark-forwarder.ts";
import { takeInput } from "./take-input.ts";

type SlowMapSpec = Extract<OperatorSpec, { kind: "slow-map" }>;

const MINUTE_MS = 60_000;

/** Passes records on, one by one or as they came. */
export class SlowMapTask implements OperatorTask {
  readonly numFiredTimers = 0;
  readonly #delayMs: number;
  readonly #context: TaskContext;
  readonly #valve: StatusWatermarkValve;
  /** The batch whose rows are being passed on, and the next of them. */
  #current: { readonly batch: RecordBatch; nextRow: number } | undefined;
  #isHolding = false;

  constructor(spec: SlowMapSpec, context: TaskContext) {
    this.#delayMs = spec.delayMs;
    this.#context = context;
    this.#valve = new StatusWatermarkValve(context.input.numChannels, watermarkForwarder(context));
  }

  initialize(onInitialized: () => void): void {
    onInitialized();
  }

  open(): void {}

  processInput(): InputStatus {
    if (this.#isHolding) return "waiting";
    const room = this.#context.output.availableRecords;
    if (room === 0) return "output-full";
    if (this.#current !== undefined) return this.#work(this.#current.batch.length - this.#current.nextRow, room);
    return takeInput(this.#context.input, (element, channel) => this.#process(element, channel));
  }

  prepareSnapshotPreBarrier(_checkpointId: number, proceed: () => void): void {
    proceed();
  }

  snapshotState(): OperatorSnapshot {
    return {};
  }

  stop(): void {}

  notifyCheckpointComplete(): void {}

  finish(onFinished: () => void): void {
    onFinished();
  }

  close(): void {
    this.#current = undefined;
  }

  metrics(): MetricValues {
    return {};
  }

  #process(element: InputElement, channel: number): void {
    switch (element.type) {
      case "batch":
        // An empty batch is passed on too, because it may contain names of keys.
        if (element.batch.length === 0) this.#context.output.emitBatch(element.batch);
        else this.#current = { batch: element.batch, nextRow: 0 };
        return;
      case "watermark":
        this.#valve.inputWatermark(element.timestamp, channel);
        return;
      case "watermark-status":
        this.#valve.inputWatermarkStatus(element.status, channel);
        return;
      case "committables":
        throw new TaskError("java.lang.IllegalStateException", "A map has no use for committables.");
      default:
        assertUnreachable(element);
    }
  }

  /** In an even minute the next record is held first, in an odd one all records that fit are passed on. */
  #work(rows: number, room: number): InputStatus {
    if (Math.floor(this.#context.host.clock.now() / MINUTE_MS) % 2 === 1) {
      this.#pass(Math.min(rows, room));
      return "more";
    }
    this.#isHolding = true;
    this.#context.setTimer(this.#delayMs, () => {
      this.#isHolding = false;
      this.#pass(1);
    });
    return "waiting";
  }

  #pass(rows: number): void {
    const current = this.#current;
    if (current === undefined) return;
    const { batch, nextRow } = current;
    this.#context.beforeRecords(rows);
    this.#context.metrics.numRecordsIn += rows;
    const end = nextRow + rows;
    current.nextRow = end;
    if (rows === batch.length) {
      this.#current = undefined;
      this.#context.output.emitBatch(batch);
      return;
    }
    this.#context.output.emitBatch(sliceBatch(batch, nextRow, end));
    if (end < batch.length) return;
    this.#current = undefined;
    releaseBatch(batch);
  }
}
