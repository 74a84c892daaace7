import type { Host } from "../host.ts";
import type { TaskMetricsDump, ToJobManager } from "../protocol/jobmanager-taskmanager.ts";
import type { MetricValues } from "./jobmanager-view.ts";
import type { TaskManagerConnection } from "./resources/task-manager-connection.ts";

type MetricsMessage = Extract<ToJobManager, { type: "metrics" }>;

/** The newest metrics of each TaskManager, requested only for a reader. Flink: MetricFetcherImpl, MetricStore. */
export class MetricStore {
  readonly #host: Host;
  readonly #updateIntervalMs: number;
  readonly #taskManagers: () => readonly TaskManagerConnection[];
  readonly #dumps = new Map<TaskManagerConnection, MetricsMessage>();
  #lastRequestMs = Number.NEGATIVE_INFINITY;
  #nextRequestId = 1;
  #lastUpdate: number | undefined;

  constructor(host: Host, updateIntervalMs: number, taskManagers: () => readonly TaskManagerConnection[]) {
    this.#host = host;
    this.#updateIntervalMs = updateIntervalMs;
    this.#taskManagers = taskManagers;
  }

  /** When the newest values came, epoch ms. */
  get lastUpdate(): number | undefined {
    return this.#lastUpdate;
  }

  /** Asks every TaskManager, unless that was done within the update interval. */
  update(): void {
    const now = this.#host.clock.monotonicMs();
    if (now - this.#lastRequestMs < this.#updateIntervalMs) return;
    this.#lastRequestMs = now;
    const requestId = this.#nextRequestId++;
    // One that cannot be reached keeps its last values until it is given up.
    for (const taskManager of this.#taskManagers()) taskManager.sender.trySend({ type: "metrics-request", requestId });
  }

  onMetrics(taskManager: TaskManagerConnection, message: MetricsMessage): void {
    const former = this.#dumps.get(taskManager);
    if (former !== undefined && former.requestId > message.requestId) return;
    this.#dumps.set(taskManager, message);
    this.#lastUpdate = this.#host.clock.now();
  }

  remove(taskManager: TaskManagerConnection): void {
    this.#dumps.delete(taskManager);
  }

  taskManager(taskManager: TaskManagerConnection): MetricValues {
    return this.#dumps.get(taskManager)?.taskManager ?? {};
  }

  attempt(attemptId: string): TaskMetricsDump | undefined {
    for (const { tasks } of this.#dumps.values()) {
      const dump = tasks.find((task) => task.attemptId === attemptId);
      if (dump !== undefined) return dump;
    }
    return undefined;
  }
}
