// Triggers the checkpoints of one job, collects what its subtasks acknowledge, completes or gives up. Flink: CheckpointCoordinator,
// CheckpointFailureManager, PendingCheckpoint. At most one checkpoint is pending (max-concurrent-checkpoints is 1).

import { ensureExists } from "../../base/assert.ts";
import type { CheckpointConfig } from "../graph/job-graph.ts";
import type { Host, Timer } from "../host.ts";
import type { ErrorInfo, ToJobManager, ToTaskManager } from "../protocol/jobmanager-taskmanager.ts";
import type { SubtaskState } from "../protocol/state.ts";
import { CHECKPOINT_FAILURE_REASONS, isCountedFailure } from "./checkpoint-failure-reason.ts";
import { CheckpointStatistics, CheckpointStatsRecord } from "./checkpoint-statistics.ts";
import { checkpointPath, externalForm, type CompletedCheckpoint } from "./completed-checkpoint.ts";
import { CompletedCheckpointStore } from "./completed-checkpoint-store.ts";
import type { Execution } from "./execution.ts";
import type { ExecutionGraph } from "./execution-graph.ts";
import { tolerableFailuresExceeded } from "./flink-errors.ts";
import type { FlinkLog } from "./flink-log.ts";

const LOGGER = "runtime.checkpoint.CheckpointCoordinator";
const FAILURE_LOGGER = "runtime.checkpoint.CheckpointFailureManager";
const SCHEDULER_LOGGER = "runtime.checkpoint.ExecutionTrackingCheckpointCoordinatorDeActivator";

/** What the coordinator needs of its job. */
export interface CheckpointedJob {
  readonly jobId: string;
  readonly executionGraph: ExecutionGraph;
  /** More checkpoints failed than are tolerated. */
  failGlobally(error: ErrorInfo): void;
  onCheckpointCompleted(checkpoint: CompletedCheckpoint): void;
}

interface PendingCheckpoint {
  readonly record: CheckpointStatsRecord;
  readonly timeout: Timer;
  /** What was acknowledged, by attempt. */
  readonly states: Map<string, SubtaskState>;
}

type Acknowledgement = Extract<ToJobManager, { type: "acknowledge-checkpoint" }>;
type Decline = Extract<ToJobManager, { type: "decline-checkpoint" }>;

export class CheckpointCoordinator {
  readonly statistics: CheckpointStatistics;
  readonly #host: Host;
  readonly #log: FlinkLog;
  readonly #config: CheckpointConfig;
  readonly #job: CheckpointedJob;
  readonly #jobDirectory: string;
  readonly #store: CompletedCheckpointStore;
  #nextCheckpointId = 1;
  #pending: PendingCheckpoint | undefined;
  /** The next periodic trigger; undefined while the scheduler is stopped. */
  #tick: Timer | undefined;
  #plannedTickMs = 0;
  /** A periodic trigger came while a checkpoint was pending. */
  #isRequestQueued = false;
  /** Engine time of the last completion. */
  #lastCompletionMs = Number.NEGATIVE_INFINITY;
  /** Counted failures in a row. */
  #continuousFailures = 0;
  #lastMetadataSizeBytes = -1;

  constructor(host: Host, log: FlinkLog, config: CheckpointConfig, job: CheckpointedJob, jobDirectory: string, historySize: number) {
    this.#host = host;
    this.#log = log;
    this.#config = config;
    this.#job = job;
    this.#jobDirectory = jobDirectory;
    this.statistics = new CheckpointStatistics(historySize);
    this.#store = new CompletedCheckpointStore(host, log, jobDirectory, config.numRetained, (checkpointId) =>
      this.statistics.reportDiscarded(checkpointId),
    );
  }

  /** Bytes of the last `_metadata`; -1 before the first. */
  get lastMetadataSizeBytes(): number {
    return this.#lastMetadataSizeBytes;
  }

  /** The first task of a deployment runs. Flink's scheduler is a little early here, and this trigger fails: recordings 02, 05, 10, 21. */
  onFirstTaskRunning(): void {
    if (this.#config.intervalMs !== undefined && this.#tick === undefined) this.#trigger();
  }

  /** All tasks run: triggers at once (after the minimum pause, if there is one), then at a fixed rate. */
  startScheduler(): void {
    if (this.#config.intervalMs === undefined) return;
    this.#log.info(SCHEDULER_LOGGER, "Starting checkpoint scheduler");
    this.#planTick(this.#host.clock.monotonicMs() + this.#config.minPauseMs);
  }

  /**
   * A task has left RUNNING. With `keepsTicking` the periodic triggers go on, to fail one by one until all tasks run again: so Flink does
   * while tasks are still being cancelled at a living TaskManager (recording 13).
   */
  suspend(jobStatus: string, keepsTicking: boolean): void {
    if (this.#tick === undefined) return;
    this.#log.info(SCHEDULER_LOGGER, `Stopping checkpoint scheduler, current job status: ${jobStatus}`);
    this.#isRequestQueued = false;
    if (!keepsTicking) this.#stopTicking();
    this.#abortPending(CHECKPOINT_FAILURE_REASONS.suspended);
  }

  /** The job has ended: nothing is triggered any more, and its checkpoints are deleted. */
  shutdown(): void {
    this.#log.info(LOGGER, `Stopping checkpoint coordinator for job ${this.#job.jobId}.`);
    this.#stopTicking();
    this.#isRequestQueued = false;
    this.#abortPending(CHECKPOINT_FAILURE_REASONS.shutdown);
    this.#store.shutdown();
  }

  /** The checkpoint from which a restart begins, noted as restored; undefined where none has completed. */
  restoreLatest(): CompletedCheckpoint | undefined {
    const { jobId } = this.#job;
    const latest = this.#store.latest;
    if (latest === undefined) {
      this.#log.info(LOGGER, "No checkpoint found during restore.");
      return undefined;
    }
    const externalPath = externalForm(checkpointPath(this.#jobDirectory, latest.checkpointId));
    this.#log.info(
      LOGGER,
      `Restoring job ${jobId} from Checkpoint ${String(latest.checkpointId)} @ ${String(latest.triggerTimestamp)} for ${jobId} located at ${externalPath}.`,
    );
    this.statistics.reportRestored({ checkpointId: latest.checkpointId, restoreTimestamp: this.#host.clock.now(), externalPath });
    return latest;
  }

  acknowledge(execution: Execution, message: Acknowledgement): void {
    const pending = this.#pending;
    if (pending?.record.checkpointId !== message.checkpointId) {
      this.#discardLateState(message);
      return;
    }
    if (pending.states.has(execution.attemptId)) return;
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
      // A fixed rate, unless this actor was held up for longer than an interval: nobody wants the missed ones.
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

  #trigger(): void {
    const executions = this.#job.executionGraph.executions;
    const notRunning = executions.find(({ state }) => state !== "RUNNING");
    if (notRunning !== undefined) {
      this.#rejectTrigger(notRunning);
      return;
    }
    const checkpointId = this.#nextCheckpointId++;
    const triggerTimestamp = this.#host.clock.now();
    const record = new CheckpointStatsRecord(checkpointId, triggerTimestamp, this.#job.executionGraph);
    this.#log.info(
      LOGGER,
      `Triggering checkpoint ${String(checkpointId)} (type=CheckpointType{name='Checkpoint', sharingFilesStrategy=FORWARD_BACKWARD}) @ ` +
        `${String(triggerTimestamp)} for job ${this.#job.jobId}.`,
    );
    this.statistics.reportPending(record);
    this.#pending = { record, states: new Map(), timeout: this.#host.setTimer(this.#config.timeoutMs, () => this.#expire()) };
    const barrier = { checkpointId, triggerTimestamp, snapshotType: "checkpoint" } as const;
    for (const execution of executions) {
      if (execution.vertex.operator.kind !== "source") continue;
      const isSent = execution.send({ type: "trigger-checkpoint", attemptId: execution.attemptId, barrier });
      if (isSent) continue;
      this.#abortPending(CHECKPOINT_FAILURE_REASONS.triggerFailure);
      return;
    }
  }

  /** No id is used up; the failure counts all the same, but not against the tolerable ones. */
  #rejectTrigger(execution: Execution): void {
    const { jobId } = this.#job;
    const role = execution.vertex.operator.kind === "source" ? "triggering" : "acknowledging";
    this.#log.info(
      FAILURE_LOGGER,
      `Failed to trigger checkpoint for job ${jobId} since Checkpoint ${role} task ${execution.taskNameWithSubtask} of job ${jobId} is not being ` +
        `executed at the moment. Aborting checkpoint. Failure reason: ${CHECKPOINT_FAILURE_REASONS.notAllRequiredTasksRunning}.`,
    );
    this.statistics.reportFailedWithoutId();
  }

  #expire(): void {
    const checkpointId = this.#pending?.record.checkpointId;
    this.#log.info(LOGGER, `Checkpoint ${String(checkpointId)} of job ${this.#job.jobId} expired before completing.`);
    this.#abortPending(CHECKPOINT_FAILURE_REASONS.expired);
  }

  #finalize(pending: PendingCheckpoint): void {
    const checkpoint = this.#completedCheckpointOf(pending);
    const finalizationStartMs = this.#host.clock.monotonicMs();
    this.#store.writeMetadata(checkpoint).then(
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
    if (this.#pending !== pending) {
      // It was given up while its metadata were being written.
      this.#store.discard(checkpointId);
      return;
    }
    this.#pending = undefined;
    pending.timeout.clear();
    this.#lastCompletionMs = this.#host.clock.monotonicMs();
    this.#lastMetadataSizeBytes = metadataSizeBytes;
    this.#continuousFailures = 0;
    this.statistics.reportCompleted(pending.record, externalForm(checkpointPath(this.#jobDirectory, checkpointId)));
    this.#store.add(checkpoint);
    const durationMs = this.#host.clock.now() - checkpoint.triggerTimestamp;
    this.#log.info(
      LOGGER,
      `Completed checkpoint ${String(checkpointId)} for job ${this.#job.jobId} (${String(pending.record.stateSize + metadataSizeBytes)} bytes, ` +
        `checkpointDuration=${String(durationMs)} ms, finalizationTime=${String(Math.round(finalizationMs))} ms).`,
    );
    this.#tellTasks((attemptId) => ({ type: "notify-checkpoint-complete", attemptId, checkpointId }));
    this.#job.onCheckpointCompleted(checkpoint);
    if (this.#isRequestQueued) this.#requestPeriodicCheckpoint();
  }

  #completedCheckpointOf({ record, states }: PendingCheckpoint): CompletedCheckpoint {
    return {
      jobId: this.#job.jobId,
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

  #abortPending(reason: string, cause?: ErrorInfo): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    pending.timeout.clear();
    const { checkpointId } = pending.record;
    this.statistics.reportFailed(pending.record, this.#host.clock.now(), reason);
    this.#tellTasks((attemptId) => ({ type: "notify-checkpoint-aborted", attemptId, checkpointId }));
    this.#store.discard(checkpointId);
    const isCounted = isCountedFailure(reason);
    if (isCounted) this.#continuousFailures++;
    this.#log.warn(
      FAILURE_LOGGER,
      `Failed to trigger or complete checkpoint ${String(checkpointId)} for job ${this.#job.jobId}. ` +
        `(${String(this.#continuousFailures)} consecutive failed attempts so far): ${reason}${cause === undefined ? "" : `\n${cause.stack.trimEnd()}`}`,
    );
    if (isCounted && this.#continuousFailures > this.#config.tolerableFailures) {
      this.#continuousFailures = 0;
      this.#job.failGlobally(tolerableFailuresExceeded(reason));
    } else if (this.#isRequestQueued) {
      this.#requestPeriodicCheckpoint();
    }
  }

  /** Those that cannot be reached need not know: their tasks are dead. */
  #tellTasks(messageFor: (attemptId: string) => ToTaskManager): void {
    for (const execution of this.#job.executionGraph.executions) {
      if (execution.state === "RUNNING") execution.send(messageFor(execution.attemptId));
    }
  }

  /** A subtask wrote a file for a checkpoint that was given up meanwhile. */
  #discardLateState({ checkpointId, state }: Acknowledgement): void {
    if (state.keyed?.handle.type === "file" && !this.#store.has(checkpointId)) this.#store.discard(checkpointId);
  }
}
