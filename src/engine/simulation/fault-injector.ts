import { SeededRng } from "../../base/seeded-rng.ts";
import { BROKER_PROTOCOL, type ToBroker } from "../protocol/broker.ts";
import { count, type Coverage } from "./coverage.ts";
import { kindNamed } from "./event-kind.ts";
import type { FaultContext } from "./faults/fault-kind.ts";
import { FAULT_KINDS } from "./faults/fault-kinds.ts";
import { Kills } from "./kills.ts";
import type { Schedule } from "./schedule.ts";
import type { SimulatedCluster } from "./simulated-cluster.ts";

/** Applies the schedule's faults to the cluster, and counts what it did. */
export class FaultInjector {
  readonly coverage: Coverage = {};
  readonly kills: Kills;
  readonly #context: FaultContext;
  #jobs: readonly string[] = [];

  constructor(cluster: SimulatedCluster, schedule: Schedule) {
    const { simulation } = cluster;
    const note = (what: string) => count(this.coverage, what);
    this.kills = new Kills(cluster, note);
    // Behind the watch of the kills, which is the first to listen.
    const { onSend } = simulation;
    simulation.onSend = (from, end, message) => {
      onSend?.(from, end, message);
      if (from.container === "jobmanager" && end.protocol === BROKER_PROTOCOL.name) this.#told(message as ToBroker);
    };
    this.#context = {
      cluster,
      schedule,
      kills: this.kills,
      live: () => cluster.liveActors(),
      taskManagers: () => cluster.liveActors().filter((actor) => actor.container.startsWith("taskmanager-")),
      jobs: () => this.#jobs,
      later: (delayMs, run) => simulation.at(simulation.nowMs + delayMs, "fault over", run),
      note,
    };
    for (const { atMs, kind: name, parameters, choice } of schedule.faults) {
      const kind = kindNamed(FAULT_KINDS, name);
      simulation.at(atMs, name, () => kind.apply(parameters, this.#context, new SeededRng(choice)));
    }
  }

  /** The JobManager tells kafka of all holds whenever one of them changes, so these are the jobs that have not ended. */
  #told(message: ToBroker): void {
    if (message.type === "retain") this.#jobs = message.holds.flatMap(({ holder }) => (holder.type === "job" ? [holder.jobId] : []));
  }

  /** From now on there are no faults, and everything that was killed or stopped runs again. */
  calmDown(): void {
    for (const kind of FAULT_KINDS) kind.calm?.(this.#context);
  }
}
