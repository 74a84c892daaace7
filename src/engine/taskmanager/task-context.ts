// What a task gives its operator, and what an operator gives its task. Flink: StreamTask seen from its subclasses, and the StreamTaskStateInitializer.

import type { KeyedStateSnapshot } from "../../core/operator.ts";
import type { FlinkLog } from "../flink-log.ts";
import type { Host, Timer } from "../host.ts";
import type { TaskDeployment } from "../protocol/jobmanager-taskmanager.ts";
import type { SplitOffset } from "../protocol/state.ts";
import type { CheckpointedInput } from "./checkpoints/checkpointed-input.ts";
import type { Mail } from "./mailbox.ts";
import type { MetricValues, TaskMetrics } from "./metrics/task-metrics.ts";
import type { TaskOutput } from "./task-output.ts";

/** The task as its operator sees it. Nothing of it does anything once the task has ended. */
export interface TaskContext {
  readonly host: Host;
  readonly deployment: TaskDeployment;
  readonly log: FlinkLog;
  readonly metrics: TaskMetrics;
  readonly output: TaskOutput;
  /** The channels; a task without inputs has none of them. */
  readonly input: CheckpointedInput;
  /** Runs `mail` in the task's turn, before further input. If it throws, the task fails. */
  enqueue(mail: Mail): void;
  /** A timer whose callback is a mail. */
  setTimer(delayMs: number, mail: Mail): Timer;
  /** Work of the task's asynchronous thread: soon, but not in the task's turn. */
  runAsync(work: () => void): void;
  /** There is input where `processInput` found none. */
  inputAvailable(): void;
  /** To be called with the number of records before they are processed: throws where a fault was asked for. */
  beforeRecords(count: number): void;
  /** The task cannot continue. */
  fail(error: unknown): void;
}

/**
 * What a step of the operator came to. `more`: call again. `no-input`: wait until `inputAvailable`. `output-full`: wait for room. `waiting`: a mail
 * decides how to continue. `end-of-input`: no more input comes.
 */
export type InputStatus = "more" | "no-input" | "output-full" | "waiting" | "end-of-input";

/** Operator state at a barrier, cut loose from the operator. */
export interface OperatorSnapshot {
  readonly keyed?: KeyedStateSnapshot;
  readonly splits?: readonly SplitOffset[];
}

/** What an operator does for a snapshot. */
export interface SnapshotableOperator {
  /** Before the barrier: flush, emit committables. `proceed` is to be called once, at once or later; no input is taken until then. */
  prepareSnapshotPreBarrier(checkpointId: number, proceed: () => void): void;
  /** The synchronous part. */
  snapshotState(checkpointId: number): OperatorSnapshot;
}

/** The operator of a task, with all that is particular to its kind. Flink: StreamTask's subclasses and their operators. */
export interface OperatorTask extends SnapshotableOperator {
  /** Restores state. `onInitialized` is called once when it is done, at once or later. */
  initialize(onInitialized: () => void): void;
  /** The task is RUNNING. */
  open(): void;
  /** One small piece of work, at most a batch. */
  processInput(): InputStatus;
  /**
   * The job stops with a savepoint, whose snapshot is taken next. Nothing new is emitted from now on; with `drain` a source says that event time
   * is over, so that every window closes before the snapshot. A source that has stopped is at the end of its input.
   */
  stop(drain: boolean): void;
  /** All input has ended: what is still to be said is said, then `onFinished` is called. */
  finish(onFinished: () => void): void;
  notifyCheckpointComplete(checkpointId: number): void;
  /** The task ended, however. Gives back what it holds. */
  close(): void;
  /** Metrics under the operator's name. */
  metrics(): MetricValues;
  readonly numFiredTimers: number;
}
