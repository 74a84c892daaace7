import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { Execution } from "./execution.ts";
import type { ExecutionGraph } from "./execution-graph.ts";
import type { ExecutionStateChanger } from "./execution-state-changer.ts";
import { recipientUnreachable } from "../flink-errors.ts";
import type { FlinkLog } from "../../flink-log.ts";
import type { StateAssignment } from "../checkpoints/state-assignment.ts";
import { taskDeploymentOf } from "./task-deployment.ts";
import type { TaskSlot } from "../resources/task-manager-connection.ts";

/** A task that could not be sent, and why. */
export interface DeploymentFailure {
  readonly execution: Execution;
  readonly error: ErrorInfo;
}

/** Sends the tasks of one job to their TaskManagers. Flink: DefaultExecutionDeployer. */
export class TaskDeployer {
  readonly #executionGraph: ExecutionGraph;
  readonly #executionStates: ExecutionStateChanger;
  readonly #dataInlineThresholdBytes: number;
  readonly #log: FlinkLog;

  constructor(executionGraph: ExecutionGraph, executionStates: ExecutionStateChanger, dataInlineThresholdBytes: number, log: FlinkLog) {
    this.#dataInlineThresholdBytes = dataInlineThresholdBytes;
    this.#executionGraph = executionGraph;
    this.#executionStates = executionStates;
    this.#log = log;
  }

  /** Subtask i of each vertex goes into slot i, sources first. Stops at the first task that cannot be sent; undefined if all were. */
  deploy(slots: readonly TaskSlot[], restoredState: StateAssignment): DeploymentFailure | undefined {
    const { executions } = this.#executionGraph;
    // First all places: a task is told where its peers are.
    for (const execution of executions) {
      const slot = slots[execution.subtaskIndex];
      if (slot !== undefined) execution.assignSlot(slot);
    }
    for (const execution of executions) {
      this.#executionStates.switchTo(execution, "DEPLOYING");
      if (this.#submit(execution, restoredState)) continue;
      const call = "TaskExecutorGateway.submitTask(TaskDeploymentDescriptor, JobMasterId, Duration)";
      return { execution, error: recipientUnreachable(call, execution.slot?.taskManager.rpcAddress ?? "") };
    }
    return undefined;
  }

  #submit(execution: Execution, restoredState: StateAssignment): boolean {
    const { taskNameWithSubtask, attemptNumber, attemptId, vertex, subtaskIndex, slot } = execution;
    this.#log.info(
      "runtime.executiongraph.ExecutionGraph",
      `Deploying ${taskNameWithSubtask} (attempt #${String(attemptNumber)}) with attempt id ${attemptId} and vertex id ` +
        `${vertex.id}_${String(subtaskIndex)} to ${slot?.taskManager.description ?? ""} with allocation id ${slot?.allocationId ?? ""}`,
    );
    const restore = restoredState.get(vertex.id)?.[subtaskIndex];
    const deployment = taskDeploymentOf(this.#executionGraph, execution, this.#dataInlineThresholdBytes, restore);
    return execution.send({ type: "submit-task", deployment });
  }
}
