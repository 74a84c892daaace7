// When TaskManagers answered heartbeats, by the messages between containers.

import type { ToJobManager } from "../protocol/jobmanager-taskmanager.ts";
import type { Simulation } from "./simulation.ts";

/** Follows a simulation from its beginning. */
export class HeartbeatWatch {
  /** When a TaskManager registered and each time it answered a heartbeat request, simulated ms, ascending. By the id that the JobManager logs. */
  readonly answers = new Map<string, number[]>();
  /** By incarnation. */
  readonly #answersOf = new Map<number, number[]>();

  constructor(simulation: Simulation) {
    const { onSend } = simulation;
    simulation.onSend = (from, end, message) => {
      onSend?.(from, end, message);
      if (end.peer !== "jobmanager") return;
      // All links to that container speak this protocol.
      const sent = message as ToJobManager;
      if (sent.type === "heartbeat") this.#answersOf.get(from.incarnation)?.push(from.nowMs);
      if (sent.type !== "register-task-manager") return;
      const answers = this.#answersOf.get(from.incarnation) ?? [];
      answers.push(from.nowMs);
      this.#answersOf.set(from.incarnation, answers);
      this.answers.set(sent.taskManagerId, answers);
    };
  }
}
