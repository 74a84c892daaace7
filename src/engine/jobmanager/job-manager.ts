// Takes jobs, keeps them, and shows all of it to the REST API. Flink: StandaloneDispatcher.

import { assert } from "../../base/assert.ts";
import { errResult, okResult, type Result } from "../../base/result.ts";
import type { Drain, Fault, StoredSavepoint } from "../../rest/playground.ts";
import type { ThreadInfo } from "../../rest/threads.ts";
import { ConfigurationError, type ConfigEntry } from "../configuration/configuration.ts";
import type { JobGraph } from "../graph/job-graph.ts";
import type { Clock, Host, Link } from "../host.ts";
import type { ErrorInfo } from "../protocol/error-info.ts";
import type { LogText, ToJobManager, ToTaskManager } from "../protocol/jobmanager-taskmanager.ts";
import { BrokerRetention } from "./broker-retention.ts";
import {
  readClusterConfiguration,
  readJobMasterConfiguration,
  type ClusterConfiguration,
  type JobMasterConfiguration,
} from "./cluster-configuration.ts";
import { duplicateSubmission } from "./flink-errors.ts";
import { CheckpointDeletions } from "./checkpoints/checkpoint-deletions.ts";
import { FlinkLog } from "../flink-log.ts";
import { InitializingJob } from "./dispatcher/initializing-job.ts";
import { JarStore } from "./dispatcher/jar-store.ts";
import { JobMaster } from "./job-master.ts";
import type { JobStart } from "./job-master-services.ts";
import { jobMetrics } from "./job-metrics.ts";
import { isGloballyTerminal } from "./scheduling/job-status-machine.ts";
import { JobOperations } from "./dispatcher/job-operations.ts";
import type { JobSavepoints } from "./savepoints/job-savepoints.ts";
import type { CancelAnswer, FaultAnswer, JobManagerView, MetricsView, MetricValues, ProgramRequest, StoredJar } from "./jobmanager-view.ts";
import { MetricStore } from "./metric-store.ts";
import { ResourceManager, type ResourceManagerListener } from "./resources/resource-manager.ts";
import { buildGraph, findEntryClass } from "./dispatcher/program.ts";
import type { RestoreSettings } from "./savepoints/savepoint-restore.ts";
import { DrainList } from "./savepoints/drain-list.ts";
import { storedSavepoints } from "./savepoints/stored-savepoints.ts";
import type { TaskManagerConnection } from "./resources/task-manager-connection.ts";
import { TaskManagerGateway, type TaskManagerListeners } from "./resources/task-manager-gateway.ts";
import { TaskManagerRequests } from "./resources/task-manager-requests.ts";

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
  readonly #drains = new DrainList();
  readonly #deletions = new CheckpointDeletions();
  readonly #metricStore: MetricStore;
  readonly #taskManagerRequests = new TaskManagerRequests();
  readonly operations: JobOperations;
  readonly jars: JarStore;
  /** By id, oldest first. */
  readonly #jobs = new Map<string, JobMaster | InitializingJob>();

  /** Throws ConfigurationError for a value that a JobManager of Flink does not start with. */
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
    this.jars = new JarStore(host.clock, host.rng);
    this.operations = new JobOperations(host, this.clusterConfiguration.asyncStoreDurationMs, this.#deletions, {
      savepointsOf: (jobId) => this.#savepointsOf(jobId),
      onDisposed: (externalPath) => this.#retention.releaseSavepoint(externalPath),
    });
  }

  get #taskManagerListeners(): TaskManagerListeners {
    return {
      registry: this.#resourceManager,
      job: (jobId) => this.jobMaster(jobId),
      jobOfAttempt: (attemptId) => this.#jobMasters.find((job) => job.executionGraph.execution(attemptId) !== undefined),
      metrics: this.#metricStore,
      requests: this.#taskManagerRequests,
    };
  }

  get clock(): Clock {
    return this.#host.clock;
  }

  get jobs(): readonly (JobMaster | InitializingJob)[] {
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

  job(jobId: string): JobMaster | InitializingJob | undefined {
    return this.#jobs.get(jobId);
  }

  /** A job that has a JobMaster: any that did not fail to begin. */
  jobMaster(jobId: string): JobMaster | undefined {
    const job = this.#jobs.get(jobId);
    return job instanceof JobMaster ? job : undefined;
  }

  get #jobMasters(): readonly JobMaster[] {
    return this.jobs.filter((job) => job instanceof JobMaster);
  }

  taskManager(taskManagerId: string): TaskManagerConnection | undefined {
    return this.#resourceManager.taskManager(taskManagerId);
  }

  async taskManagerLog(taskManagerId: string): Promise<LogText | undefined> {
    const taskManager = this.taskManager(taskManagerId);
    return taskManager && this.#taskManagerRequests.log(taskManager);
  }

  async taskManagerThreads(taskManagerId: string): Promise<readonly ThreadInfo[] | undefined> {
    const taskManager = this.taskManager(taskManagerId);
    return taskManager && this.#taskManagerRequests.threads(taskManager);
  }

  /** A container has opened a link: a TaskManager. */
  accept(link: Link<ToJobManager, ToTaskManager>): void {
    new TaskManagerGateway(link, this.#taskManagerListeners);
  }

  /**
   * Takes a job, which begins with a savepoint if `restore` names one. Resolves when it has begun, or with why it cannot; then it is kept as FAILED.
   */
  submit(graph: JobGraph, restore?: RestoreSettings): Promise<Result<undefined, ErrorInfo>> {
    this.#logSubmission(graph);
    const configuration = this.#readJobMasterConfiguration(graph);
    if (!configuration.ok) return this.#initialize(graph, configuration, (initializing) => initializing.fail(configuration.error));
    if (restore !== undefined) return this.#initialize(graph, configuration, (initializing) => initializing.restore(restore));
    this.#run(graph, { initializingSince: this.clock.now(), configuration: configuration.value });
    return Promise.resolve(okResult(undefined));
  }

  /** The plan of a program, which is not run. */
  planProgram(jar: StoredJar, request: ProgramRequest): Result<JobGraph, ErrorInfo> {
    const problem = findEntryClass(jar, request.entryClass);
    return problem === undefined ? buildGraph(this.configuration, request, this.#host.rng) : errResult(problem);
  }

  /** Runs a program: resolves to the id of its job when that has begun, or to why it could not. */
  async runProgram(graph: JobGraph, restore: RestoreSettings | undefined): Promise<Result<string, ErrorInfo>> {
    const { jobId } = graph;
    if (this.#jobs.has(jobId)) return errResult(duplicateSubmission(jobId));
    const outcome = await this.submit(graph, restore);
    return outcome.ok ? okResult(jobId) : outcome;
  }

  /** Every stop with drain since the start, in the order in which they were triggered. */
  get drains(): readonly Drain[] {
    return this.#drains.drains;
  }

  /** Savepoints and retained checkpoints, newest first. Rejects with StorageError. */
  storedSavepoints(): Promise<readonly StoredSavepoint[]> {
    return storedSavepoints(this.#host, this.#retention, {
      isAlive: (jobId) => this.#isAlive(jobId),
      isBeingDeleted: (directory) => this.#deletions.has(directory),
    });
  }

  cancelJob(jobId: string): CancelAnswer {
    const job = this.#jobs.get(jobId);
    if (job === undefined) return { type: "not-found" };
    if (isGloballyTerminal(job.status)) return { type: "terminated", status: job.status };
    job.cancel();
    return { type: "accepted" };
  }

  injectFault(fault: Fault): FaultAnswer {
    return this.jobMaster(fault.job)?.injectFault(fault) ?? "no-running-job";
  }

  onTaskManagerLost(taskManager: TaskManagerConnection, cause: ErrorInfo): void {
    this.#metricStore.remove(taskManager);
    this.#taskManagerRequests.remove(taskManager);
    for (const job of this.#jobMasters) job.onTaskManagerLost(taskManager, cause);
  }

  #logSubmission({ name, jobId }: JobGraph): void {
    this.log.info(DISPATCHER_LOGGER, `Received job submission '${name}' (${jobId}).`);
    this.log.info(DISPATCHER_LOGGER, `Submitting job '${name}' (${jobId}) with associated application (${jobId}).`);
  }

  #readJobMasterConfiguration(graph: JobGraph): Result<JobMasterConfiguration, ErrorInfo> {
    try {
      const warn = (message: string) => this.log.warn("runtime.jobmaster.JobMaster", message);
      return okResult(readJobMasterConfiguration(this.configuration, graph.configuration, warn));
    } catch (error) {
      if (error instanceof ConfigurationError) return errResult(error.info);
      throw error;
    }
  }

  /** Lists the job while `begin` decides whether it runs. */
  #initialize(
    graph: JobGraph,
    configuration: Result<JobMasterConfiguration, ErrorInfo>,
    begin: (job: InitializingJob) => void,
  ): Promise<Result<undefined, ErrorInfo>> {
    return new Promise((resolve) => {
      const initializing = new InitializingJob(graph, {
        host: this.#host,
        log: this.log,
        retention: this.#retention,
        onReady: (fitted, restored, isCancelRequested) => {
          assert(configuration.ok, "a job whose configuration was refused does not begin");
          const initializingSince = initializing.statusTimestamps.INITIALIZING;
          const job = this.#run(fitted, { initializingSince, configuration: configuration.value, restored });
          if (isCancelRequested) job.cancel();
          resolve(okResult(undefined));
        },
        onFailed: (error) => {
          this.#expireLater(graph.jobId);
          resolve(errResult(error));
        },
      });
      this.#jobs.set(graph.jobId, initializing);
      begin(initializing);
    });
  }

  #run(graph: JobGraph, start: JobStart): JobMaster {
    const services = {
      host: this.#host,
      configuration: this.clusterConfiguration,
      log: this.log,
      resourceManager: this.#resourceManager,
      retention: this.#retention,
      drains: this.#drains,
      deletions: this.#deletions,
      onTerminated: (jobId: string) => this.#expireLater(jobId),
    };
    const job = new JobMaster(graph, services, start);
    this.#jobs.set(graph.jobId, job);
    job.hold(() => job.start());
    return job;
  }

  #expireLater(jobId: string): void {
    this.#host.setTimer(this.clusterConfiguration.jobStoreExpirationMs, () => this.#jobs.delete(jobId));
  }

  #isAlive(jobId: string): boolean {
    const job = this.#jobs.get(jobId);
    return job !== undefined && !isGloballyTerminal(job.status);
  }

  #savepointsOf(jobId: string): JobSavepoints | "not-running" | undefined {
    const job = this.#jobs.get(jobId);
    if (job === undefined) return undefined;
    return job instanceof JobMaster && !isGloballyTerminal(job.status) ? job.savepoints : "not-running";
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
    const job = this.jobMaster(jobId);
    return job === undefined ? undefined : jobMetrics(job, this.#host.clock.now());
  }

  #taskManagerMetrics(taskManagerId: string): MetricValues | undefined {
    const taskManager = this.taskManager(taskManagerId);
    return taskManager === undefined ? undefined : this.#metricStore.taskManager(taskManager);
  }
}
