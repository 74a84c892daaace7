// Which stops with drain there were on a live cluster. Flink's REST API does not tell them from stops without; its log does.
import type { Drain } from "../src/rest/playground.ts";

// Flink: CheckpointCoordinator, SavepointType.toString.
const TRIGGERED = /Triggering checkpoint (\d+) \(type=SavepointType\{name='Terminate Savepoint'.* for job ([0-9a-f]+)\./g;
const COMPLETED = /Completed checkpoint (\d+) for job ([0-9a-f]+) /g;

/** The drains that the log has told of so far. A log loses its oldest lines, and a JobManager that starts again begins a new one. */
export class DrainBook {
  readonly #drains = new Map<string, Drain>();

  /** In the order in which they were triggered. */
  get drains(): readonly Drain[] {
    return [...this.#drains.values()];
  }

  /** Takes the JobManager's whole log, once or again. */
  read(log: string): void {
    for (const [, checkpointId = "", jobId = ""] of log.matchAll(TRIGGERED)) {
      const key = `${jobId} ${checkpointId}`;
      if (!this.#drains.has(key)) this.#drains.set(key, { jobId, checkpointId: Number(checkpointId), completed: false });
    }
    for (const [, checkpointId = "", jobId = ""] of log.matchAll(COMPLETED)) {
      const key = `${jobId} ${checkpointId}`;
      const drain = this.#drains.get(key);
      if (drain !== undefined) this.#drains.set(key, { ...drain, completed: true });
    }
  }

  /** Everything starts again, without its data. */
  clear(): void {
    this.#drains.clear();
  }
}
