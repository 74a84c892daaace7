import { entryOf } from "../base/entry-of.ts";
import type { StateTone } from "../base/state-tone.ts";
import { visibleText } from "../base/visible-text.ts";
import type { Job } from "../rest/jobs.ts";
import type { JobStatus } from "../rest/states.ts";
import type { StateBadgeLook } from "./state-badge-look.ts";

/** The meaning of a job's status. */
export type JobStatusFacts = {
  tone: StateTone;
  /**
   * Lower comes first where jobs are ordered by status: jobs that need attention, running jobs,
   * ended jobs.
   */
  order: number;
  /**
   * Whether Flink calls it terminal (`JobStatus#isTerminalState`): this JobManager no longer runs
   * the job. After SUSPENDED another JobManager may.
   */
  isTerminal: boolean;
  meaning: string;
};

const JOB_STATUS_FACTS = {
  FAILING: {
    tone: "failing",
    order: 0,
    isTerminal: false,
    meaning: "The job failed and will not restart. Its tasks are being stopped.",
  },
  RESTARTING: {
    tone: "restarting",
    order: 1,
    isTerminal: false,
    meaning: "A task failed. The job restarts once its tasks have stopped and the restart delay has passed.",
  },
  SUSPENDED: {
    tone: "suspended",
    order: 2,
    isTerminal: true,
    meaning: "The JobManager lost leadership and stopped the job. Another JobManager may continue it.",
  },
  RECONCILING: {
    tone: "reconciling",
    order: 3,
    isTerminal: false,
    meaning: "The JobManager recovered the job after a failover and is finding its tasks.",
  },
  CANCELLING: { tone: "canceling", order: 4, isTerminal: false, meaning: "The job is being cancelled. Its tasks are being stopped." },
  INITIALIZING: {
    tone: "initializing",
    order: 5,
    isTerminal: false,
    meaning: "The JobMaster is being created. The job has no tasks yet.",
  },
  CREATED: { tone: "created", order: 6, isTerminal: false, meaning: "The job exists, but no task is scheduled yet." },
  RUNNING: {
    tone: "running",
    order: 7,
    isTerminal: false,
    meaning: "Tasks are scheduled or running. Flink also reports RUNNING while all tasks wait for slots.",
  },
  FAILED: { tone: "failed", order: 8, isTerminal: true, meaning: "The job failed and was not restarted." },
  CANCELED: { tone: "canceled", order: 9, isTerminal: true, meaning: "The job was cancelled." },
  FINISHED: { tone: "finished", order: 10, isTerminal: true, meaning: "The job processed all its input." },
} as const satisfies Record<JobStatus, JobStatusFacts>;

/** A status of a newer Flink is listed with the running jobs until the job has an end time. */
const UNKNOWN_STATUS: JobStatusFacts = {
  tone: "unknown",
  order: JOB_STATUS_FACTS.RUNNING.order,
  isTerminal: false,
  meaning: "Drey does not know this status. The cluster may run a newer version of Flink.",
};

/** Tone, order and meaning of a job's status. */
export function jobStatusFacts(status: string): JobStatusFacts {
  return entryOf<JobStatusFacts>(JOB_STATUS_FACTS, status) ?? UNKNOWN_STATUS;
}

/** Whether this cluster no longer runs the job. A job with an unknown status has ended if it has an end time. */
export function isJobOver(job: Pick<Job, "state" | "end-time">): boolean {
  const facts = jobStatusFacts(job.state);
  return facts === UNKNOWN_STATUS ? job["end-time"] > 0 : facts.isTerminal;
}

/** The number of a job's tasks in total, running, finished, and restoring their state. */
export type TaskProgress = { total: number; running: number; finished: number; restoring: number };

/**
 * The look of a job's status. The word is Flink's. A job that is RUNNING without running tasks says
 * so, and gets the shape and colour of its tasks: restoring or waiting.
 */
export function jobStatusLook(status: string, tasks: TaskProgress): StateBadgeLook {
  const { tone } = jobStatusFacts(status);
  if (status === "RUNNING" && tasks.total > 0 && tasks.running + tasks.finished === 0) {
    return { tone: tasks.restoring > 0 ? "initializing" : "scheduled", label: `RUNNING, 0 of ${tasks.total} tasks` };
  }
  return { tone, label: visibleText(status) };
}
