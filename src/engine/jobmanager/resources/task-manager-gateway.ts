import { assertUnreachable } from "../../../base/assert.ts";
import { UnreachableError, type Link } from "../../host.ts";
import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { ToJobManager, ToTaskManager } from "../../protocol/jobmanager-taskmanager.ts";
import type { TaskManagerConnection, TaskManagerSender } from "./task-manager-connection.ts";

/** A message of that type. */
type Message<T extends ToJobManager["type"]> = Extract<ToJobManager, { type: T }>;

/** Hears what concerns the TaskManager itself: the resource manager. */
export interface TaskManagerRegistry {
  /** A TaskManager registers; `sender` reaches it. */
  register(registration: Message<"register-task-manager">, sender: TaskManagerSender): TaskManagerConnection;
  onHeartbeat(taskManager: TaskManagerConnection): void;
  /** It shuts down, for that reason. */
  onDisconnect(taskManager: TaskManagerConnection, error: ErrorInfo): void;
  /** It has closed the link. */
  onLinkClosed(taskManager: TaskManagerConnection): void;
}

/** Hears of a job's tasks and checkpoints: its JobMaster. */
export interface TaskMessageReceiver {
  onTaskState(taskManager: TaskManagerConnection, message: Message<"task-state">): void;
  onAcknowledge(taskManager: TaskManagerConnection, message: Message<"acknowledge-checkpoint">): void;
  onDecline(taskManager: TaskManagerConnection, message: Message<"decline-checkpoint">): void;
}

/** The parts of the JobManager that hear from TaskManagers. */
export interface TaskManagerListeners {
  readonly registry: TaskManagerRegistry;
  /** The job of that id; undefined for a message that is too late. */
  job(jobId: string): TaskMessageReceiver | undefined;
  /** The job that has that attempt; undefined for a message that is too late. */
  jobOfAttempt(attemptId: string): TaskMessageReceiver | undefined;
  readonly metrics: { onMetrics(taskManager: TaskManagerConnection, message: Message<"metrics">): void };
  readonly requests: { onAnswer(message: Message<"log" | "thread-dump">): void };
}

/**
 * The JobManager's end of the link to one TaskManager: sends to it, and passes each message from it
 * to the responsible part of the JobManager. Lives as long as its link. Flink: TaskExecutorGateway
 * for one direction, ResourceManagerGateway and JobMasterGateway, which share this link, for the
 * other.
 */
export class TaskManagerGateway implements TaskManagerSender {
  readonly #link: Link<ToJobManager, ToTaskManager>;
  readonly #listeners: TaskManagerListeners;
  /** Undefined until it has registered: nothing else is heard before. */
  #taskManager: TaskManagerConnection | undefined;

  constructor(link: Link<ToJobManager, ToTaskManager>, listeners: TaskManagerListeners) {
    this.#link = link;
    this.#listeners = listeners;
    link.onMessage((message) => this.#receive(message));
    link.onClosed(() => {
      if (this.#taskManager !== undefined) listeners.registry.onLinkClosed(this.#taskManager);
    });
  }

  trySend(message: ToTaskManager): boolean {
    try {
      this.#link.send(message);
      return true;
    } catch (error) {
      if (error instanceof UnreachableError) return false;
      throw error;
    }
  }

  close(): void {
    this.#link.close();
  }

  #receive(message: ToJobManager): void {
    if (message.type === "register-task-manager") this.#taskManager = this.#listeners.registry.register(message, this);
    else if (this.#taskManager !== undefined) this.#handOver(this.#taskManager, message);
  }

  #handOver(taskManager: TaskManagerConnection, message: Exclude<ToJobManager, { type: "register-task-manager" }>): void {
    const { registry, metrics, requests } = this.#listeners;
    switch (message.type) {
      case "heartbeat":
        registry.onHeartbeat(taskManager);
        return;
      case "disconnect":
        registry.onDisconnect(taskManager, message.error);
        return;
      case "metrics":
        metrics.onMetrics(taskManager, message);
        return;
      case "log":
      case "thread-dump":
        requests.onAnswer(message);
        return;
      case "task-state":
        this.#listeners.jobOfAttempt(message.attemptId)?.onTaskState(taskManager, message);
        return;
      case "acknowledge-checkpoint":
        this.#listeners.job(message.jobId)?.onAcknowledge(taskManager, message);
        return;
      case "decline-checkpoint":
        this.#listeners.job(message.jobId)?.onDecline(taskManager, message);
        return;
      default:
        assertUnreachable(message);
    }
  }
}
