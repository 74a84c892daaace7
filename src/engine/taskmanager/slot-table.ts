// Which attempts run in which slot. Subtasks of one job that share a slot have the same allocation id. Flink: TaskSlotTableImpl.

import type { AttemptId } from "../protocol/jobmanager-taskmanager.ts";
import { TaskError } from "./error-info.ts";

/** At most `numberOfSlots` allocations at a time; one is free again when its last attempt has ended. */
export class SlotTable {
  readonly #numberOfSlots: number;
  readonly #attempts = new Map<string, Set<AttemptId>>();

  constructor(numberOfSlots: number) {
    this.#numberOfSlots = numberOfSlots;
  }

  /** Throws TaskError if the allocation is new and no slot is free: the JobManager counts otherwise. */
  occupy(allocationId: string, attemptId: AttemptId): void {
    let attempts = this.#attempts.get(allocationId);
    if (attempts === undefined) {
      if (this.#attempts.size >= this.#numberOfSlots) {
        throw new TaskError(
          "org.apache.flink.runtime.taskexecutor.exceptions.TaskSubmissionException",
          `No task slot allocated for allocation ID ${allocationId}.`,
        );
      }
      attempts = new Set();
      this.#attempts.set(allocationId, attempts);
    }
    attempts.add(attemptId);
  }

  release(allocationId: string, attemptId: AttemptId): void {
    const attempts = this.#attempts.get(allocationId);
    attempts?.delete(attemptId);
    if (attempts?.size === 0) this.#attempts.delete(allocationId);
  }
}
