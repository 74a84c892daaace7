import type { ExecutionState } from "../../../rest/states.ts";
import type { Clock } from "../../host.ts";
import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { Execution } from "./execution.ts";
import type { FlinkLog } from "../../flink-log.ts";

const LOGGER = "runtime.executiongraph.ExecutionGraph";

/** Changes the state of executions. Records the time of each change and logs it. */
export class ExecutionStateChanger {
  readonly #clock: Clock;
  readonly #log: FlinkLog;

  constructor(clock: Clock, log: FlinkLog) {
    this.#clock = clock;
    this.#log = log;
  }

  switchTo(execution: Execution, state: Exclude<ExecutionState, "FAILED">): void {
    const { taskNameWithSubtask, attemptId, state: from } = execution;
    execution.switchTo(state, this.#clock.now());
    this.#log.info(LOGGER, `${taskNameWithSubtask} (${attemptId}) switched from ${from} to ${state}.`);
  }

  fail(execution: Execution, error: ErrorInfo): void {
    const { taskNameWithSubtask, attemptId, state: from } = execution;
    execution.fail(error, this.#clock.now());
    const place = execution.slot === undefined ? "[unassigned resource]" : execution.slot.taskManager.description;
    this.#log.info(LOGGER, `${taskNameWithSubtask} (${attemptId}) switched from ${from} to FAILED on ${place}.\n${error.stack.trimEnd()}`);
  }

  /**
   * Asks a task to end. A task that was never sent, or that is no longer reachable, ends at once.
   */
  cancel(execution: Execution): void {
    if (execution.isTerminal || execution.state === "CANCELING") return;
    const isDeployed = execution.state !== "CREATED" && execution.state !== "SCHEDULED";
    this.switchTo(execution, "CANCELING");
    if (isDeployed && execution.send({ type: "cancel-task", attemptId: execution.attemptId })) return;
    this.switchTo(execution, "CANCELED");
  }
}
