import { EXECUTION_STATES, type ExecutionState } from "../../../rest/states.ts";
import type { JobVertex } from "../../graph/job-graph.ts";
import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { IoMetrics, ToTaskManager } from "../../protocol/jobmanager-taskmanager.ts";
import { assertExecutionTransition, isTerminalExecutionState } from "./execution-state-machine.ts";
import type { ExecutionView, FailureView, TaskManagerLocation } from "../jobmanager-view.ts";
import type { TaskSlot } from "../resources/task-manager-connection.ts";

/** One attempt at one subtask. Flink: Execution. */
export class Execution implements ExecutionView {
  readonly vertex: JobVertex;
  readonly subtaskIndex: number;
  readonly attemptNumber: number;
  readonly attemptId: string;
  readonly stateTimestamps: Record<ExecutionState, number>;
  #state: ExecutionState = "CREATED";
  #slot: TaskSlot | undefined;
  #location: TaskManagerLocation | undefined;
  #allocationId: string | undefined;
  #failure: FailureView | undefined;
  /** Told by the task with its last state. */
  finalIo: IoMetrics | undefined;

  constructor(graphId: string, vertex: JobVertex, subtaskIndex: number, attemptNumber: number, now: number) {
    this.vertex = vertex;
    this.subtaskIndex = subtaskIndex;
    this.attemptNumber = attemptNumber;
    this.attemptId = `${graphId}_${vertex.id}_${String(subtaskIndex)}_${String(attemptNumber)}`;
    this.stateTimestamps = noTimestamps();
    this.stateTimestamps.CREATED = now;
  }

  get state(): ExecutionState {
    return this.#state;
  }

  get isTerminal(): boolean {
    return isTerminalExecutionState(this.#state);
  }

  /** The slot it was deployed into. */
  get slot(): TaskSlot | undefined {
    return this.#slot;
  }

  get location(): TaskManagerLocation | undefined {
    return this.#location;
  }

  get allocationId(): string | undefined {
    return this.#allocationId;
  }

  get failure(): FailureView | undefined {
    return this.#failure;
  }

  /** `<vertex name> (<subtask+1>/<parallelism>)`. */
  get taskNameWithSubtask(): string {
    return `${this.vertex.name} (${String(this.subtaskIndex + 1)}/${String(this.vertex.parallelism)})`;
  }

  /** Goes to `state` at `now`, epoch ms. Throws AssertionError if it may not. */
  switchTo(state: ExecutionState, now: number): void {
    assertExecutionTransition(this.#state, state, `${this.taskNameWithSubtask} (${this.attemptId})`);
    this.#state = state;
    this.stateTimestamps[state] = now;
    if (this.isTerminal && this.#slot !== undefined && this.#allocationId === this.#slot.allocationId) this.#slot.assignedTasks--;
  }

  /** Goes to FAILED with its cause. */
  fail(error: ErrorInfo, now: number): void {
    this.switchTo("FAILED", now);
    this.#failure = { error, timestamp: now };
  }

  /** Sends a message to its TaskManager. False if it could not be delivered, or if it has no slot. */
  send(message: ToTaskManager): boolean {
    return this.#slot?.taskManager.sender.trySend(message) ?? false;
  }

  /** Takes its place in a slot; to be called before it is deployed. */
  assignSlot(slot: TaskSlot): void {
    this.#slot = slot;
    this.#location = slot.taskManager.location;
    this.#allocationId = slot.allocationId;
    slot.assignedTasks++;
  }
}

function noTimestamps(): Record<ExecutionState, number> {
  const timestamps: Partial<Record<ExecutionState, number>> = {};
  for (const state of EXECUTION_STATES) timestamps[state] = 0;
  return timestamps as Record<ExecutionState, number>;
}
