// Triggers the checkpoints of one job, collects what its subtasks acknowledge, completes or gives up. Flink: CheckpointCoordinator,
// CheckpointFailureManager, PendingCheckpoint. At most one checkpoint is pending (max-concurrent-checkpoints is 1).

import { ensureExists } from "../../../base/assert.ts";
import type { CheckpointConfig } from "../../graph/job-graph.ts";
import type { Host, Timer } from "../../host.ts";
import type { ErrorInfo } from "../../protocol/error-info.ts";
import { isSynchronous, type ToJobManager, type ToTaskManager } from "../../protocol/jobmanager-taskmanager.ts";
import type { CheckpointDeletions } from "./checkpoint-deletions.ts";
import { CHECKPOINT_FAILURE_REASONS, isCountedFailure } from "./checkpoint-failure-reason.ts";
import { CheckpointStatistics, CheckpointStatsRecord } from "./checkpoint-statistics.ts";
import { checkpointPath, externalForm, type CompletedCheckpoint } from "./completed-checkpoint.ts";
import { CompletedCheckpointStore, type FinalStatus, type StoredCheckpoint } from "./completed-checkpoint-store.ts";
import type { Execution } from "../scheduling/execution.ts";
import { checkpointException, tolerableFailuresExceeded } from "../flink-errors.ts";
import type { FlinkLog } from "../../flink-log.ts";
import type { CheckpointedJob, PendingCheckpoint } from "./pending-checkpoint.ts";
import { savepointDirectory } from "../savepoints/savepoint-path.ts";
import { describeSnapshotType, type SnapshotRequest } from "./snapshot-request.ts";

const LOGGER = "runtime.checkpoint.CheckpointCoordinator";
const FAILURE_LOGGER = "runtime.checkpoint.CheckpointFailureManager";
const SCHEDULER_LOGGER = "runtime.checkpoint.ExecutionTrackingCheckpointCoordinatorDeActivator";

type Acknowledgement = Extract<ToJobManager, { type: "acknowledge-checkpoint" }>;
type Decline = Extract<ToJobManager, { type: "decline-checkpoint" }>;

/** The job's settings, and what its JobMaster adds to them. */
interface CoordinatorConfig extends CheckpointConfig {
  readonly numRetained: number;
  /** How many checkpoints the statistics list. */
  readonly historySize: number;
}

export class CheckpointCoordinator {
  readonly statistics: CheckpointStatistics;
  readonly #host: Host;
  readonly #log: FlinkLog;
  readonly #config: CoordinatorConfig;
  readonly #job: CheckpointedJob;
  readonly #jobDirectory: string;
  readonly #store: CompletedCheckpointStore;
  #nextCheckpointId = 1;
  #pending: PendingCheckpoint | undefined;
  /** The next periodic trigger; undefined while the scheduler is stopped. */
  #tick: Timer | undefined;
  #plannedTickMs = 0;
  /** Stops and cancels with a savepoint that have not failed. */
  #schedulerStops = 0;
  /** A periodic trigger came while a checkpoint was pending. */
  #isRequestQueued = false;
  /** What was asked for while a checkpoint was pending, savepoints first. */
  #requests: SnapshotRequest[] = [];
  /** A synchronous savepoint has completed: the tasks are ending. */
  #isStopping = false;
  /** Engine time of the last completion. */
  #lastCompletionMs = Number.NEGATIVE_INFINITY;
  /** Counted failures in a row. */
  #continuousFailures = 0;
  #lastMetadataSizeBytes = -1;

  constructor(
    host: Host,
    log: FlinkLog,
    config: CoordinatorConfig,
    deletions: CheckpointDeletions,
    job: CheckpointedJob,
    jobDirectory: string,
  ) {
    this.#host = host;
    this.#log = log;
    this.#config = config;
    this.#job = job;
    this.#jobDirectory = jobDirectory;
    this.statistics = new CheckpointStatistics(config.historySize);
    this.#store = new CompletedCheckpointStore(host, log, config, deletions, ({ checkpoint, directory }) => {
      this.statistics.reportDiscarded(checkpoint.checkpointId);
      job.onCheckpointDiscarded(externalForm(directory));
    });
  }

  /** Bytes of the last `_metadata`; -1 before the first. */
  get lastMetadataSizeBytes(): number {
    return this.#lastMetadataSizeBytes;
  }

  /** The first task of a deployment runs. Flink's scheduler is a little early here, and this trigger fails: recordings 02, 05, 10, 21. */
  onFirstTaskRunning(): void {
    if (this.#config.intervalMs !== undefined && this.#tick === undefined) this.#trigger();
  }

  /** A checkpoint or savepoint by request: at once, or when the pending one has ended. */
  request(request: SnapshotRequest): void {
    if (this.#isStopping) {
      request.onFailed(checkpointException(CHECKPOINT_FAILURE_REASONS.shutdown));
      return;
    }
    const behind =
      request.snapshotType === "checkpoint" ? -1 : this.#requests.findIndex(({ snapshotType }) => snapshotType === "checkpoint");
    this.#requests.splice(behind < 0 ? this.#requests.length : behind, 0, request);
    this.#serveRequests();
  }

  /**
   * The job stops: triggers no more periodic checkpoints and aborts the pending one. The caller calls the returned function, once, if the job
   * continues after all. The aborted checkpoint may itself have stopped the scheduler, which resumes only when every stop was lifted.
   */
  stopScheduler(): () => void {
    if (this.#tick !== undefined) this.#log.info(SCHEDULER_LOGGER, "Stopping checkpoint scheduler");
    this.#schedulerStops++;
    this.#stopTicking();
    this.#isRequestQueued = false;
    this.#abortAll(CHECKPOINT_FAILURE_REASONS.suspended);
    return () => {
      this.#schedulerStops--;
    };
  }

  /** All tasks run: triggers at once (after the minimum pause, if there is one), then at a fixed rate. Does nothing while the job is to stop. */
  startScheduler(): void {
    if (this.#config.intervalMs === undefined || this.#isStopping || this.#schedulerStops > 0) return;
    this.#log.info(SCHEDULER_LOGGER, "Starting checkpoint scheduler");
    this.#planTick(this.#host.clock.monotonicMs() + this.#config.minPauseMs);
  }

  /**
   * A task has left RUNNING. With `keepsTicking` the periodic triggers continue and fail one by one until all tasks run again, as in Flink
   * while tasks are still being cancelled at a living TaskManager (recording 13).
   */
  suspend(jobStatus: string, keepsTicking: boolean): void {
    if (this.#tick !== undefined) {
      this.#log.info(SCHEDULER_LOGGER, `Stopping checkpoint scheduler, current job status: ${jobStatus}`);
      this.#isRequestQueued = false;
      if (!keepsTicking) this.#stopTicking();
    }
    this.#abortAll(CHECKPOINT_FAILURE_REASONS.suspended);
  }

  /** The job has ended: nothing is triggered any more, and its checkpoints are deleted or retained. */
  shutdown(status: FinalStatus): void {
    this.#log.info(LOGGER, `Stopping checkpoint coordinator for job ${this.#job.jobId}.`);
    this.#stopTicking();
    this.#isRequestQueued = false;
    this.#isStopping = true;
    this.#abortAll(CHECKPOINT_FAILURE_REASONS.shutdown);
    this.#store.shutdown(status);
  }

  /** The job begins with this checkpoint or savepoint: it is the latest until one of its own completes. The next id is one higher. */
  startFrom(stored: StoredCheckpoint): void {
    this.#store.add(stored);
    this.#nextCheckpointId = stored.checkpoint.checkpointId + 1;
    this.#log.info(LOGGER, `Reset the checkpoint ID of job ${this.#job.jobId} to ${String(this.#nextCheckpointId)}.`);
  }

  /** The checkpoint or savepoint from which a restart would begin; undefined where there is none. */
  get latestCheckpoint(): CompletedCheckpoint | undefined {
    return this.#store.latest?.checkpoint;
  }

  /** The checkpoint from which a restart begins, noted as restored; undefined where none has completed. */
  restoreLatest(): CompletedCheckpoint | undefined {
    const { jobId } = this.#job;
    const latest = this.#store.latest;
    if (latest === undefined) {
      this.#log.info(LOGGER, "No checkpoint found during restore.");
      return undefined;
    }
    const { checkpoint, directory } = latest;
    const externalPath = externalForm(directory);
    const kind = checkpoint.isSavepoint ? "Savepoint" : "Checkpoint";
    this.#log.info(
      LOGGER,
      `Restoring job ${jobId} from ${kind} ${String(checkpoint.checkpointId)} @ ${String(checkpoint.triggerTimestamp)} for ${jobId} located at ${externalPath}.`,
    );
    const { checkpointId, isSavepoint } = checkpoint;
    this.statistics.reportRestored({ checkpointId, restoreTimestamp: this.#host.clock.now(), isSavepoint, externalPath });
    return checkpoint;
  }

  acknowledge(execution: Execution, message: Acknowledgement): void {
    const pending = this.#pending;
    if (pending?.record.checkpointId !== message.checkpointId || pending.states.has(execution.attemptId)) return;
    pending.states.set(execution.attemptId, message.state);
    pending.record.acknowledge(execution.vertex.id, execution.subtaskIndex, this.#host.clock.now(), message.metrics);
    if (pending.states.size === pending.record.numSubtasks) this.#finalize(pending);
  }

  decline(execution: Execution, message: Decline): void {
    const location = execution.location;
    this.#log.info(
      LOGGER,
      `Decline checkpoint ${String(message.checkpointId)} by task ${execution.attemptId} of job ${this.#job.jobId} at ` +
        `${location === undefined ? "unknown location" : location.taskManagerId}.`,
    );
    if (this.#pending?.record.checkpointId === message.checkpointId) this.#abortPending(message.reason, message.error);
  }

  #planTick(atMs: number): void {
    this.#tick?.clear();
    this.#plannedTickMs = atMs;
    this.#tick = this.#host.setTimer(Math.max(0, atMs - this.#host.clock.monotonicMs()), () => {
      // The rate is fixed, unless this actor was held up for longer than an interval: missed
      // checkpoints are not made up for.
      const intervalMs = this.#config.intervalMs ?? Number.POSITIVE_INFINITY;
      this.#planTick(Math.max(this.#plannedTickMs + intervalMs, this.#host.clock.monotonicMs()));
      this.#requestPeriodicCheckpoint();
    });
  }

  #stopTicking(): void {
    this.#tick?.clear();
    this.#tick = undefined;
  }

  #requestPeriodicCheckpoint(): void {
    if (this.#pending !== undefined) {
      this.#isRequestQueued = true;
      return;
    }
    this.#isRequestQueued = false;
    const pauseEndMs = this.#lastCompletionMs + this.#config.minPauseMs;
    if (pauseEndMs > this.#host.clock.monotonicMs()) this.#planTick(pauseEndMs);
    else this.#trigger();
  }

  /** Triggers what was asked for, or else what is due. */
  #serveRequests(): void {
    while (this.#pending === undefined && this.#requests.length > 0) {
      const next = this.#requests.shift();
      if (next !== undefined) this.#trigger(next);
    }
    if (this.#pending === undefined && this.#isRequestQueued) this.#requestPeriodicCheckpoint();
  }

  #trigger(request?: SnapshotRequest): void {
    const executions = this.#job.executionGraph.executions;
    const notRunning = executions.find(({ state }) => state !== "RUNNING");
    if (notRunning !== undefined) {
      this.#rejectTrigger(notRunning, request);
      return;
    }
    const checkpointId = this.#nextCheckpointId++;
    const triggerTimestamp = this.#host.clock.now();
    const snapshotType = request?.snapshotType ?? "checkpoint";
    const format = request?.format ?? "CANONICAL";
    const isSavepoint = snapshotType !== "checkpoint";
    const directory =
      request?.targetDirectory === undefined
        ? checkpointPath(this.#jobDirectory, checkpointId)
        : savepointDirectory(request.targetDirectory, this.#job.jobId, this.#host.rng);
    const record = new CheckpointStatsRecord(
      checkpointId,
      triggerTimestamp,
      this.#job.executionGraph.vertices.map(({ vertex }) => vertex),
      snapshotType,
      isSavepoint ? format : undefined,
    );
    this.#log.info(
      LOGGER,
      `Triggering checkpoint ${String(checkpointId)} (type=${describeSnapshotType(snapshotType, format)}) @ ${String(triggerTimestamp)} ` +
        `for job ${this.#job.jobId}.`,
    );
    this.statistics.reportPending(record);
    request?.onTriggered?.(checkpointId);
    const timeout = this.#host.setTimer(this.#config.timeoutMs, () => this.#expire());
    this.#pending = { request, directory, record, states: new Map(), timeout };
    const barrier = { checkpointId, triggerTimestamp, snapshotType, directory };
    for (const execution of executions) {
      if (execution.vertex.operator.kind !== "source") continue;
      const isSent = execution.send({ type: "trigger-checkpoint", attemptId: execution.attemptId, barrier });
      if (isSent) continue;
      this.#abortPending(CHECKPOINT_FAILURE_REASONS.triggerFailure);
      return;
    }
  }

  /** No id is used up; the failure counts all the same, but not against the tolerable ones. */
  #rejectTrigger(execution: Execution, request: SnapshotRequest | undefined): void {
    const { jobId } = this.#job;
    const role = execution.vertex.operator.kind === "source" ? "triggering" : "acknowledging";
    const reason =
      `Checkpoint ${role} task ${execution.taskNameWithSubtask} of job ${jobId} is not being executed at the moment. ` +
      `Aborting checkpoint. Failure reason: ${CHECKPOINT_FAILURE_REASONS.notAllRequiredTasksRunning}`;
    this.#log.info(FAILURE_LOGGER, `Failed to trigger checkpoint for job ${jobId} since ${reason}.`);
    this.statistics.reportFailedWithoutId();
    request?.onFailed(checkpointException(reason));
  }

  #expire(): void {
    const checkpointId = this.#pending?.record.checkpointId;
    this.#log.info(LOGGER, `Checkpoint ${String(checkpointId)} of job ${this.#job.jobId} expired before completing.`);
    this.#abortPending(CHECKPOINT_FAILURE_REASONS.expired);
  }

  #finalize(pending: PendingCheckpoint): void {
    const checkpoint = this.#completedCheckpointOf(pending);
    const finalizationStartMs = this.#host.clock.monotonicMs();
    this.#store.writeMetadata(checkpoint, pending.directory).then(
      (metadataSizeBytes) => this.#complete(pending, checkpoint, metadataSizeBytes, this.#host.clock.monotonicMs() - finalizationStartMs),
      (error: unknown) => {
        if (this.#pending !== pending) return;
        this.#log.warn(LOGGER, `Error while writing the metadata of checkpoint ${String(checkpoint.checkpointId)}: ${String(error)}`);
        this.#abortPending(CHECKPOINT_FAILURE_REASONS.finalizeFailure);
      },
    );
  }

  #complete(pending: PendingCheckpoint, checkpoint: CompletedCheckpoint, metadataSizeBytes: number, finalizationMs: number): void {
    const { checkpointId } = checkpoint;
    const { request, record, directory } = pending;
    // It was given up while its metadata were being written, and they are discarded with the rest.
    if (this.#pending !== pending) return;
    this.#pending = undefined;
    pending.timeout.clear();
    this.#lastMetadataSizeBytes = metadataSizeBytes;
    const externalPath = externalForm(directory);
    this.statistics.reportCompleted(record, externalPath);
    const durationMs = this.#host.clock.now() - checkpoint.triggerTimestamp;
    this.#log.info(
      LOGGER,
      `Completed checkpoint ${String(checkpointId)} for job ${this.#job.jobId} (${String(record.stateSize + metadataSizeBytes)} bytes, ` +
        `checkpointDuration=${String(durationMs)} ms, finalizationTime=${String(Math.round(finalizationMs))} ms).`,
    );
    if (record.snapshotType === "checkpoint") {
      this.#lastCompletionMs = this.#host.clock.monotonicMs();
      this.#continuousFailures = 0;
      this.#store.add({ checkpoint, directory, isOwned: true });
      this.#job.onCheckpointCompleted();
    }
    this.#isStopping ||= isSynchronous(record.snapshotType);
    // Nothing that ends with a savepoint is final: only checkpoints and the savepoint that ends the job are told to the tasks.
    if (record.snapshotType !== "savepoint") {
      this.#tellTasks((attemptId) => ({ type: "notify-checkpoint-complete", attemptId, checkpointId }));
    }
    request?.onCompleted(checkpoint, externalPath);
    if (this.#isStopping) this.#failRequests(CHECKPOINT_FAILURE_REASONS.shutdown);
    this.#serveRequests();
  }

  #completedCheckpointOf({ record, states }: PendingCheckpoint): CompletedCheckpoint {
    return {
      jobId: this.#job.jobId,
      jobName: this.#job.name,
      isSavepoint: record.snapshotType !== "checkpoint",
      checkpointId: record.checkpointId,
      triggerTimestamp: record.triggerTimestamp,
      operators: this.#job.executionGraph.vertices.map(({ vertex, subtasks }) => ({
        operatorId: vertex.id,
        parallelism: vertex.parallelism,
        maxParallelism: vertex.maxParallelism,
        subtasks: subtasks.map(({ current }) => ensureExists(states.get(current.attemptId), `state of ${current.taskNameWithSubtask}`)),
      })),
    };
  }

  /** The job leaves RUNNING or stops: also what only waits is given up. */
  #abortAll(reason: string): void {
    const waiting = this.#requests;
    this.#requests = [];
    this.#abortPending(reason);
    for (const request of waiting) request.onFailed(checkpointException(reason));
  }

  #failRequests(reason: string): void {
    for (const request of this.#requests.splice(0)) request.onFailed(checkpointException(reason));
  }

  #abortPending(reason: string, cause?: ErrorInfo): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    pending.timeout.clear();
    const { request, record, directory } = pending;
    const { checkpointId } = record;
    this.statistics.reportFailed(record, this.#host.clock.now(), reason);
    this.#tellTasks((attemptId) => ({ type: "notify-checkpoint-aborted", attemptId, checkpointId }));
    this.#store.discardIncomplete(directory);
    // A savepoint that fails is for its asker to know; the job does not fail of it.
    const isCounted = record.snapshotType === "checkpoint" && isCountedFailure(reason);
    if (isCounted) this.#continuousFailures++;
    this.#log.warn(
      FAILURE_LOGGER,
      `Failed to trigger or complete checkpoint ${String(checkpointId)} for job ${this.#job.jobId}. ` +
        `(${String(this.#continuousFailures)} consecutive failed attempts so far): ${reason}${cause === undefined ? "" : `\n${cause.stack.trimEnd()}`}`,
    );
    request?.onFailed(checkpointException(reason, cause));
    if (isCounted && this.#continuousFailures > this.#config.tolerableFailures) {
      this.#continuousFailures = 0;
      this.#job.failGlobally(tolerableFailuresExceeded(reason));
    } else {
      this.#serveRequests();
    }
  }

  /** Those that cannot be reached need not know: their tasks are dead. */
  #tellTasks(messageFor: (attemptId: string) => ToTaskManager): void {
    for (const execution of this.#job.executionGraph.executions) {
      if (execution.state === "RUNNING") execution.send(messageFor(execution.attemptId));
    }
  }
}
