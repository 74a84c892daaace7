// Watches where sources begin to read, by the messages between containers.

import type { ToTaskManager } from "../protocol/jobmanager-taskmanager.ts";
import type { ToBroker } from "../protocol/broker.ts";
import type { SimulatedLinkEnd } from "./simulated-link.ts";
import type { Simulation } from "./simulation.ts";

/** Follows the starts without state of jobs that have periodic checkpoints. */
export class StartWatch {
  /** Problems: starts at other records than the first start of the same job. */
  readonly problems: string[] = [];
  /** Partitions that such a job began to read again. */
  freshRestarts = 0;
  /** Jobs whose newest attempt began without state. */
  readonly #freshJobs = new Set<string>();
  /** Offset of the first start, by job and partition. */
  readonly #begins = new Map<string, number>();
  /** Partitions that were fetched over a link. */
  readonly #fetched = new WeakMap<SimulatedLinkEnd, Set<number>>();

  constructor(simulation: Simulation) {
    const { onSend, onReceive } = simulation;
    simulation.onSend = (from, end, message) => {
      onSend?.(from, end, message);
      if (from.container === "jobmanager" && end.peer.startsWith("taskmanager-")) this.#ordered(message as ToTaskManager);
    };
    simulation.onReceive = (to, end, message) => {
      onReceive?.(to, end, message);
      // All links to that container speak this protocol.
      if (to.container === "kafka") this.#received(end, message as ToBroker);
    };
  }

  #ordered(message: ToTaskManager): void {
    if (message.type !== "submit-task" || message.deployment.operator.kind !== "source") return;
    const { checkpointingEnabled, jobId, operator, restore } = message.deployment;
    if (checkpointingEnabled && restore === undefined && operator.startingOffsets === "earliest") this.#freshJobs.add(jobId);
    else this.#freshJobs.delete(jobId);
  }

  #received(end: SimulatedLinkEnd, message: ToBroker): void {
    if (message.type !== "fetch") return;
    const { jobId, offset, partition } = message;
    const fetched = this.#fetched.get(end) ?? new Set();
    this.#fetched.set(end, fetched);
    if (fetched.has(partition)) return;
    fetched.add(partition);
    if (this.#freshJobs.has(jobId)) this.#began(jobId, partition, offset);
  }

  #began(jobId: string, partition: number, offset: number): void {
    const key = `${jobId} ${partition}`;
    const begin = this.#begins.get(key);
    if (begin === undefined) {
      this.#begins.set(key, offset);
      return;
    }
    this.freshRestarts++;
    if (offset !== begin)
      this.problems.push(`job ${jobId} began to read partition ${partition} at offset ${begin}, and after a restart at ${offset}`);
  }
}
