// Checkpoint statistics. Flink: CheckpointingStatisticsHandler, CheckpointStatisticDetailsHandler, CheckpointConfigHandler.

import type {
  Checkpoint,
  CheckpointConfig,
  Checkpoints,
  CompletedCheckpoint,
  FailedCheckpoint,
  TaskCheckpointStatistics,
} from "../../rest/checkpoints.ts";
import { writeDouble } from "../../rest/doubles.ts";
import type { StatsSummary } from "../../rest/schema-parts.ts";
import type { CheckpointNumbers, CheckpointStats, JobView, StatsSummaryView, TaskCheckpointStats } from "../jobmanager/jobmanager-view.ts";
import { isSynchronous, type SnapshotType } from "../protocol/jobmanager-taskmanager.ts";
import { type Handlers, ok } from "./handler.ts";
import { findJob } from "./lookup.ts";
import { integerParameter } from "./parameters.ts";
import { handlerError } from "./rest-error.ts";

/** Long.MAX_VALUE: how Flink says that periodic checkpoints are off. As a JavaScript number it is the nearest there is. */
const NO_INTERVAL = 2 ** 63;

/** `GET /jobs/:jobid/checkpoints`. */
function checkpointStatistics(job: JobView): Checkpoints {
  const { counts, summary, latestCompleted, latestSavepoint, latestFailed, latestRestored, history } = job.checkpoints;
  return {
    counts: {
      restored: counts.restored,
      total: counts.total,
      in_progress: counts.inProgress,
      completed: counts.completed,
      failed: counts.failed,
    },
    summary: {
      checkpointed_size: statsSummary(summary.checkpointedSize),
      state_size: statsSummary(summary.stateSize),
      end_to_end_duration: statsSummary(summary.endToEndDuration),
      alignment_buffered: NO_BUFFERED,
      processed_data: statsSummary(summary.processedData),
      persisted_data: statsSummary(summary.persistedData),
    },
    latest: {
      completed: latestCompleted === undefined ? null : completedCheckpoint(latestCompleted, {}),
      savepoint: latestSavepoint === undefined ? null : completedCheckpoint(latestSavepoint, {}),
      failed: latestFailed === undefined ? null : failedCheckpoint(latestFailed, {}),
      restored:
        latestRestored === undefined
          ? null
          : {
              id: latestRestored.checkpointId,
              restore_timestamp: latestRestored.restoreTimestamp,
              is_savepoint: latestRestored.isSavepoint,
              external_path: latestRestored.externalPath,
            },
    },
    history: history.map((checkpoint) => checkpointReply(checkpoint, {})),
  };
}

/** `alignment_buffered` is kept by Flink for old readers and always zero. */
const NO_BUFFERED: StatsSummary = { min: 0, max: 0, avg: 0, p50: 0, p90: 0, p95: 0, p99: 0, p999: 0 };

function statsSummary(summary: StatsSummaryView): StatsSummary {
  const percentile = (percent: number) => writeDouble(summary.percentile(percent));
  return {
    min: summary.minimum,
    max: summary.maximum,
    avg: summary.average,
    p50: percentile(50),
    p90: percentile(90),
    p95: percentile(95),
    p99: percentile(99),
    p999: percentile(99.9),
  };
}

type Tasks = Checkpoint["tasks"];

function checkpointReply(checkpoint: CheckpointStats, tasks: Tasks): Checkpoint {
  switch (checkpoint.status) {
    case "COMPLETED":
      return completedCheckpoint(checkpoint, tasks);
    case "FAILED":
      return failedCheckpoint(checkpoint, tasks);
    case "IN_PROGRESS":
      return { className: "in_progress", ...checkpointFields(checkpoint, tasks) };
  }
}

function completedCheckpoint(checkpoint: CheckpointStats, tasks: Tasks): CompletedCheckpoint {
  return {
    className: "completed",
    ...checkpointFields(checkpoint, tasks),
    external_path: checkpoint.externalPath ?? null,
    discarded: checkpoint.discarded,
  };
}

function failedCheckpoint(checkpoint: CheckpointStats, tasks: Tasks): FailedCheckpoint {
  return {
    className: "failed",
    ...checkpointFields(checkpoint, tasks),
    failure_timestamp: checkpoint.failure?.timestamp ?? checkpoint.triggerTimestamp,
    failure_message: checkpoint.failure?.message ?? null,
  };
}

function checkpointFields(checkpoint: CheckpointStats, tasks: Tasks) {
  return {
    id: checkpoint.checkpointId,
    status: checkpoint.status,
    is_savepoint: checkpoint.snapshotType !== "checkpoint",
    savepointFormat: checkpoint.savepointFormat ?? null,
    trigger_timestamp: checkpoint.triggerTimestamp,
    ...numbers(checkpoint),
    checkpoint_type: checkpointType(checkpoint.snapshotType),
    tasks,
  };
}

function checkpointType(snapshotType: SnapshotType): Checkpoint["checkpoint_type"] {
  if (snapshotType === "checkpoint") return "CHECKPOINT";
  return isSynchronous(snapshotType) ? "SYNC_SAVEPOINT" : "SAVEPOINT";
}

/** The numbers that a checkpoint, its vertices and its details share. */
export function numbers(of: CheckpointNumbers) {
  return {
    latest_ack_timestamp: of.latestAckTimestamp,
    checkpointed_size: of.checkpointedSize,
    state_size: of.stateSize,
    end_to_end_duration: of.endToEndDurationMs,
    alignment_buffered: 0,
    processed_data: of.processedData,
    persisted_data: of.persistedData,
    num_subtasks: of.numSubtasks,
    num_acknowledged_subtasks: of.numAcknowledgedSubtasks,
  };
}

/** A checkpoint of the path, or 400 or 404. */
export function findCheckpoint(job: JobView, parameter: string): CheckpointStats {
  const checkpointId = integerParameter("checkpointid", parameter);
  const checkpoint = job.checkpoints.checkpoint(checkpointId);
  if (checkpoint === undefined) {
    throw handlerError(404, `Could not find checkpointing statistics for checkpoint ${checkpointId}.`);
  }
  return checkpoint;
}

/** `GET …/checkpoints/details/:checkpointid`. */
function checkpointDetails(checkpoint: CheckpointStats): Checkpoint {
  return checkpointReply(checkpoint, Object.fromEntries(checkpoint.tasks.map((task) => [task.vertexId, taskStatistics(checkpoint, task)])));
}

/** One vertex in a checkpoint. A vertex that has not acknowledged wholly is in the checkpoint's own status. */
export function taskStatistics(checkpoint: CheckpointStats, task: TaskCheckpointStats): TaskCheckpointStatistics {
  const acknowledged = task.numAcknowledgedSubtasks === task.numSubtasks;
  return { id: checkpoint.checkpointId, status: acknowledged ? "COMPLETED" : checkpoint.status, ...numbers(task) };
}

/** `GET …/checkpoints/config`. */
function checkpointConfig(job: JobView): CheckpointConfig {
  const config = job.graph.checkpoints;
  return {
    mode: "exactly_once",
    interval: config.intervalMs ?? NO_INTERVAL,
    timeout: config.timeoutMs,
    min_pause: config.minPauseMs,
    max_concurrent: 1,
    externalization: {
      enabled: config.retention !== "NO_EXTERNALIZED_CHECKPOINTS",
      delete_on_cancellation: config.retention !== "RETAIN_ON_CANCELLATION",
    },
    state_backend: "HashMapStateBackend",
    checkpoint_storage: "FileSystemCheckpointStorage",
    unaligned_checkpoints: false,
    tolerable_failed_checkpoints: config.tolerableFailures,
    aligned_checkpoint_timeout: 0,
    checkpoints_after_tasks_finish: true,
    state_changelog_enabled: false,
    changelog_periodic_materialization_interval: 600_000,
    changelog_storage: "memory",
  };
}

/** The calls of this file. */
export const checkpointHandlers = {
  checkpoints: ({ view, params }) => ok(checkpointStatistics(findJob(view, params.jobid))),
  checkpointConfig: ({ view, params }) => ok(checkpointConfig(findJob(view, params.jobid))),
  checkpoint: ({ view, params }) => ok(checkpointDetails(findCheckpoint(findJob(view, params.jobid), params.checkpointid))),
} satisfies Partial<Handlers>;
