import type { StateTone } from "../base/state-tone.ts";
import type { JobStatus } from "../rest/states.ts";
import type { StateBadgeLook } from "./state-badge-look.ts";

/** What a job's status means to a reader. */
export type JobStatusFacts = {
  tone: StateTone;
  /** Lower comes first where jobs are ordered by status: what needs a look, then what runs, then what is over. */
  order: number;
  /** Whether Flink calls it globally terminal (`JobStatus#isGloballyTerminalState`): nothing will change any more. */
  isTerminal: boolean;
  meaning: string;
};

const JOB_STATUS_FACTS = {
  FAILING: {
    tone: "failing",
    order: 0,
    isTerminal: false,
    meaning: "A failure that the restart strategy does not cover: the tasks are being ended.",
  },
  RESTARTING: {
    tone: "restarting",
    order: 1,
    isTerminal: false,
    meaning: "A task failed. The job waits for its tasks to end and for the restart delay, then starts again.",
  },
  SUSPENDED: {
    tone: "suspended",
    order: 2,
    isTerminal: false,
    meaning: "The JobManager lost the leadership; another one may take the job over.",
  },
  RECONCILING: {
    tone: "reconciling",
    order: 3,
    isTerminal: false,
    meaning: "Found again after a failover of the JobManager; its tasks are being looked for.",
  },
  CANCELLING: { tone: "canceling", order: 4, isTerminal: false, meaning: "Asked to end; its tasks are being ended." },
  INITIALIZING: {
    tone: "initializing",
    order: 5,
    isTerminal: false,
    meaning: "The JobMaster is being made: the job has no tasks yet.",
  },
  CREATED: { tone: "created", order: 6, isTerminal: false, meaning: "Known, no task scheduled yet." },
  RUNNING: {
    tone: "running",
    order: 7,
    isTerminal: false,
    meaning: "Some tasks are scheduled or running. Flink calls a job RUNNING also while all its tasks wait for slots.",
  },
  FAILED: { tone: "failed", order: 8, isTerminal: true, meaning: "Ended by an error, and not started again." },
  CANCELED: { tone: "canceled", order: 9, isTerminal: true, meaning: "Ended on request." },
  FINISHED: { tone: "finished", order: 10, isTerminal: true, meaning: "All tasks came to their end." },
} as const satisfies Record<JobStatus, JobStatusFacts>;

/** Tone, order, meaning of a job's status. */
export function jobStatusFacts(status: JobStatus): JobStatusFacts {
  return JOB_STATUS_FACTS[status];
}

/** How many tasks a job has, and how many of them work, are done, or restore their state. */
export type TaskProgress = { total: number; running: number; finished: number; restoring: number };

/**
 * How a job's status looks. The word stays Flink's. A job that Flink calls RUNNING while none of its tasks runs
 * says so, and takes shape and colour of what its tasks do: they restore, or wait.
 */
export function jobStatusLook(status: JobStatus, tasks: TaskProgress): StateBadgeLook {
  const { tone } = JOB_STATUS_FACTS[status];
  if (status === "RUNNING" && tasks.total > 0 && tasks.running + tasks.finished === 0) {
    return { tone: tasks.restoring > 0 ? "initializing" : "scheduled", label: `RUNNING, 0 of ${tasks.total} tasks` };
  }
  return { tone, label: status };
}
