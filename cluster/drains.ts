// The stops with drain on a live cluster, from its log. Flink's REST API does not distinguish them
// from stops without drain.
import { DrainList } from "../src/engine/jobmanager/savepoints/drain-list.ts";
import type { Drain } from "../src/rest/playground.ts";

// Flink: CheckpointCoordinator, SavepointType.toString.
const TRIGGERED = /Triggering checkpoint (\d+) \(type=SavepointType\{name='Terminate Savepoint'.* for job ([0-9a-f]+)\./g;
const COMPLETED = /Completed checkpoint (\d+) for job ([0-9a-f]+) /g;

/**
 * The drains found in the log so far. A log loses its oldest lines, and a restarted JobManager
 * starts a new one.
 */
export class DrainBook {
  #list = new DrainList();

  /** In the order of their triggers. */
  get drains(): readonly Drain[] {
    return this.#list.drains;
  }

  /** Reads the JobManager's whole log, possibly again. */
  read(log: string): void {
    for (const [, checkpointId = "", jobId = ""] of log.matchAll(TRIGGERED)) this.#list.onTriggered(jobId, Number(checkpointId));
    for (const [, checkpointId = "", jobId = ""] of log.matchAll(COMPLETED)) this.#list.onCompleted(jobId, Number(checkpointId));
  }

  /** Everything restarts without its data. */
  clear(): void {
    this.#list = new DrainList();
  }
}
