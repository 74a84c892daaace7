// A TaskManager by script: tasks start, snapshot and end a few ms after they were told to, unless a test says otherwise.

import { keyGroupRangeOf } from "../../../core/key-groups.ts";
import {
  isSynchronous,
  type SubtaskCheckpointMetrics,
  type TaskDeployment,
  type ToJobManager,
  type ToTaskManager,
} from "../../protocol/jobmanager-taskmanager.ts";
import type { SubtaskState } from "../../protocol/state.ts";
import type { JobManager } from "../job-manager.ts";
import type { FakeHost, FakeLink } from "./fake-host.ts";

const STEP_MS = 5;

export class ScriptedTaskManager {
  readonly id: string;
  readonly container: string;
  /** Everything the JobManager sent. */
  readonly received: ToTaskManager[] = [];
  /** Tasks that were deployed here and have not ended, by attempt. */
  readonly tasks = new Map<string, TaskDeployment>();
  /** False: tasks receive triggers but do not acknowledge them. */
  acknowledges = true;
  /** False: tasks that have stopped for a savepoint do not end when it is complete. */
  finishes = true;
  /** Offset that the sources write into their state. */
  offset = 0;
  readonly #host: FakeHost;
  readonly #link: FakeLink;
  #isDead = false;
  #lastSavepointId: number | undefined;

  constructor(host: FakeHost, jobManager: JobManager, container: string, numberOfSlots = 2, id: string = container) {
    this.id = id;
    this.container = container;
    this.#host = host;
    this.#link = host.openLink(container);
    this.#link.receive = (message) => this.#receive(message);
    jobManager.accept(this.#link);
    this.tell({
      type: "register-task-manager",
      taskManagerId: id,
      container,
      numberOfSlots,
      rpcAddress: `pekko.tcp://flink@${container}:40000/user/rpc/taskmanager_0`,
      dataPort: 40001,
    });
  }

  /** No goodbye: calls to it fail from now on. */
  kill(): void {
    this.#isDead = true;
    this.#link.isOpen = false;
  }

  /** It does nothing any more, and the network does not notice. */
  hang(): void {
    this.#isDead = true;
  }

  /** Ends a {@link hang}. */
  wake(): void {
    this.#isDead = false;
  }

  /** False once either side has closed the connection. */
  get isConnected(): boolean {
    return this.#link.isOpen;
  }

  /** A clean stop. */
  closeCleanly(): void {
    this.#isDead = true;
    this.#link.closeByPeer();
  }

  tell(message: ToJobManager): void {
    if (!this.#isDead) this.#link.deliver(message);
  }

  /** The task of that vertex and subtask. */
  task(vertexName: string, subtaskIndex: number): TaskDeployment {
    const task = [...this.tasks.values()].find(
      (candidate) => candidate.vertexName === vertexName && candidate.subtaskIndex === subtaskIndex,
    );
    if (task === undefined) throw new Error(`${vertexName} ${String(subtaskIndex)} does not run on ${this.id}`);
    return task;
  }

  /** That task throws. */
  failTask(vertexName: string, subtaskIndex: number, message = "boom"): void {
    const { attemptId } = this.task(vertexName, subtaskIndex);
    this.tasks.delete(attemptId);
    const className = "java.lang.RuntimeException";
    this.tell({ type: "task-state", attemptId, state: "FAILED", error: { className, message, stack: `${className}: ${message}\n` } });
  }

  /** That task acknowledges a checkpoint. */
  acknowledge(task: TaskDeployment, checkpointId: number): void {
    const { jobId, attemptId } = task;
    this.tell({ type: "acknowledge-checkpoint", jobId, attemptId, checkpointId, state: this.#stateOf(task), metrics: METRICS });
  }

  #receive(message: ToTaskManager): void {
    if (this.#isDead) return;
    this.received.push(message);
    switch (message.type) {
      case "heartbeat-request":
        this.#later(1, () => this.tell({ type: "heartbeat" }));
        return;
      case "metrics-request":
        this.#later(1, () => this.#tellMetrics(message.requestId));
        return;
      case "submit-task":
        this.#run(message.deployment);
        return;
      case "cancel-task":
        if (this.tasks.delete(message.attemptId)) {
          this.#later(STEP_MS, () => this.tell({ type: "task-state", attemptId: message.attemptId, state: "CANCELED" }));
        }
        return;
      case "trigger-checkpoint":
        if (isSynchronous(message.barrier.snapshotType)) this.#lastSavepointId = message.barrier.checkpointId;
        if (this.acknowledges) this.#snapshot(message.attemptId, message.barrier.checkpointId);
        return;
      case "notify-checkpoint-complete":
        if (message.checkpointId === this.#lastSavepointId && this.finishes && this.tasks.delete(message.attemptId)) {
          this.#later(STEP_MS, () => this.tell({ type: "task-state", attemptId: message.attemptId, state: "FINISHED" }));
        }
        return;
      case "registered":
      case "log-request":
      case "thread-dump-request":
      case "notify-checkpoint-aborted":
      case "inject-fault":
        return;
    }
  }

  #run(deployment: TaskDeployment): void {
    const { attemptId } = deployment;
    this.tasks.set(attemptId, deployment);
    for (const [delayMs, state] of [[STEP_MS, "INITIALIZING"] as const, [2 * STEP_MS, "RUNNING"] as const]) {
      this.#later(delayMs, () => {
        if (this.tasks.has(attemptId)) this.tell({ type: "task-state", attemptId, state });
      });
    }
  }

  /** The barrier goes through the tasks that share the source's slot. */
  #snapshot(sourceAttemptId: string, checkpointId: number): void {
    const subtaskIndex = this.tasks.get(sourceAttemptId)?.subtaskIndex;
    this.#later(STEP_MS, () => {
      for (const task of [...this.tasks.values()]) if (task.subtaskIndex === subtaskIndex) this.acknowledge(task, checkpointId);
    });
  }

  #stateOf({ operator, subtaskIndex, maxParallelism, parallelism }: TaskDeployment): SubtaskState {
    if (operator.kind === "source") return { splits: [{ topic: operator.topic, partition: subtaskIndex, offset: this.offset }] };
    if (operator.kind !== "window-count") return {};
    const { start, end } = keyGroupRangeOf(subtaskIndex, maxParallelism, parallelism);
    return { keyed: { keyGroupStart: start, keyGroupEnd: end, handle: { type: "inline", bytes: new Uint8Array([subtaskIndex]) } } };
  }

  #tellMetrics(requestId: number): void {
    const tasks = [...this.tasks.keys()].map((attemptId) => ({ attemptId, io: IO, metrics: { numRecordsIn: "7" } }));
    this.tell({ type: "metrics", requestId, taskManager: { "Status.Shuffle.Netty.UsedMemory": "1" }, tasks });
  }

  #later(delayMs: number, run: () => void): void {
    this.#host.setTimer(delayMs, () => {
      if (!this.#isDead) run();
    });
  }
}

const METRICS: SubtaskCheckpointMetrics = {
  syncDurationMs: 1,
  asyncDurationMs: 2,
  alignmentDurationMs: 0,
  startDelayMs: 1,
  bytesProcessedDuringAlignment: 10,
  bytesPersistedDuringAlignment: 0,
  stateSizeBytes: 100,
};

const IO = {
  numBytesIn: 1,
  numBytesOut: 2,
  numRecordsIn: 3,
  numRecordsOut: 4,
  accumulateIdleTimeMs: 5,
  accumulateBackPressuredTimeMs: 6,
  accumulateBusyTimeMs: 7,
};
