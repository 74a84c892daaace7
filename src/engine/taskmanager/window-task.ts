// A subtask of a windowed aggregate: puts the core's window operator between the input channels and
// the output. Flink: OneInputStreamTask with a WindowOperator, a StatusWatermarkValve and a
// ProcessingTimeService.
//
// Firing many windows takes more than one step. The operator says when it is not done, and the task
// takes no input until it is. So all results of a watermark go out before a barrier that follows
// it.

import { assertUnreachable } from "../../base/assert.ts";
import { countAggregate } from "../../core/aggregate.ts";
import { releaseBatch } from "../../core/batch.ts";
import { keyGroupRangeOf } from "../../core/key-groups.ts";
import type { OneInputOperator, WatermarkStatus } from "../../core/operator.ts";
import { decodeSnapshot } from "../../core/snapshot.ts";
import { StatusWatermarkValve } from "../../core/watermark-valve.ts";
import { tumblingEventTimeWindows, tumblingProcessingTimeWindows } from "../../core/window-assigner.ts";
import { WindowOperator } from "../../core/window-operator.ts";
import type { OperatorSpec } from "../graph/job-graph.ts";
import type { Timer } from "../host.ts";
import type { InputElement } from "./checkpoints/checkpointed-input.ts";
import { TaskError } from "./error-info.ts";
import { javaLong } from "./metrics/java-number.ts";
import { readKeyedState } from "./checkpoints/keyed-restore.ts";
import type { InputStatus, OperatorSnapshot, OperatorTask, TaskContext } from "./task-context.ts";
import type { MetricValues } from "./metrics/task-metrics.ts";
import { takeInput } from "./take-input.ts";

type WindowSpec = Extract<OperatorSpec, { kind: "window-count" }>;

/** Results fired in one step: far below a slice of the task loop. */
const RESULTS_PER_STEP = 4_096;

/** A call of the operator that answers false until it is done. */
type Work = (maxResults: number) => boolean;

/** Counts by key and window. */
export class WindowTask implements OperatorTask {
  readonly #context: TaskContext;
  readonly #operator: OneInputOperator & Pick<WindowOperator, "numFiredTimers" | "numLateRecordsDropped">;
  readonly #valve: StatusWatermarkValve;
  /** What is to be done before any further input, in order. */
  readonly #work: Work[] = [];
  #timer: Timer | undefined;
  #timerAtMs: number | undefined;
  #isStopped = false;

  constructor(spec: WindowSpec, context: TaskContext) {
    const { deployment, output } = context;
    this.#context = context;
    const windows = spec.time === "event" ? tumblingEventTimeWindows : tumblingProcessingTimeWindows;
    this.#operator = new WindowOperator({
      assigner: windows(spec.sizeMs),
      aggregate: countAggregate,
      maxParallelism: deployment.maxParallelism,
      keyGroupRange: ownKeyGroups(context),
      outputDictionaryId: deployment.attemptId,
    });
    this.#operator.setOutput(output);
    this.#valve = new StatusWatermarkValve(context.input.numChannels, {
      emitWatermark: (watermarkMs) => this.#onWatermark(watermarkMs),
      emitWatermarkStatus: (status) => this.#onWatermarkStatus(status),
    });
  }

  get numFiredTimers(): number {
    return this.#operator.numFiredTimers;
  }

  initialize(onInitialized: () => void): void {
    const { host, deployment } = this.#context;
    readKeyedState(host.storage, deployment.restore?.keyed ?? [], ownKeyGroups(this.#context), {
      onDone: (parts) =>
        // A step of its own, because long work in a promise's continuation would not be measured.
        this.#context.enqueue(() => {
          this.#operator.restoreState(parts.map((bytes) => decodeSnapshot(bytes)));
          onInitialized();
        }),
      onFailed: (error) => this.#context.fail(error),
    });
  }

  open(): void {
    this.#armTimer();
  }

  processInput(): InputStatus {
    const room = this.#context.output.availableRecords;
    if (room === 0) return "output-full";
    if (this.#continueWork(room)) return "more";
    return takeInput(this.#context.input, (element, channel) => this.#process(element, channel));
  }

  prepareSnapshotPreBarrier(_checkpointId: number, proceed: () => void): void {
    proceed();
  }

  snapshotState(): OperatorSnapshot {
    return { keyed: this.#operator.snapshotState() };
  }

  /** Windows in processing time would fire into a stream that has ended. What is open stays in the snapshot. */
  stop(): void {
    this.#isStopped = true;
    this.#timer?.clear();
  }

  notifyCheckpointComplete(): void {}

  finish(onFinished: () => void): void {
    onFinished();
  }

  close(): void {
    this.#timer?.clear();
  }

  metrics(): MetricValues {
    return { numLateRecordsDropped: javaLong(this.#operator.numLateRecordsDropped) };
  }

  /** True if there was something to do. */
  #continueWork(room: number): boolean {
    const work = this.#work[0];
    if (work === undefined) return false;
    if (work(Math.min(room, RESULTS_PER_STEP))) this.#work.shift();
    return true;
  }

  #process(element: InputElement, channel: number): void {
    const { metrics, host } = this.#context;
    switch (element.type) {
      case "batch":
        this.#context.beforeRecords(element.batch.length);
        metrics.numRecordsIn += element.batch.length;
        this.#operator.processBatch(element.batch, host.clock.now());
        releaseBatch(element.batch);
        this.#armTimer();
        return;
      case "watermark":
        this.#valve.inputWatermark(element.timestamp, channel);
        return;
      case "watermark-status":
        this.#valve.inputWatermarkStatus(element.status, channel);
        return;
      case "committables":
        throw new TaskError("java.lang.IllegalStateException", "A window operator has no use for committables.");
      default:
        assertUnreachable(element);
    }
  }

  #onWatermark(watermarkMs: number): void {
    this.#context.metrics.currentInputWatermark = watermarkMs;
    this.#work.push((maxResults) => this.#operator.processWatermark(watermarkMs, maxResults));
  }

  #onWatermarkStatus(status: WatermarkStatus): void {
    this.#work.push(() => {
      this.#operator.processWatermarkStatus(status);
      return true;
    });
  }

  /** Processing-time windows: a timer for the earliest end. */
  #armTimer(): void {
    if (this.#isStopped) return;
    const atMs = this.#operator.nextProcessingTimer();
    if (atMs === this.#timerAtMs) return;
    this.#timer?.clear();
    this.#timerAtMs = atMs;
    if (atMs === undefined) return;
    const { clock } = this.#context.host;
    this.#timer = this.#context.setTimer(Math.max(0, atMs - clock.now()), () => {
      this.#timerAtMs = undefined;
      this.#fireProcessingTime(clock.now());
    });
  }

  #fireProcessingTime(nowMs: number): void {
    if (this.#isStopped) return;
    this.#work.push((maxResults) => {
      const isDone = this.#operator.advanceProcessingTime(nowMs, maxResults);
      if (isDone) this.#armTimer();
      return isDone;
    });
  }
}

function ownKeyGroups({ deployment }: TaskContext): ReturnType<typeof keyGroupRangeOf> {
  return keyGroupRangeOf(deployment.subtaskIndex, deployment.maxParallelism, deployment.parallelism);
}
