// Which stops with drain there were on a live cluster. Flink's REST API does not tell them from stops without; its log does.
import { DrainList } from "../src/engine/jobmanager/savepoints/drain-list.ts";
import type { Drain } from "../src/rest/playground.ts";

// Flink: CheckpointCoordinator, SavepointType.toString.
const TRIGGERED = /Triggering checkpoint (\d+) \(type=SavepointType\{name='Terminate Savepoint'.* for job ([0-9a-f]+)\./g;
const COMPLETED = /Completed checkpoint (\d+) for job ([0-9a-f]+) /g;

/** The drains that the log has told of so far. A log loses its oldest lines, and a JobManager that starts again begins a new one. */
export class DrainBook {
  #list = new DrainList();

  /** In the order in which they were triggered. */
  get drains(): readonly Drain[] {
    return this.#list.drains;
  }

  /** Takes the JobManager's whole log, once or again. */
  read(log: string): void {
    for (const [, checkpointId = "", jobId = ""] of log.matchAll(TRIGGERED)) this.#list.onTriggered(jobId, Number(checkpointId));
    for (const [, checkpointId = "", jobId = ""] of log.matchAll(COMPLETED)) this.#list.onCompleted(jobId, Number(checkpointId));
  }

  /** Everything starts again, without its data. */
  clear(): void {
    this.#list = new DrainList();
  }
}
