import type { Drain } from "../../../rest/playground.ts";

/** The stops with drain of all jobs, in the order in which they were triggered: part of the playground API. It outlives its jobs. */
export class DrainList {
  readonly #drains = new Map<string, Drain>();

  get drains(): readonly Drain[] {
    return [...this.#drains.values()];
  }

  onTriggered(jobId: string, checkpointId: number): void {
    this.#drains.set(`${jobId} ${String(checkpointId)}`, { jobId, checkpointId, completed: false });
  }

  onCompleted(jobId: string, checkpointId: number): void {
    this.#drains.set(`${jobId} ${String(checkpointId)}`, { jobId, checkpointId, completed: true });
  }
}
