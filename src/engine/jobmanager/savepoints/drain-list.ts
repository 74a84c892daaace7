import type { Drain } from "../../../rest/playground.ts";

/** The stops with drain of all jobs of a cluster: part of the playground API. It outlives its jobs. */
export class DrainList {
  readonly #drains = new Map<string, Drain>();

  /** In the order in which they were triggered. */
  get drains(): readonly Drain[] {
    return [...this.#drains.values()];
  }

  /** Adds a drain. One that is listed already stays as it is. */
  onTriggered(jobId: string, checkpointId: number): void {
    const key = keyOf(jobId, checkpointId);
    if (!this.#drains.has(key)) this.#drains.set(key, { jobId, checkpointId, completed: false });
  }

  /** Ignores a checkpoint that is not a drain. */
  onCompleted(jobId: string, checkpointId: number): void {
    const key = keyOf(jobId, checkpointId);
    if (this.#drains.has(key)) this.#drains.set(key, { jobId, checkpointId, completed: true });
  }
}

function keyOf(jobId: string, checkpointId: number): string {
  return `${jobId} ${String(checkpointId)}`;
}
