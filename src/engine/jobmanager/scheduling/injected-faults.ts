import type { Fault } from "../../../rest/playground.ts";
import type { Execution } from "./execution.ts";

/** The faults of one job that are open. An attempt that throws dies, so what is left of a fault goes to its successors. */
export class InjectedFaults {
  /** By vertex. */
  readonly #open = new Map<string, Fault>();

  /** Adds a fault to what is open at its vertex, and arms the attempts that run. */
  add(fault: Fault, executions: readonly Execution[]): void {
    const times = (this.#open.get(fault.vertex)?.times ?? 0) + fault.times;
    this.#open.set(fault.vertex, { ...fault, times });
    for (const execution of executions) if (execution.state === "RUNNING") this.onRunning(execution);
  }

  /** Arms an attempt whose vertex has an open fault. Which of the subtasks gets the next record is up to the data. */
  onRunning(execution: Execution): void {
    const fault = this.#open.get(execution.vertex.id);
    if (fault === undefined) return;
    execution.send({ type: "inject-fault", attemptId: execution.attemptId, fault: { ...fault, times: 1 } });
  }

  /** An attempt failed by itself: its fault has struck once. */
  onFailed(execution: Execution): void {
    const fault = this.#open.get(execution.vertex.id);
    if (fault === undefined) return;
    if (fault.times > 1) this.#open.set(fault.vertex, { ...fault, times: fault.times - 1 });
    else this.#open.delete(fault.vertex);
  }
}
