// One attempt at one subtask: its life, its mailbox, and the ends that operator, channels and checkpoints are tied to. One thing at a time:
// every step is a mail or a piece of input. Whatever throws, ends this task and no other. Flink: Task and StreamTask.
//
//   INITIALIZING ──restored, channels open──▶ RUNNING ──all input ended──▶ FINISHED
//        └──────────────┬───────────────────────┴──▶ CANCELED | FAILED

import { assert, assertUnreachable } from "../../base/assert.ts";
import type { Fault } from "../../rest/playground.ts";
import type { ThreadInfo } from "../../rest/threads.ts";
import type { FlinkLog } from "../flink-log.ts";
import type { Host, Timer } from "../host.ts";
import type { ErrorInfo } from "../protocol/error-info.ts";
import {
  isSynchronous,
  type BarrierInfo,
  type PeerSubtask,
  type SubtaskCheckpointMetrics,
  type TaskDeployment,
  type TaskMetricsDump,
  type ToJobManager,
} from "../protocol/jobmanager-taskmanager.ts";
import type { SubtaskState } from "../protocol/state.ts";
import { taskThreadInfo } from "../thread-dump.ts";
import { BarrierHandler, type AlignmentMetrics } from "./checkpoints/barrier-handler.ts";
import { CheckpointedInput } from "./checkpoints/checkpointed-input.ts";
import type { ConnectionManager } from "./network/connection-manager.ts";
import { createOperatorTask } from "./create-operator-task.ts";
import { errorInfoOf, stopWithSavepointFailed, UserFunctionError } from "./error-info.ts";
import { InputGate } from "./network/input-gate.ts";
import { Mailbox, type Mail } from "./mailbox.ts";
import type { PartitionManager } from "./network/partition-manager.ts";
import { ResultPartition } from "./network/result-partition.ts";
import { NO_ALIGNMENT, SubtaskCheckpointing, type CheckpointedTask } from "./checkpoints/subtask-checkpointing.ts";
import type { OperatorTask, TaskContext } from "./task-context.ts";
import type { Steppable, TaskLoop } from "./task-loop.ts";
import { taskNameOf } from "./task-name.ts";
import { TaskMetrics, type NetworkGauges } from "./metrics/task-metrics.ts";
import { TaskOutput } from "./task-output.ts";

/** What all tasks of a TaskManager share. */
export interface TaskServices {
  readonly host: Host;
  readonly loop: TaskLoop;
  readonly partitions: PartitionManager;
  readonly connections: ConnectionManager;
  readonly log: FlinkLog;
  readonly sendToJobManager: (message: ToJobManager) => void;
  /** The task has ended and holds nothing any more; its final state is reported after this. */
  readonly onEnded: (task: Task) => void;
}

const LOGGER = "runtime.taskmanager.Task";

type TaskState = "INITIALIZING" | "RUNNING" | "FINISHED" | "CANCELED" | "FAILED";
type FinalState = Exclude<TaskState, "INITIALIZING" | "RUNNING">;

const MAILBOX_LATENCY_INTERVAL_MS = 1_000;

/** Why the task takes no step at present. */
type Waiting = "input" | "output" | undefined;

/** Begins with `start`; ends by itself, by `cancel` or by `fail`. */
export class Task implements TaskContext, CheckpointedTask, Steppable {
  readonly host: Host;
  readonly deployment: TaskDeployment;
  readonly log: FlinkLog;
  readonly metrics: TaskMetrics;
  readonly output: TaskOutput;
  readonly input: CheckpointedInput;
  readonly #services: TaskServices;
  readonly #mailbox = new Mailbox();
  readonly #timers = new Set<Timer>();
  readonly #partitions: readonly ResultPartition[];
  readonly #gate: InputGate;
  readonly #barriers: BarrierHandler;
  readonly #operator: OperatorTask;
  readonly #checkpointing: SubtaskCheckpointing;
  readonly #startedAtMs: number;
  #state: TaskState = "INITIALIZING";
  #waitingFor: Waiting;
  #isFinishing = false;
  /** The savepoint for which this task has stopped; it ends when that is complete. */
  #synchronousSavepoint: { readonly checkpointId: number; isComplete: boolean } | undefined;
  #fault: Fault | undefined;

  constructor(services: TaskServices, deployment: TaskDeployment) {
    const { host } = services;
    this.#services = services;
    this.host = host;
    this.log = services.log;
    this.deployment = deployment;
    this.#startedAtMs = host.clock.monotonicMs();
    this.metrics = new TaskMetrics(host.clock, deployment.vertexName, {
      isSource: deployment.inputs.length === 0,
      input: networkGauges(() => [this.#gate]),
      output: networkGauges(() => this.#outputQueues()),
      mailboxQueueSize: () => this.#mailbox.size,
      mailsProcessed: () => this.#mailbox.processed,
      numFiredTimers: () => this.#operator.numFiredTimers,
      operator: () => this.#operator.metrics(),
    });
    this.#partitions = deployment.outputs.map(
      (descriptor) =>
        new ResultPartition({
          host,
          descriptor,
          bufferTimeoutMs: deployment.bufferTimeoutMs,
          counters: this.metrics,
          onDelivered: () => this.#onDelivered(),
        }),
    );
    this.output = new TaskOutput(this.#partitions, this.metrics);
    this.#gate = new InputGate({
      clock: host.clock,
      channels: producersOf(deployment).map(({ peer }) => ({ isLocal: peer.container === host.container })),
      counters: this.metrics,
      onAvailable: () => this.inputAvailable(),
      onError: (error) => this.fail(error),
    });
    this.#barriers = new BarrierHandler({
      clock: host.clock,
      input: this.#gate,
      numChannels: this.#gate.channels.length,
      onAligned: (barrier, alignment) => this.#performCheckpoint(barrier, alignment),
      onAborted: (checkpointId, reason) => this.#giveUpCheckpoint(checkpointId, reason),
    });
    this.input = new CheckpointedInput(this.#gate, this.#barriers);
    this.#operator = createOperatorTask(this);
    this.#checkpointing = new SubtaskCheckpointing(this, this.#operator);
  }

  get isEnded(): boolean {
    return this.#state !== "INITIALIZING" && this.#state !== "RUNNING";
  }

  /** Buffers of this task's queues, for the metrics of the TaskManager. */
  get networkGauges(): NetworkGauges {
    return networkGauges(() => [this.#gate, ...this.#outputQueues()]);
  }

  start(): void {
    const { partitions, sendToJobManager } = this.#services;
    this.#logSwitch("DEPLOYING", this.#state);
    sendToJobManager({ type: "task-state", attemptId: this.deployment.attemptId, state: "INITIALIZING" });
    partitions.register(this.deployment.attemptId, this.#partitions);
    this.#guard(() => this.#operator.initialize(() => this.#run()));
  }

  /** Ends the task as CANCELED, whatever it is doing. */
  cancel(): void {
    if (!this.isEnded) this.log.info(LOGGER, `Attempting to cancel task ${this.#nameAndId}.`);
    this.#end("CANCELED");
  }

  fail(error: unknown): void {
    this.#end("FAILED", errorInfoOf(error));
  }

  /** Puts a barrier into the stream: only a task without inputs does that of itself. */
  triggerCheckpoint(barrier: BarrierInfo): void {
    this.enqueue(() => {
      assert(this.#gate.channels.length === 0, "only a source is triggered");
      if (this.#state !== "RUNNING") {
        this.#giveUpCheckpoint(barrier.checkpointId, "Checkpoint was declined (tasks not ready)");
        return;
      }
      const startDelayMs = Math.max(0, this.host.clock.now() - barrier.triggerTimestamp);
      this.#performCheckpoint(barrier, { ...NO_ALIGNMENT, startDelayMs });
    });
  }

  notifyCheckpointComplete(checkpointId: number): void {
    this.enqueue(() => {
      this.#operator.notifyCheckpointComplete(checkpointId);
      if (this.#synchronousSavepoint?.checkpointId === checkpointId) this.#synchronousSavepoint.isComplete = true;
    });
  }

  notifyCheckpointAborted(checkpointId: number): void {
    this.enqueue(() => {
      // This task has stopped for it and cannot continue. Only a restart from the last checkpoint can.
      if (this.#synchronousSavepoint?.checkpointId === checkpointId) throw stopWithSavepointFailed();
      this.#checkpointing.abort(checkpointId);
      // Those downstream that already saw the barrier from others must not wait for ours.
      if (this.#barriers.onCheckpointAborted(checkpointId)) this.output.broadcastCancelBarrier(checkpointId);
    });
  }

  /** The next record ends this attempt. */
  injectFault(fault: Fault): void {
    this.#fault = fault;
  }

  dump(): TaskMetricsDump {
    return this.metrics.dump(this.deployment.attemptId);
  }

  /** What it is about, for a thread dump. */
  threadInfo(): ThreadInfo {
    const state = this.#waitingFor === undefined ? "RUNNABLE" : `WAITING on ${this.#waitingFor}`;
    return taskThreadInfo(taskNameOf(this.deployment), state, this.host.container);
  }

  step(): boolean {
    if (this.isEnded) return false;
    let hasMore = false;
    this.#guard(() => {
      hasMore = this.#step();
    });
    return hasMore && !this.isEnded;
  }

  enqueue(mail: Mail): void {
    if (this.isEnded) return;
    this.#mailbox.put(mail);
    this.#wake();
  }

  setTimer(delayMs: number, mail: Mail): Timer {
    return this.#setHostTimer(delayMs, () => this.enqueue(mail));
  }

  runAsync(work: () => void): void {
    this.host.defer(() => {
      if (!this.isEnded) this.#guard(work);
    });
  }

  inputAvailable(): void {
    if (this.#waitingFor === "input") this.#wake();
  }

  beforeRecords(count: number): void {
    if (count > 0 && this.#fault !== undefined) throw new UserFunctionError(this.deployment.vertexName);
  }

  acknowledgeCheckpoint(checkpointId: number, state: SubtaskState, metrics: SubtaskCheckpointMetrics): void {
    if (this.isEnded) return;
    const { jobId, attemptId } = this.deployment;
    this.#services.sendToJobManager({ type: "acknowledge-checkpoint", jobId, attemptId, checkpointId, state, metrics });
  }

  declineCheckpoint(checkpointId: number, reason: string, error?: ErrorInfo): void {
    if (this.isEnded) return;
    const { jobId, attemptId } = this.deployment;
    this.#services.sendToJobManager({ type: "decline-checkpoint", jobId, attemptId, checkpointId, reason, ...(error && { error }) });
  }

  /** All barriers are here. For a synchronous savepoint the operator stops before its snapshot is taken. */
  #performCheckpoint(barrier: BarrierInfo, alignment: AlignmentMetrics): void {
    const { checkpointId, snapshotType } = barrier;
    if (isSynchronous(snapshotType) && !this.#checkpointing.isAborted(checkpointId)) {
      this.#synchronousSavepoint = { checkpointId, isComplete: false };
      this.#operator.stop(snapshotType === "terminate-savepoint");
    }
    this.#checkpointing.perform(barrier, alignment);
  }

  /** State is restored: reads and writes from now on. */
  #run(): void {
    if (this.isEnded) return;
    this.#openChannels();
    this.#state = "RUNNING";
    this.#logSwitch("INITIALIZING", this.#state);
    this.metrics.initializationTimeMs = this.host.clock.monotonicMs() - this.#startedAtMs;
    this.#services.sendToJobManager({ type: "task-state", attemptId: this.deployment.attemptId, state: "RUNNING" });
    this.#operator.open();
    this.#measureMailboxLatency();
    this.#wake();
  }

  /** A timer that ends with the task. */
  #setHostTimer(delayMs: number, callback: () => void): Timer {
    const timer = this.host.setTimer(delayMs, () => {
      this.#timers.delete(timer);
      callback();
    });
    this.#timers.add(timer);
    return timer;
  }

  /** Every second a mail measures how long it waits for its turn. Flink: MailboxMetricsController. */
  #measureMailboxLatency(): void {
    this.#setHostTimer(MAILBOX_LATENCY_INTERVAL_MS, () => {
      const sentAtMs = this.host.clock.monotonicMs();
      this.enqueue(() => {
        this.metrics.mailboxLatency.update(this.host.clock.monotonicMs() - sentAtMs);
        this.#measureMailboxLatency();
      });
    });
  }

  #openChannels(): void {
    const { attemptId: consumer } = this.deployment;
    for (const [index, { peer, partitionIndex }] of producersOf(this.deployment).entries()) {
      const channel = this.#gate.channels[index];
      assert(channel !== undefined, `channel ${index} was made`);
      this.#services.connections.openChannel({ producer: peer.attemptId, partitionIndex, consumer }, peer, channel);
    }
  }

  #outputQueues(): readonly BatchQueue[] {
    return this.#partitions.flatMap((partition) => partition.subpartitions);
  }

  /** A mail, or else a piece of input. True if there may be more. */
  #step(): boolean {
    const mail = this.#mailbox.take();
    if (mail !== undefined) {
      mail();
      return true;
    }
    if (this.#state !== "RUNNING" || this.#isFinishing || this.#checkpointing.isPreparing) return false;
    const status = this.#operator.processInput();
    switch (status) {
      case "more":
        return true;
      case "no-input":
        this.#waitingFor = "input";
        this.metrics.idle.start();
        return false;
      case "output-full":
        this.#waitingFor = "output";
        this.metrics.softBackPressured.start();
        return false;
      case "waiting":
        return false;
      case "end-of-input":
        // Otherwise the mail that says so brings the task here again.
        if (this.#synchronousSavepoint?.isComplete !== false) this.#finish();
        return false;
      default:
        return assertUnreachable(status);
    }
  }

  #wake(): void {
    this.#waitingFor = undefined;
    this.metrics.idle.stop();
    this.metrics.softBackPressured.stop();
    this.#services.loop.schedule(this);
  }

  #onDelivered(): void {
    if (this.#waitingFor === "output") this.#wake();
    if (this.#state === "FINISHED") this.#unregisterIfDrained();
  }

  #giveUpCheckpoint(checkpointId: number, reason: string): void {
    this.declineCheckpoint(checkpointId, reason);
    this.output.broadcastCancelBarrier(checkpointId);
  }

  /** Every input has ended and was worked off. */
  #finish(): void {
    this.#isFinishing = true;
    this.#operator.finish(() => {
      this.output.broadcastEndOfData();
      this.#end("FINISHED");
    });
  }

  #end(state: FinalState, error?: ErrorInfo): void {
    if (this.isEnded) return;
    this.#logSwitch(this.#state, state, error);
    this.#state = state;
    this.metrics.end();
    this.#mailbox.clear();
    for (const timer of this.#timers) timer.clear();
    this.#timers.clear();
    this.#operator.close();
    this.#gate.close();
    // What a finished task has written is still to be read.
    if (state === "FINISHED") this.#unregisterIfDrained();
    else this.#releasePartitions();
    this.#services.onEnded(this);
    const { attemptId } = this.deployment;
    this.#services.sendToJobManager({ type: "task-state", attemptId, state, io: this.metrics.io(), ...(error && { error }) });
  }

  get #nameAndId(): string {
    return `${taskNameOf(this.deployment)} (${this.deployment.attemptId})`;
  }

  #logSwitch(from: TaskState | "DEPLOYING", to: TaskState, error?: ErrorInfo): void {
    const { log } = this;
    const line = `${this.#nameAndId} switched from ${from} to ${to}`;
    if (error === undefined) log.info(LOGGER, `${line}.`);
    else log.warn(LOGGER, `${line} with failure cause:\n${error.stack.trimEnd()}`);
  }

  #releasePartitions(): void {
    for (const partition of this.#partitions) partition.release();
    this.#services.partitions.unregister(this.deployment.attemptId);
  }

  #unregisterIfDrained(): void {
    if (this.#partitions.every((partition) => partition.isDrained)) this.#services.partitions.unregister(this.deployment.attemptId);
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fail(error);
    }
  }
}

interface BatchQueue {
  readonly queuedBatches: number;
  readonly queuedBytes: number;
  readonly capacityBatches: number;
}

function networkGauges(queues: () => readonly BatchQueue[]): NetworkGauges {
  const sum = (read: (queue: BatchQueue) => number) => () => queues().reduce((total, queue) => total + read(queue), 0);
  return {
    queuedBatches: sum((queue) => queue.queuedBatches),
    queuedBytes: sum((queue) => queue.queuedBytes),
    capacityBatches: sum((queue) => queue.capacityBatches),
  };
}

/** The producers of all gates, in the order of the channels. */
function producersOf(deployment: TaskDeployment): { readonly peer: PeerSubtask; readonly partitionIndex: number }[] {
  return deployment.inputs.flatMap(({ producers, partitionIndex }) => producers.map((peer) => ({ peer, partitionIndex })));
}
