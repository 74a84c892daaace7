// Runs one job: schedules its tasks into slots, follows their states, restarts after failures, ends it. Flink: JobMaster with DefaultScheduler.
// A simplification: every failure restarts all tasks. The jobs that can be built here have an all-to-all edge or are small: one failover region.

import { assertUnreachable } from "../../base/assert.ts";
import type { Fault } from "../../rest/playground.ts";
import type { JobStatus } from "../../rest/states.ts";
import type { JobGraph } from "../graph/job-graph.ts";
import type { HeldRecords } from "../protocol/broker.ts";
import type { ErrorInfo } from "../protocol/error-info.ts";
import type { ToJobManager } from "../protocol/jobmanager-taskmanager.ts";
import { CheckpointCoordinator } from "./checkpoints/checkpoint-coordinator.ts";
import { externalForm, splitOffsetsOf, type CompletedCheckpoint } from "./checkpoints/completed-checkpoint.ts";
import type { StoredCheckpoint } from "./checkpoints/completed-checkpoint-store.ts";
import { ExceptionHistory, globalException, taskException } from "./scheduling/exception-history.ts";
import type { Execution } from "./scheduling/execution.ts";
import { ExecutionGraph, type ExecutionJobVertex } from "./scheduling/execution-graph.ts";
import { ExecutionStateChanger } from "./scheduling/execution-state-changer.ts";
import { canceledUnasked, noResourceAvailable, notRecoverable, recoverySuppressed } from "./flink-errors.ts";
import type { FlinkLog } from "../flink-log.ts";
import { InjectedFaults } from "./scheduling/injected-faults.ts";
import type { DrainList } from "./savepoints/drain-list.ts";
import { JobSavepoints, type SavepointedJob } from "./savepoints/job-savepoints.ts";
import { isGloballyTerminal } from "./scheduling/job-status-machine.ts";
import type { JobMasterServices, JobStart } from "./job-master-services.ts";
import { JobStatusTracker } from "./scheduling/job-status-tracker.ts";
import type { CheckpointsView, ExceptionView, FaultAnswer, JobView, RootExceptionView } from "./jobmanager-view.ts";
import { neededRecords } from "./needed-records.ts";
import type { CheckpointedJob } from "./checkpoints/pending-checkpoint.ts";
import { PlannedRestart } from "./scheduling/planned-restart.ts";
import { randomHexId } from "./random-id.ts";
import {
  createRestartStrategy,
  describeRestartStrategy,
  restartStrategyConfigOf,
  type RestartStrategy,
} from "./scheduling/restart-strategy.ts";
import { SlotPool } from "./resources/slot-pool.ts";
import { assignState, type StateAssignment } from "./checkpoints/state-assignment.ts";
import { TaskDeployer } from "./scheduling/task-deployer.ts";
import type { TaskManagerConnection } from "./resources/task-manager-connection.ts";

const LOGGER = "runtime.jobmaster.JobMaster";
const GRAPH_LOGGER = "runtime.executiongraph.ExecutionGraph";

export class JobMaster implements JobView, CheckpointedJob, SavepointedJob {
  readonly jobId: string;
  readonly name: string;
  readonly graph: JobGraph;
  readonly slotSharingGroupId: string;
  readonly restartStrategyDescription: string;
  readonly executionGraph: ExecutionGraph;
  readonly savepoints: JobSavepoints;
  readonly #services: JobMasterServices;
  readonly #tracker: JobStatusTracker;
  readonly #history: ExceptionHistory;
  readonly #coordinator: CheckpointCoordinator;
  readonly #slotPool: SlotPool;
  readonly #restartStrategy: RestartStrategy;
  readonly #canRestart: boolean;
  readonly #faults = new InjectedFaults();
  readonly #executionStates: ExecutionStateChanger;
  readonly #deployer: TaskDeployer;
  #numRestarts = 0;
  /** What the tasks that are to be deployed next begin with. */
  #restoredState: StateAssignment = new Map();
  readonly #plannedRestart: PlannedRestart;
  /** Why the job is FAILING. */
  #failureCause: ErrorInfo | undefined;
  #isCancelRequested = false;
  readonly #restored: StoredCheckpoint | undefined;

  constructor(graph: JobGraph, services: JobMasterServices, start: JobStart) {
    const { host, log, resourceManager } = services;
    const { configuration } = start;
    this.#services = services;
    this.jobId = graph.jobId;
    this.name = graph.name;
    this.graph = graph;
    this.slotSharingGroupId = graph.vertices[0]?.slotSharingGroupId ?? "";
    this.#tracker = new JobStatusTracker(graph.name, start.initializingSince);
    this.#restored = start.restored;
    this.executionGraph = new ExecutionGraph(graph, randomHexId(host.rng), configuration.attemptsHistorySize, host.clock.now());
    this.#history = new ExceptionHistory(configuration.exceptionHistorySize);
    this.#slotPool = new SlotPool(host, graph.jobId, resourceManager, services.configuration.slotIdleTimeoutMs);
    this.restartStrategyDescription = describeRestartStrategy(configuration.restartStrategy);
    const restartStrategy = restartStrategyConfigOf(configuration.restartStrategy, graph);
    this.#canRestart = restartStrategy.type !== "none";
    this.#restartStrategy = createRestartStrategy(restartStrategy, host.clock, host.rng);
    this.#coordinator = new CheckpointCoordinator(
      host,
      log,
      { ...graph.checkpoints, numRetained: configuration.numRetainedCheckpoints, historySize: configuration.checkpointHistorySize },
      services.deletions,
      this,
      this.#checkpointDirectory,
    );
    this.savepoints = new JobSavepoints(this, this.#coordinator);
    this.#plannedRestart = new PlannedRestart(host);
    this.#executionStates = new ExecutionStateChanger(host.clock, log);
    this.#deployer = new TaskDeployer(this.executionGraph, this.#executionStates, configuration.dataInlineThresholdBytes, log);
    log.info(LOGGER, `Initializing job '${this.name}' (${this.jobId}).`);
    log.info(LOGGER, `Using restart back off time strategy ${this.#restartStrategy.describe()} for ${this.name} (${this.jobId}).`);
  }

  get drains(): DrainList {
    return this.#services.drains;
  }

  get status(): JobStatus {
    return this.#tracker.status;
  }

  get statusTimestamps(): Readonly<Record<JobStatus, number>> {
    return this.#tracker.timestamps;
  }

  get vertices(): readonly ExecutionJobVertex[] {
    return this.status === "INITIALIZING" ? [] : this.executionGraph.vertices;
  }

  vertex(vertexId: string): ExecutionJobVertex | undefined {
    return this.status === "INITIALIZING" ? undefined : this.executionGraph.vertex(vertexId);
  }

  get exceptionHistory(): readonly RootExceptionView[] {
    return this.#history.entries;
  }

  get checkpoints(): CheckpointsView {
    return this.#coordinator.statistics;
  }

  /** Bytes of the last checkpoint's metadata; -1 before the first. */
  get lastCheckpointMetadataSizeBytes(): number {
    return this.#coordinator.lastMetadataSizeBytes;
  }

  get numRestarts(): number {
    return this.#numRestarts;
  }

  /** Has kafka keep what the job will read. `onHeld` is called when it does: only then may tasks ask kafka where to begin. To be called once. */
  hold(onHeld: () => void): void {
    if (this.#restored !== undefined) this.#coordinator.startFrom(this.#restored);
    this.#services.retention.holdForJob(this.jobId, this.#neededRecords, onHeld);
  }

  /** Begins to run. To be called once. */
  start(): void {
    this.#log.info(LOGGER, `Starting execution of job '${this.name}' (${this.jobId}).`);
    this.#switchStatus("CREATED");
    if (this.#isCancelRequested) {
      this.cancel();
      return;
    }
    this.#switchStatus("RUNNING");
    this.#restoreLatest();
    this.#schedule();
  }

  /** The savepoint holds from now on what the job held. */
  onFinalSavepoint(checkpoint: CompletedCheckpoint, externalPath: string): void {
    this.#services.retention.holdForSavepoint(externalPath, this.jobId, splitOffsetsOf(checkpoint));
    this.#services.retention.releaseJob(this.jobId);
  }

  resumeCheckpoints(): void {
    const isRunning = this.status === "RUNNING" && this.executionGraph.executions.every(({ state }) => state === "RUNNING");
    if (isRunning) this.#coordinator.startScheduler();
  }

  /** Ends the job as CANCELED once its tasks have ended. Does nothing if the job is ending already. */
  cancel(): void {
    if (this.status === "INITIALIZING") this.#isCancelRequested = true;
    if (this.status === "INITIALIZING" || this.status === "CANCELLING" || isGloballyTerminal(this.status)) return;
    this.#plannedRestart.abandon();
    this.#switchStatus("CANCELLING");
    this.#cancelTasks();
    this.#onTasksEnded();
  }

  injectFault(fault: Fault): FaultAnswer {
    if (isGloballyTerminal(this.status)) return "no-running-job";
    const vertex = this.vertex(fault.vertex);
    if (vertex === undefined) return "no-vertex";
    this.#faults.add(
      fault,
      vertex.subtasks.map(({ current }) => current),
    );
    return "injected";
  }

  /** A TaskManager tells of a task. Late reports, and those of a replaced attempt, are ignored. */
  onTaskState(taskManager: TaskManagerConnection, message: Extract<ToJobManager, { type: "task-state" }>): void {
    const execution = this.#executionAt(taskManager, message.attemptId);
    if (execution === undefined || execution.isTerminal) return;
    if (message.io !== undefined) execution.finalIo = message.io;
    const isCanceling = execution.state === "CANCELING";
    switch (message.state) {
      case "INITIALIZING":
        if (!isCanceling) this.#executionStates.switchTo(execution, "INITIALIZING");
        return;
      case "RUNNING":
        if (!isCanceling) this.#onTaskRunning(execution);
        return;
      case "FINISHED":
        this.#executionStates.switchTo(execution, isCanceling ? "CANCELED" : "FINISHED");
        break;
      case "CANCELED":
        if (isCanceling) this.#executionStates.switchTo(execution, "CANCELED");
        else this.#failTask(execution, message.error ?? canceledUnasked(execution.taskNameWithSubtask));
        break;
      case "FAILED":
        if (isCanceling) {
          this.#executionStates.switchTo(execution, "CANCELED");
        } else {
          this.#faults.onFailed(execution);
          this.#failTask(execution, message.error ?? canceledUnasked(execution.taskNameWithSubtask));
        }
        break;
      default:
        assertUnreachable(message.state);
    }
    this.#onTasksEnded();
  }

  onAcknowledge(taskManager: TaskManagerConnection, message: Extract<ToJobManager, { type: "acknowledge-checkpoint" }>): void {
    const execution = this.#executionAt(taskManager, message.attemptId);
    if (execution !== undefined) this.#coordinator.acknowledge(execution, message);
  }

  onDecline(taskManager: TaskManagerConnection, message: Extract<ToJobManager, { type: "decline-checkpoint" }>): void {
    const execution = this.#executionAt(taskManager, message.attemptId);
    if (execution !== undefined) this.#coordinator.decline(execution, message);
  }

  /** The slots of that TaskManager are gone: the first task found there fails with the cause, which cancels all others. */
  onTaskManagerLost(taskManager: TaskManagerConnection, cause: ErrorInfo): void {
    if (isGloballyTerminal(this.status)) return;
    this.#log.info(LOGGER, `Disconnect TaskExecutor ${taskManager.taskManagerId} because: ${cause.message}`);
    this.#slotPool.removeTaskManager(taskManager);
    for (const execution of this.executionGraph.executions) {
      if (execution.slot?.taskManager !== taskManager || execution.isTerminal) continue;
      if (execution.state === "CANCELING") this.#executionStates.switchTo(execution, "CANCELED");
      else this.#failTask(execution, cause);
    }
    this.#onTasksEnded();
  }

  failGlobally(error: ErrorInfo): void {
    this.#log.info(LOGGER, "Trying to recover from a global failure.");
    this.#handleFailure(error, globalException(error, this.#now), undefined);
    this.#onTasksEnded();
  }

  onCheckpointCompleted(): void {
    this.#services.retention.holdForJob(this.jobId, this.#neededRecords);
    this.#releaseRestored();
  }

  onCheckpointDiscarded(externalPath: string): void {
    this.#services.retention.releaseSavepoint(externalPath);
  }

  get #neededRecords(): HeldRecords {
    return neededRecords(this.graph, this.#coordinator.latestCheckpoint, this.#canRestart);
  }

  /** The job no longer depends on what it was started from. */
  #releaseRestored(): void {
    if (this.#restored !== undefined) this.#services.retention.releaseSavepoint(externalForm(this.#restored.directory));
  }

  get #now(): number {
    return this.#services.host.clock.now();
  }

  get #log(): FlinkLog {
    return this.#services.log;
  }

  get #checkpointDirectory(): string {
    return `${this.#services.configuration.checkpointDirectory}/${this.jobId}`;
  }

  /** The current attempt of that id, if it was deployed to that TaskManager. */
  #executionAt(taskManager: TaskManagerConnection, attemptId: string): Execution | undefined {
    const execution = this.executionGraph.execution(attemptId);
    return execution?.slot?.taskManager === taskManager ? execution : undefined;
  }

  /** Every task waits until all slots are there. */
  #schedule(): void {
    for (const execution of this.executionGraph.executions) this.#executionStates.switchTo(execution, "SCHEDULED");
    this.#slotPool.request(this.executionGraph.requiredSlots, {
      onFulfilled: () => this.#deploy(),
      onNotEnoughResources: () => this.#onNotEnoughResources(),
    });
  }

  #deploy(): void {
    const failure = this.#deployer.deploy(this.#slotPool.slots, this.#restoredState);
    if (failure === undefined) return;
    this.#failTask(failure.execution, failure.error);
    this.#onTasksEnded();
  }

  /** The first task without a slot fails. */
  #onNotEnoughResources(): void {
    const numberOfSlots = this.#slotPool.slots.length;
    const unassigned = this.executionGraph.executions.find(({ subtaskIndex }) => subtaskIndex >= numberOfSlots);
    if (unassigned === undefined) return;
    this.#log.warn(LOGGER, "Could not acquire the minimum required resources, failing slot requests.");
    this.#failTask(unassigned, noResourceAvailable());
    this.#onTasksEnded();
  }

  #onTaskRunning(execution: Execution): void {
    this.#executionStates.switchTo(execution, "RUNNING");
    this.#faults.onRunning(execution);
    const { executions } = this.executionGraph;
    const running = executions.filter(({ state }) => state === "RUNNING").length;
    if (running === executions.length) this.#onAllTasksRunning();
    else if (running === 1) this.#coordinator.onFirstTaskRunning();
  }

  #onAllTasksRunning(): void {
    this.#coordinator.startScheduler();
    // No checkpoint of its own will come that could take the place of what it was started from.
    if (this.graph.checkpoints.intervalMs === undefined) this.#releaseRestored();
  }

  #failTask(execution: Execution, error: ErrorInfo): void {
    this.#executionStates.fail(execution, error);
    this.#handleFailure(error, taskException(execution, error, this.#now), execution);
  }

  /** Plans a restart of all tasks, or lets the job fail. A job that is ending already continues to end. */
  #handleFailure(error: ErrorInfo, exception: ExceptionView, failedTask: Execution | undefined): void {
    if (this.status !== "RUNNING" && this.status !== "RESTARTING") return;
    const { stoppingError } = this.savepoints;
    if (stoppingError !== undefined) {
      this.#failJob(notRecoverable({ ...stoppingError, stack: `${stoppingError.stack}Caused by: ${error.stack}` }));
      return;
    }
    const isNewAttempt = this.#restartStrategy.notifyFailure();
    if (!this.#restartStrategy.canRestart()) {
      this.#failJob(recoverySuppressed(this.#restartStrategy.describe(), error));
      return;
    }
    if (isNewAttempt) {
      this.#numRestarts++;
      this.#history.addRoot(exception);
    } else {
      this.#history.addConcurrent(exception);
    }
    const reason = failedTask === undefined ? "recover from a global failure" : `recover the failed task ${failedTask.attemptId}`;
    this.#log.info(LOGGER, `${String(this.executionGraph.executions.length)} tasks will be restarted to ${reason}.`);
    if (this.status === "RUNNING") this.#switchStatus("RESTARTING", error);
    this.#plannedRestart.plan(this.#restartStrategy.backoffTimeMs(), () => this.#onTasksEnded());
    this.#cancelTasks();
  }

  #restart(): void {
    this.#plannedRestart.abandon();
    this.#switchStatus("RUNNING");
    this.executionGraph.resetForNewExecutions(this.#now);
    this.#restoreLatest();
    this.#schedule();
  }

  #restoreLatest(): void {
    const checkpoint = this.#coordinator.restoreLatest();
    this.#restoredState = checkpoint === undefined ? new Map() : assignState(this.graph, checkpoint);
  }

  #failJob(cause: ErrorInfo): void {
    this.#plannedRestart.abandon();
    this.#failureCause = cause;
    this.#switchStatus("FAILING", cause);
    this.#cancelTasks();
  }

  #cancelTasks(): void {
    for (const execution of this.executionGraph.executions) this.#executionStates.cancel(execution);
    // Tasks that end only when their TaskManager says so keep the periodic trigger alive.
    const keepsTicking = this.status === "RESTARTING" && this.executionGraph.executions.some(({ isTerminal }) => !isTerminal);
    this.#coordinator.suspend(this.status, keepsTicking);
  }

  /** Continues the work that waited for the tasks to end. */
  #onTasksEnded(): void {
    if (!this.executionGraph.executions.every(({ isTerminal }) => isTerminal)) return;
    if (this.status === "CANCELLING") this.#terminate("CANCELED");
    else if (this.status === "FAILING") this.#terminate("FAILED");
    else if (this.status === "RUNNING") this.#terminate("FINISHED");
    else if (this.#plannedRestart.isDelayOver) this.#restart();
    else if (this.#plannedRestart.isPlanned) this.#slotPool.becomeIdle();
  }

  #terminate(status: "CANCELED" | "FAILED" | "FINISHED"): void {
    this.#switchStatus(status, status === "FAILED" ? this.#failureCause : undefined);
    if (status === "FAILED" && this.#failureCause !== undefined) {
      const concurrent = this.executionGraph.executions.flatMap((execution) =>
        execution.failure === undefined ? [] : [taskException(execution, execution.failure.error, execution.failure.timestamp)],
      );
      this.#history.addRoot(globalException(this.#failureCause, this.#now), concurrent);
    }
    this.#slotPool.releaseAll();
    this.#coordinator.shutdown(status);
    this.savepoints.onJobEnded(status);
    this.#services.retention.releaseJob(this.jobId);
    this.#log.info("runtime.dispatcher.StandaloneDispatcher", `Job ${this.jobId} reached terminal state ${status}.`);
    this.#services.onTerminated(this.jobId);
  }

  #switchStatus(status: JobStatus, cause?: ErrorInfo): void {
    const from = this.status;
    this.#tracker.switchTo(status, this.#now);
    const trace = cause === undefined ? "" : `\n${cause.stack.trimEnd()}`;
    this.#log.info(GRAPH_LOGGER, `Job ${this.name} (${this.jobId}) switched from state ${from} to ${status}.${trace}`);
  }
}
