import { type Assessment, troubleOrder, verdictOf } from "../../domain/assessment.ts";
import { mayTakeCheckpoints } from "../../domain/batch-job.ts";
import { type ExecutionStateCount, executionStateCounts } from "../../domain/execution-state.ts";
import { isJobOver, jobStatusFacts, jobStatusLook, type TaskProgress } from "../../domain/job-status.ts";
import type { StateBadgeLook } from "../../domain/state-badge-look.ts";
import { jobTitle } from "../../domain/job-name.ts";
import type { LatestCheckpoint } from "../../domain/latest-checkpoint.ts";
import type { JobTriage, TriageRound } from "../../observe/job-triage.ts";
import type { JobOverview, OverviewTaskCounts } from "../../rest/jobs.ts";

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
   * Whether it needs attention: it has trouble or not all tasks run by `GET /jobs/overview`, or its
   * assessment has reasons.
   */
  needsAttention: boolean;
  /** Undefined until it was assessed. */
  assessment: Assessment | undefined;
  /** For sorting; undefined while unknown. */
  restarts: number | undefined;
  checkpoint: LatestCheckpoint | undefined;
};

/** The jobs of `GET /jobs/overview`, running and ended ones apart. */
export type JobRows = { running: readonly JobRow[]; finished: readonly JobRow[] };

/**
 * Splits the jobs into running and ended ones, newest first. The tables sort them, and keep this
 * order among equal ones.
 */
export function jobRows(jobs: readonly JobOverview[], round?: TriageRound): JobRows {
  const rows = jobs.toSorted((a, b) => b["start-time"] - a["start-time"]).map((job) => jobRow(job, round?.byJob[job.jid]));
  return { running: rows.filter((row) => !row.isOver), finished: rows.filter((row) => row.isOver) };
}

function jobRow(job: JobOverview, triage: JobTriage | undefined): JobRow {
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
    needsAttention: !isOver && (jobNeedsAttention(job, progress) || verdictOf(triage?.assessment) === "trouble"),
    assessment: triage?.assessment,
    restarts: triage?.restarts,
    checkpoint: triage?.checkpoint,
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

/** For sorting by trouble: the lowest is the worst. What the overview alone shows comes after all assessed reasons. */
export function rowTroubleOrder({ assessment, needsAttention }: JobRow): number {
  const order = troubleOrder(assessment);
  return needsAttention && verdictOf(assessment) !== "trouble" ? order - 0.5 : order;
}

/** The rows whose name, id or status contains `text`, ignoring case. */
export function filterJobs(rows: readonly JobRow[], text: string): readonly JobRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return rows;
  return rows.filter((row) => [row.name, row.id, row.look.label].some((field) => field.toLowerCase().includes(wanted)));
}

/**
 * From this age on a completed checkpoint is highlighted, because a failure would repeat that much
 * work.
 */
export const OLD_CHECKPOINT_MS = 120_000;
