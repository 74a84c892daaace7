import type { Execution } from "./execution.ts";

/** The fault switch of one job: functions that shall throw, and how often still. An attempt that throws dies, so the rest goes to its successors. */
export class InjectedFaults {
  /** Records that are still to throw, by vertex. */
  readonly #remaining = new Map<string, number>();

  /** Adds `times` to what is open and arms the attempts that run. */
  add(vertexId: string, times: number, executions: readonly Execution[]): void {
    this.#remaining.set(vertexId, (this.#remaining.get(vertexId) ?? 0) + times);
    for (const execution of executions) if (execution.state === "RUNNING") this.onRunning(execution);
  }

  /** Arms an attempt whose vertex has an open fault. Which of the subtasks gets the next record is up to the data. */
  onRunning(execution: Execution): void {
    if (!this.#remaining.has(execution.vertex.id)) return;
    execution.send({ type: "throw-on-records", attemptId: execution.attemptId, times: 1 });
  }

  /** An attempt failed by itself: one record has thrown. */
  onFailed(execution: Execution): void {
    const remaining = this.#remaining.get(execution.vertex.id);
    if (remaining === undefined) return;
    if (remaining > 1) this.#remaining.set(execution.vertex.id, remaining - 1);
    else this.#remaining.delete(execution.vertex.id);
  }
}
