// When the JobManager heard from TaskManagers, by the messages between containers. What a TaskManager sends just before it dies may never arrive, so
// what counts is what the JobManager receives.

import type { ToJobManager } from "../protocol/jobmanager-taskmanager.ts";
import type { SimulatedLinkEnd } from "./simulated-link.ts";
import type { Simulation } from "./simulation.ts";

/** Follows a simulation from its beginning. */
export class HeartbeatWatch {
  /** When the JobManager received a TaskManager's registration and each answer to a heartbeat request, simulated ms, ascending. By the id that it logs. */
  readonly answers = new Map<string, number[]>();
  /** By the JobManager's end of the link over which the TaskManager registered. */
  readonly #answersOver = new WeakMap<SimulatedLinkEnd, number[]>();

  constructor(simulation: Simulation) {
    const { onReceive } = simulation;
    simulation.onReceive = (to, end, message) => {
      onReceive?.(to, end, message);
      if (to.container !== "jobmanager" || !end.peer.startsWith("taskmanager-")) return;
      // All links from TaskManagers to that container speak this protocol.
      const received = message as ToJobManager;
      if (received.type === "register-task-manager") {
        const answers = this.answers.get(received.taskManagerId) ?? [];
        this.answers.set(received.taskManagerId, answers);
        this.#answersOver.set(end, answers);
        answers.push(to.nowMs);
      } else if (received.type === "heartbeat") this.#answersOver.get(end)?.push(to.nowMs);
    };
  }
}
