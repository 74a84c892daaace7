// Takes jobs, keeps them, hands each message to whom it concerns, and shows all of it to the REST API. Flink: StandaloneDispatcher.

import { assertUnreachable } from "../../base/assert.ts";
import type { JobGraph } from "../graph/job-graph.ts";
import type { Clock, Host, Link } from "../host.ts";
import type { ErrorInfo, ToJobManager, ToTaskManager } from "../protocol/jobmanager-taskmanager.ts";
import { BrokerRetention } from "./broker-retention.ts";
import { readClusterConfiguration, type ClusterConfiguration, type ConfigEntry } from "./cluster-configuration.ts";
import { FlinkLog } from "./flink-log.ts";
import { JobMaster } from "./job-master.ts";
import { jobMetrics } from "./job-metrics.ts";
import { isGloballyTerminal } from "./job-status-machine.ts";
import type { CancelAnswer, JobManagerView, MetricsView, MetricValues } from "./jobmanager-view.ts";
import { MetricStore } from "./metric-store.ts";
import { ResourceManager, type ResourceManagerListener, type TaskMessage } from "./resource-manager.ts";
import type { TaskManagerConnection } from "./task-manager-connection.ts";

const DISPATCHER_LOGGER = "runtime.dispatcher.StandaloneDispatcher";

/** The JobManager of one cluster. */
export class JobManager implements JobManagerView, ResourceManagerListener {
  readonly startedAt: number;
  readonly configuration: readonly ConfigEntry[];
  readonly clusterConfiguration: ClusterConfiguration;
  readonly log: FlinkLog;
  readonly #host: Host;
  readonly #resourceManager: ResourceManager;
  readonly #retention: BrokerRetention;
  readonly #metricStore: MetricStore;
  /** By id, oldest first. */
  readonly #jobs = new Map<string, JobMaster>();

  /** Throws AssertionError if the configuration makes no sense. */
  constructor(host: Host, configuration: readonly ConfigEntry[]) {
    this.#host = host;
    this.startedAt = host.clock.now();
    this.configuration = configuration;
    this.clusterConfiguration = readClusterConfiguration(configuration);
    this.log = new FlinkLog(host.clock);
    for (const { key, value } of configuration) {
      this.log.info("configuration.GlobalConfiguration", `Loading configuration property: ${key}, ${value}`);
    }
    this.log.info("runtime.resourcemanager.StandaloneResourceManager", "Starting the resource manager.");
    this.#resourceManager = new ResourceManager(host, this.clusterConfiguration, this.log, this);
    this.#retention = new BrokerRetention(host);
    this.#metricStore = new MetricStore(host, this.clusterConfiguration.metricsUpdateIntervalMs, () => this.taskManagers);
  }

  get clock(): Clock {
    return this.#host.clock;
  }

  get jobs(): readonly JobMaster[] {
    return [...this.#jobs.values()];
  }

  get taskManagers(): readonly TaskManagerConnection[] {
    return this.#resourceManager.taskManagers;
  }

  get metrics(): MetricsView {
    return {
      update: () => this.#metricStore.update(),
      lastUpdate: this.#metricStore.lastUpdate,
      jobManager: this.#jobManagerMetrics(),
      job: (jobId) => this.#jobMetrics(jobId),
      taskManager: (taskManagerId) => this.#taskManagerMetrics(taskManagerId),
      attempt: (attemptId) => this.#metricStore.attempt(attemptId),
    };
  }

  job(jobId: string): JobMaster | undefined {
    return this.#jobs.get(jobId);
  }

  taskManager(taskManagerId: string): TaskManagerConnection | undefined {
    return this.#resourceManager.taskManager(taskManagerId);
  }

  /** A container has opened a link: a TaskManager. */
  accept(link: Link<ToJobManager, ToTaskManager>): void {
    this.#resourceManager.accept(link);
  }

  /** Takes a job and begins to run it soon. */
  submit(graph: JobGraph): void {
    this.log.info(DISPATCHER_LOGGER, `Received job submission '${graph.name}' (${graph.jobId}).`);
    this.log.info(DISPATCHER_LOGGER, `Submitting job '${graph.name}' (${graph.jobId}) with associated application (${graph.jobId}).`);
    const job = new JobMaster(graph, {
      host: this.#host,
      configuration: this.clusterConfiguration,
      log: this.log,
      resourceManager: this.#resourceManager,
      retention: this.#retention,
      onTerminated: (ended) => {
        this.#host.setTimer(this.clusterConfiguration.jobStoreExpirationMs, () => this.#jobs.delete(ended.jobId));
      },
    });
    this.#jobs.set(graph.jobId, job);
    this.#host.defer(() => job.start());
  }

  cancelJob(jobId: string): CancelAnswer {
    const job = this.#jobs.get(jobId);
    if (job === undefined) return { type: "not-found" };
    if (isGloballyTerminal(job.status)) return { type: "terminated", status: job.status };
    job.cancel();
    return { type: "accepted" };
  }

  throwOnRecords(vertexId: string, times: number): boolean {
    // Vertex ids are the same in every run of a job: each job that has it is meant.
    return this.jobs.map((job) => job.throwOnRecords(vertexId, times)).includes(true);
  }

  onTaskManagerLost(taskManager: TaskManagerConnection, cause: ErrorInfo): void {
    this.#metricStore.remove(taskManager);
    for (const job of this.jobs) job.onTaskManagerLost(taskManager, cause);
  }

  onTaskMessage(taskManager: TaskManagerConnection, message: TaskMessage): void {
    switch (message.type) {
      case "metrics":
        this.#metricStore.onMetrics(taskManager, message);
        return;
      case "task-state":
        this.jobs.find((job) => job.executionGraph.execution(message.attemptId) !== undefined)?.onTaskState(taskManager, message);
        return;
      case "acknowledge-checkpoint":
        this.#jobs.get(message.jobId)?.onAcknowledge(taskManager, message);
        return;
      case "decline-checkpoint":
        this.#jobs.get(message.jobId)?.onDecline(taskManager, message);
        return;
      default:
        assertUnreachable(message);
    }
  }

  #jobManagerMetrics(): MetricValues {
    const { taskManagers } = this;
    return {
      numRegisteredTaskManagers: String(taskManagers.length),
      numRunningJobs: String(this.jobs.filter(({ status }) => !isGloballyTerminal(status)).length),
      taskSlotsAvailable: String(taskManagers.reduce((sum, { freeSlots }) => sum + freeSlots, 0)),
      taskSlotsTotal: String(taskManagers.reduce((sum, { slots }) => sum + slots.length, 0)),
    };
  }

  #jobMetrics(jobId: string): MetricValues | undefined {
    const job = this.#jobs.get(jobId);
    return job === undefined ? undefined : jobMetrics(job, this.#host.clock.now());
  }

  #taskManagerMetrics(taskManagerId: string): MetricValues | undefined {
    const taskManager = this.taskManager(taskManagerId);
    return taskManager === undefined ? undefined : this.#metricStore.taskManager(taskManager);
  }
}
