import { mayTakeCheckpoints } from "../../domain/batch-job.ts";
import { type ExecutionStateCount, executionStateCounts } from "../../domain/execution-state.ts";
import { isJobOver, jobStatusFacts, jobStatusLook, type TaskProgress } from "../../domain/job-status.ts";
import type { StateBadgeLook } from "../../domain/state-badge-look.ts";
import { jobTitle } from "../../domain/job-name.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import type { JobOverview, OverviewTaskCounts } from "../../rest/jobs.ts";
import type { Metrics } from "../../rest/metrics.ts";

/** One job as the tables show it. Times in epoch ms. */
export type JobRow = {
  id: string;
  /** The displayed text, with invisible characters made visible. */
  name: string;
  /** False for a batch job, if the cluster reports it. */
  takesCheckpoints: boolean;
  look: StateBadgeLook;
  statusOrder: number;
  tasks: readonly ExecutionStateCount[];
  /** All tasks, and the operators that the adaptive batch scheduler has not added to the job graph yet. */
  totals: { tasks: number; pendingOperators: number };
  startMs: number;
  /** Absent while the job lives. */
  endMs: number | undefined;
  durationMs: number;
  isOver: boolean;
  /**
   * Whether it needs attention as far as `GET /jobs/overview` tells: it has trouble, or not all
   * tasks run. See also {@link failedWithoutCompleted}.
   */
  needsAttention: boolean;
};

/** The jobs of `GET /jobs/overview`, running and ended ones apart. */
export type JobRows = { running: readonly JobRow[]; finished: readonly JobRow[] };

/** Splits the jobs into running and ended ones. The tables sort them. */
export function jobRows(jobs: readonly JobOverview[]): JobRows {
  const rows = jobs.map(jobRow);
  return { running: rows.filter((row) => !row.isOver), finished: rows.filter((row) => row.isOver) };
}

function jobRow(job: JobOverview): JobRow {
  const progress = taskProgress(job.tasks);
  const isOver = isJobOver(job);
  return {
    id: job.jid,
    name: jobTitle(job),
    takesCheckpoints: mayTakeCheckpoints(job),
    look: jobStatusLook(job.state, progress),
    statusOrder: jobStatusFacts(job.state).order,
    tasks: executionStateCounts(byExecutionState(job.tasks)),
    totals: { tasks: job.tasks.total, pendingOperators: job["pending-operators"] ?? 0 },
    startMs: job["start-time"],
    endMs: job["end-time"] >= 0 ? job["end-time"] : undefined,
    durationMs: job.duration,
    isOver,
    needsAttention: !isOver && jobNeedsAttention(job, progress),
  };
}

function jobNeedsAttention(job: JobOverview, { running, finished, restoring, total }: TaskProgress): boolean {
  if (job.state !== "RUNNING") return job.state === "RESTARTING" || job.state === "FAILING";
  // The tasks of a batch job wait for their input, and take turns if there are too few slots.
  if (job.jobType === "BATCH") return running + restoring + job.tasks.deploying === 0 && finished < total;
  return running + finished < total;
}

function taskProgress(tasks: OverviewTaskCounts): TaskProgress {
  const { total, running, finished, initializing } = tasks;
  return { total, running, finished, restoring: initializing };
}

/** Only the overview writes the states in lower case, with their total among them. */
function byExecutionState(tasks: OverviewTaskCounts): Parameters<typeof executionStateCounts>[0] {
  return Object.fromEntries(Object.entries(tasks).flatMap(([state, count]) => (state === "total" ? [] : [[state.toUpperCase(), count]])));
}

/** The rows whose name, id or status contains `text`, ignoring case. */
export function filterJobs(rows: readonly JobRow[], text: string): readonly JobRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return rows;
  return rows.filter((row) => [row.name, row.id, row.look.label].some((field) => field.toLowerCase().includes(wanted)));
}

/**
 * The metric `numRestarts` from `GET /jobs/:jobid/metrics?get=numRestarts`; absent until the
 * JobManager has measured it.
 */
export function restartCount(metrics: Metrics): number | undefined {
  const value = metrics.find((metric) => metric.id === "numRestarts")?.value;
  const count = value === undefined ? Number.NaN : Number(value);
  return Number.isFinite(count) && count >= 0 ? count : undefined;
}

/** The latest completed checkpoint as the overview shows it. */
export type LatestCheckpoint = { id: number; completedMs: number; durationMs: number };

/** Absent while none has completed, also after a restart, when the latest is the restored one. */
export function latestCheckpoint(checkpoints: Checkpoints): LatestCheckpoint | undefined {
  const completed = checkpoints.latest?.completed;
  if (completed === undefined || completed === null) return undefined;
  return {
    id: completed.id,
    completedMs: completed.latest_ack_timestamp,
    durationMs: completed.end_to_end_duration,
  };
}

/**
 * The number of failed checkpoints of a job that has completed none since it started, so that a
 * failure would lose all its work; 0 if it has completed one or nothing failed.
 */
export function failedWithoutCompleted({ latest, counts }: Pick<Checkpoints, "latest" | "counts">): number {
  return latest.completed === null && counts.failed > 0 ? counts.failed : 0;
}

/**
 * From this age on a completed checkpoint is highlighted, because a failure would repeat that much
 * work.
 */
export const OLD_CHECKPOINT_MS = 120_000;
