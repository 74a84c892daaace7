// Jobs: the lists and the details. Flink: JobIdsWithStatusesOverviewHandler, JobsOverviewHandler, JobDetailsHandler, JobCancellationHandler.

import type { Job, JobConfig, JobOverview, Jobs, JobsOverview, JobVertex, OverviewTaskCounts } from "../../rest/jobs.ts";
import { JOB_STATUSES } from "../../rest/states.ts";
import { jobPlan } from "../graph/job-plan.ts";
import type { ExecutionJobVertexView, JobManagerView, JobView } from "../jobmanager/jobmanager-view.ts";
import { isGloballyTerminal } from "../jobmanager/scheduling/job-status-machine.ts";
import { accepted, type Handlers, ok } from "./handler.ts";
import { ioMetrics } from "./io-metrics.ts";
import { findJob } from "./lookup.ts";
import { idParameter } from "./parameters.ts";
import { handlerError, unparsable } from "./rest-error.ts";
import { stateCounts } from "./state-counts.ts";
import { attemptsTiming, jobTiming } from "./timing.ts";

/** `GET /jobs`: newest first. */
function jobs(view: JobManagerView): Jobs {
  return { jobs: view.jobs.map((job) => ({ id: job.jobId, status: job.status })).toReversed() };
}

/** `GET /jobs/overview`: newest first. */
function jobsOverview(view: JobManagerView): JobsOverview {
  const now = view.clock.now();
  return {
    jobs: view.jobs.map((job) => jobOverview(job, now)).toSorted((a, b) => b["start-time"] - a["start-time"] || (a.jid < b.jid ? -1 : 1)),
  };
}

/** A job as overviews list it. */
export function jobOverview(job: JobView, now: number): JobOverview {
  const timing = jobTiming(job, now);
  const entered = currentAttempts(job).flatMap((attempt) => Object.values(attempt.stateTimestamps));
  const lastModification = isGloballyTerminal(job.status) ? timing["end-time"] : Math.max(timing["start-time"], ...entered);
  return {
    jid: job.jobId,
    name: job.name,
    jobType: "STREAMING",
    schedulerType: "Default",
    ...timing,
    state: job.status,
    "last-modification": lastModification,
    tasks: taskCounts(job),
    "pending-operators": 0,
  };
}

function taskCounts(job: JobView): OverviewTaskCounts {
  const attempts = currentAttempts(job);
  const counts = stateCounts(attempts.map((attempt) => attempt.state));
  return {
    total: attempts.length,
    created: counts.CREATED,
    scheduled: counts.SCHEDULED,
    deploying: counts.DEPLOYING,
    running: counts.RUNNING,
    finished: counts.FINISHED,
    canceling: counts.CANCELING,
    canceled: counts.CANCELED,
    failed: counts.FAILED,
    reconciling: counts.RECONCILING,
    initializing: counts.INITIALIZING,
  };
}

function currentAttempts(job: JobView) {
  return job.vertices.flatMap((vertex) => vertex.subtasks.map((subtask) => subtask.current));
}

/** `GET /jobs/:jobid`. */
function jobDetails(view: JobManagerView, job: JobView): Job {
  view.metrics.update();
  const now = view.clock.now();
  const timestamps = Object.fromEntries(JOB_STATUSES.map((status) => [status, job.statusTimestamps[status]]));
  return {
    jid: job.jobId,
    "application-id": job.jobId,
    name: job.name,
    isStoppable: false,
    state: job.status,
    "job-type": "STREAMING",
    schedulerType: "Default",
    ...jobTiming(job, now),
    maxParallelism: -1,
    now,
    // Built from the very list of statuses that the record is over.
    timestamps: timestamps as Job["timestamps"],
    vertices: job.vertices.map((vertex) => jobVertex(view, job, vertex, now)),
    "status-counts": stateCounts(job.vertices.map((vertex) => vertex.aggregateState)),
    plan: jobPlan(job.graph),
    "pending-operators": 0,
  };
}

function jobVertex(view: JobManagerView, job: JobView, vertex: ExecutionJobVertexView, now: number): JobVertex {
  const attempts = vertex.subtasks.map((subtask) => subtask.current);
  return {
    id: vertex.vertex.id,
    slotSharingGroupId: job.slotSharingGroupId,
    name: vertex.vertex.name,
    maxParallelism: vertex.vertex.maxParallelism,
    parallelism: vertex.vertex.parallelism,
    status: vertex.aggregateState,
    ...attemptsTiming(attempts, now),
    tasks: stateCounts(attempts.map((attempt) => attempt.state)),
    metrics: ioMetrics(view, attempts),
  };
}

/** `GET /jobs/:jobid/config`. */
function jobConfig(job: JobView): JobConfig {
  return {
    jid: job.jobId,
    name: job.name,
    // A job that never began has no vertices: -1 is Flink's word for "default".
    "execution-config": {
      "restart-strategy": job.restartStrategyDescription,
      "job-parallelism": Math.max(-1, ...job.graph.vertices.map((vertex) => vertex.parallelism)),
      "object-reuse-mode": false,
      "user-config": {},
    },
  };
}

/** `PATCH /jobs/:jobid?mode=cancel`: 202 as soon as the cancel is sent; of a canceled job too. */
function cancelJob(view: JobManagerView, parameter: string, mode: string | null): void {
  const jobId = idParameter("jobid", parameter);
  switch ((mode ?? "cancel").toLowerCase()) {
    case "cancel":
      break;
    case "stop":
      throw handlerError(
        308,
        `The termination mode "stop" has been removed. For an ungraceful shutdown, please use "cancel" instead. For a graceful shutdown, please use "jobs/:jobid/stop" instead.`,
      );
    default:
      throw unparsable("query", "mode", mode ?? "");
  }
  const answer = view.cancelJob(jobId);
  if (answer.type === "not-found") throw handlerError(404, "Job could not be found.");
  if (answer.type === "terminated" && answer.status !== "CANCELED") {
    throw handlerError(409, `Job cancellation failed because the job has already reached another terminal state (${answer.status}).`);
  }
}

/** The calls of this file. */
export const jobHandlers = {
  jobs: ({ view }) => ok(jobs(view)),
  jobsOverview: ({ view }) => ok(jobsOverview(view)),
  job: ({ view, params }) => ok(jobDetails(view, findJob(view, params.jobid))),
  cancelJob: ({ view, params, query }) => {
    cancelJob(view, params.jobid, query.get("mode"));
    return accepted();
  },
  cancelJobByGet: ({ view, params }) => {
    cancelJob(view, params.jobid, "cancel");
    return accepted();
  },
  jobStatus: ({ view, params }) => ok({ status: findJob(view, params.jobid).status }),
  jobPlan: ({ view, params }) => ok({ plan: jobPlan(findJob(view, params.jobid).graph) }),
  jobConfig: ({ view, params }) => ok(jobConfig(findJob(view, params.jobid))),
} satisfies Partial<Handlers>;
