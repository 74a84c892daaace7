// One vertex in one checkpoint, subtask by subtask. Flink: TaskCheckpointStatisticDetailsHandler.

import type { CheckpointSubtasks, SubtaskCheckpoint } from "../../rest/checkpoints.ts";
import type { StatsSummary } from "../../rest/schema-parts.ts";
import type { CheckpointStats, SubtaskCheckpointStats } from "../jobmanager/jobmanager-view.ts";
import { findCheckpoint, numbers, taskStatistics } from "./checkpoints.ts";
import { type Handlers, ok } from "./handler.ts";
import { findJob } from "./lookup.ts";
import { idParameter } from "./parameters.ts";
import { handlerError } from "./rest-error.ts";

/** `GET …/checkpoints/details/:checkpointid/subtasks/:vertexid`, or 400 or 404. */
function checkpointSubtasks(checkpoint: CheckpointStats, parameter: string): CheckpointSubtasks {
  const vertexId = idParameter("vertexid", parameter);
  const task = checkpoint.tasks.find((candidate) => candidate.vertexId === vertexId);
  if (task === undefined) throw handlerError(404, `There is no checkpoint statistics for task ${vertexId}.`);
  const acknowledged = task.subtasks.filter((subtask) => subtask !== undefined);
  const summary = (value: (subtask: SubtaskCheckpointStats) => number): StatsSummary =>
    summaryOf(acknowledged.map((subtask) => Math.floor(value(subtask))));
  return {
    ...taskStatistics(checkpoint, task),
    ...numbers(task),
    summary: {
      checkpointed_size: summary((subtask) => subtask.metrics.stateSizeBytes),
      state_size: summary((subtask) => subtask.metrics.stateSizeBytes),
      end_to_end_duration: summary((subtask) => subtask.endToEndDurationMs),
      checkpoint_duration: {
        sync: summary((subtask) => subtask.metrics.syncDurationMs),
        async: summary((subtask) => subtask.metrics.asyncDurationMs),
      },
      alignment: {
        buffered: { min: 0, max: 0, avg: 0, p50: 0, p90: 0, p95: 0, p99: 0, p999: 0 },
        processed: summary((subtask) => subtask.metrics.bytesProcessedDuringAlignment),
        persisted: summary((subtask) => subtask.metrics.bytesPersistedDuringAlignment),
        duration: summary((subtask) => subtask.metrics.alignmentDurationMs),
      },
      start_delay: summary((subtask) => subtask.metrics.startDelayMs),
    },
    subtasks: task.subtasks.map(subtaskCheckpoint),
  };
}

/** Flink keeps no histogram for a task, so the percentiles are NaN. */
function summaryOf(values: readonly number[]): StatsSummary {
  const sum = values.reduce((total, value) => total + value, 0);
  const percentiles = { p50: "NaN", p90: "NaN", p95: "NaN", p99: "NaN", p999: "NaN" } as const;
  if (values.length === 0) return { min: 0, max: 0, avg: 0, ...percentiles };
  return { min: Math.min(...values), max: Math.max(...values), avg: Math.trunc(sum / values.length), ...percentiles };
}

function subtaskCheckpoint(subtask: SubtaskCheckpointStats | undefined, index: number): SubtaskCheckpoint {
  if (subtask === undefined) return { className: "pending", index, status: "pending_or_failed" };
  const { metrics } = subtask;
  return {
    className: "completed",
    index,
    ack_timestamp: subtask.ackTimestamp,
    end_to_end_duration: subtask.endToEndDurationMs,
    checkpointed_size: metrics.stateSizeBytes,
    state_size: metrics.stateSizeBytes,
    checkpoint: { sync: Math.floor(metrics.syncDurationMs), async: Math.floor(metrics.asyncDurationMs) },
    alignment: {
      buffered: 0,
      processed: metrics.bytesProcessedDuringAlignment,
      persisted: metrics.bytesPersistedDuringAlignment,
      duration: Math.floor(metrics.alignmentDurationMs),
    },
    start_delay: Math.floor(metrics.startDelayMs),
    unaligned_checkpoint: false,
    aborted: false,
    status: "completed",
  };
}

/** The call of this file. */
export const checkpointSubtaskHandlers = {
  checkpointSubtasks: ({ view, params }) => {
    const checkpoint = findCheckpoint(findJob(view, params.jobid), params.checkpointid);
    return ok(checkpointSubtasks(checkpoint, params.vertexid));
  },
} satisfies Partial<Handlers>;
