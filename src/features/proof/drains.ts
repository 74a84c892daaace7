// Which drains there were. The REST API does not tell a stop with drain from one without; the JobManager's log does, on both kinds of backend.

/** How many stops with drain were begun, and how many of their savepoints are complete. */
export type DrainCounts = { begun: number; completed: number };

/** None. */
export const NO_DRAINS: DrainCounts = { begun: 0, completed: 0 };

// Flink: CheckpointCoordinator, SavepointType.toString.
const TRIGGERED = /Triggering checkpoint (\d+) \(type=SavepointType\{name='Terminate Savepoint'.* for job ([0-9a-f]+)\./g;
const COMPLETED = /Completed checkpoint (\d+) for job ([0-9a-f]+) /g;

/** The drains that the log has told of so far: a log forgets its oldest lines, this does not. */
export class DrainBook {
  readonly #begun = new Set<string>();
  readonly #completed = new Set<string>();

  get counts(): DrainCounts {
    return { begun: this.#begun.size, completed: this.#completed.size };
  }

  /** Takes the JobManager's whole log, once or again. */
  read(log: string): void {
    for (const [, checkpointId = "", jobId = ""] of log.matchAll(TRIGGERED)) this.#begun.add(`${jobId} ${checkpointId}`);
    for (const [, checkpointId = "", jobId = ""] of log.matchAll(COMPLETED)) {
      const drain = `${jobId} ${checkpointId}`;
      if (this.#begun.has(drain)) this.#completed.add(drain);
    }
  }
}
