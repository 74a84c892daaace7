// The phases of a TaskManager, from the messages that it receives and sends. They are used to aim kills and to report where they struck.
// The engine's internal state is not read.

import type { FromBroker } from "../protocol/broker.ts";
import { isSynchronous, type ToJobManager, type ToTaskManager } from "../protocol/jobmanager-taskmanager.ts";
import type { ToConsumer } from "../protocol/taskmanager-taskmanager.ts";
import type { SimulatedActor } from "./simulated-actor.ts";
import type { SimulatedLinkEnd } from "./simulated-link.ts";
import type { Simulation } from "./simulation.ts";

/** Phases that a kill can strike; a TaskManager may be in several, for its tasks differ. */
export const PHASES = [
  /** Nothing special: its tasks run. */
  "running",
  /** A task was submitted and does not run yet. */
  "deploying",
  /** The same, with state to restore. */
  "restoring",
  /** A barrier has been triggered or has come, and the task has not acknowledged it. */
  "snapshotting",
  /** A barrier has come over the network from one of several producers. */
  "aligning",
  /** A task has acknowledged a checkpoint and does not know yet that it is complete. */
  "acknowledged",
  /** The message that a checkpoint is complete is in flight. */
  "committing",
  /** A task was told to cancel and has not done so. */
  "canceling",
  /** It has no tasks. */
  "idle",
] as const;

/** One of {@link PHASES}. */
export type Phase = (typeof PHASES)[number];

/** A phase that occurs only during a stop: a task knows of its savepoint and has not ended. No kill is aimed at it. */
type StopPhase = "stopping";

interface TaskPhase {
  isRestoring: boolean;
  isRunning: boolean;
  isCanceling: boolean;
  /** Checkpoint that it is working on. */
  snapshotting: number | undefined;
  isAligning: boolean;
  isStopping: boolean;
  acknowledged: number | undefined;
  committing: number | undefined;
}

/** Follows all TaskManagers of a simulation. */
export class PhaseTracker {
  /** How often a producer had to wait because a topic was full. */
  producersHeldUp = 0;
  /** By incarnation, then by attempt. */
  readonly #tasks = new Map<number, Map<string, TaskPhase>>();

  constructor(simulation: Simulation) {
    simulation.onSend = (from, end, message) => this.#sent(from, end, message);
    simulation.onReceive = (to, end, message) => this.#received(to, end, message);
  }

  /** The phases a TaskManager is in. */
  phasesOf(actor: SimulatedActor): Set<Phase | StopPhase> {
    const phases = new Set<Phase | StopPhase>();
    const tasks = [...(this.#tasks.get(actor.incarnation)?.values() ?? [])];
    if (tasks.length === 0) phases.add("idle");
    for (const task of tasks) {
      if (!task.isRunning) phases.add("deploying");
      if (!task.isRunning && task.isRestoring) phases.add("restoring");
      if (task.isRunning && !task.isCanceling) phases.add("running");
      if (task.isCanceling) phases.add("canceling");
      if (task.snapshotting !== undefined) phases.add("snapshotting");
      if (task.isStopping) phases.add("stopping");
      if (task.isAligning) phases.add("aligning");
      if (task.acknowledged !== undefined) phases.add("acknowledged");
      if (task.committing !== undefined) phases.add("committing");
    }
    return phases;
  }

  #sent(from: SimulatedActor, end: SimulatedLinkEnd, message: unknown): void {
    if (from.container === "kafka") {
      if ((message as FromBroker).type === "produce-waiting") this.producersHeldUp++;
      return;
    }
    if (end.peer === "jobmanager") {
      // The TaskManager's only link to that peer speaks this protocol.
      this.#reported(from.incarnation, message as ToJobManager);
      return;
    }
    if (from.container !== "jobmanager" || !end.peer.startsWith("taskmanager-")) return;
    const sent = message as ToTaskManager;
    if (sent.type !== "notify-checkpoint-complete") return;
    for (const tasks of this.#tasks.values()) {
      const task = tasks.get(sent.attemptId);
      if (task !== undefined) task.committing = sent.checkpointId;
    }
  }

  #received(to: SimulatedActor, end: SimulatedLinkEnd, message: unknown): void {
    if (!to.container.startsWith("taskmanager-")) return;
    if (end.peer === "jobmanager") this.#ordered(to.incarnation, message as ToTaskManager);
    else if (end.peer.startsWith("taskmanager-")) this.#flowed(to.incarnation, message as ToConsumer);
  }

  #ordered(incarnation: number, message: ToTaskManager): void {
    switch (message.type) {
      case "submit-task": {
        const tasks = this.#tasks.get(incarnation) ?? new Map<string, TaskPhase>();
        this.#tasks.set(incarnation, tasks);
        tasks.set(message.deployment.attemptId, {
          isRestoring: message.deployment.restore !== undefined,
          isRunning: false,
          isCanceling: false,
          snapshotting: undefined,
          isStopping: false,
          isAligning: false,
          acknowledged: undefined,
          committing: undefined,
        });
        return;
      }
      case "cancel-task":
        this.#update(incarnation, message.attemptId, (task) => (task.isCanceling = true));
        return;
      case "trigger-checkpoint":
        this.#update(incarnation, message.attemptId, (task) => {
          task.snapshotting = message.barrier.checkpointId;
          task.isStopping ||= isSynchronous(message.barrier.snapshotType);
        });
        return;
      case "notify-checkpoint-complete":
        this.#update(incarnation, message.attemptId, (task) => {
          task.committing = undefined;
          if ((task.acknowledged ?? 0) <= message.checkpointId) task.acknowledged = undefined;
        });
        return;
      default:
    }
  }

  #reported(incarnation: number, message: ToJobManager): void {
    switch (message.type) {
      case "task-state":
        if (message.state === "RUNNING") this.#update(incarnation, message.attemptId, (task) => (task.isRunning = true));
        else if (message.state !== "INITIALIZING") this.#tasks.get(incarnation)?.delete(message.attemptId);
        return;
      case "acknowledge-checkpoint":
      case "decline-checkpoint":
        this.#update(incarnation, message.attemptId, (task) => {
          task.snapshotting = undefined;
          task.isAligning = false;
          if (message.type === "acknowledge-checkpoint") task.acknowledged = message.checkpointId;
        });
        return;
      default:
    }
  }

  #flowed(incarnation: number, message: ToConsumer): void {
    if (message.type !== "element" || message.element.type !== "barrier") return;
    const { checkpointId } = message.element.barrier;
    this.#update(incarnation, message.channel.consumer, (task) => {
      if ((task.acknowledged ?? 0) >= checkpointId) return;
      task.isAligning = true;
      task.snapshotting = checkpointId;
    });
  }

  #update(incarnation: number, attemptId: string, change: (task: TaskPhase) => void): void {
    const task = this.#tasks.get(incarnation)?.get(attemptId);
    if (task !== undefined) change(task);
  }
}
