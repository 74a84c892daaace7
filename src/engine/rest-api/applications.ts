// Applications: each job that was submitted is one of its own, with the job's id, as a job of `flink run` or of a JAR is in Flink (SingleJobApplication).
// Flink: ApplicationsOverviewHandler, ApplicationDetailsHandler, ApplicationExceptionsHandler, ApplicationCancellationHandler.

import type { Application, ApplicationExceptions, ApplicationsOverview, ApplicationState } from "../../rest/applications.ts";
import type { JobManagerView, JobView } from "../jobmanager/jobmanager-view.ts";
import { isGloballyTerminal } from "../jobmanager/scheduling/job-status-machine.ts";
import { jobManagerConfig } from "./cluster.ts";
import { accepted, type Handlers, ok } from "./handler.ts";
import { jobOverview } from "./jobs.ts";
import { idParameter } from "./parameters.ts";
import { handlerError, notFound } from "./rest-error.ts";
import { jobTiming } from "./timing.ts";

/** `GET /applications/overview`: newest first. */
function applicationsOverview(view: JobManagerView): ApplicationsOverview {
  const now = view.clock.now();
  return {
    applications: view.jobs
      .map((job) => ({ ...applicationFields(job, now), jobs: { [job.status]: 1 } }))
      .toSorted((a, b) => b["start-time"] - a["start-time"] || (a.id < b.id ? -1 : 1)),
  };
}

/** `GET /applications/:applicationid`. */
function applicationDetails(view: JobManagerView, job: JobView): Application {
  const now = view.clock.now();
  return { ...applicationFields(job, now), timestamps: timestamps(job), jobs: [jobOverview(job, now)] };
}

/** `GET /applications/:applicationid/exceptions`: why its job failed last; nothing while the job lives. */
function applicationExceptions(job: JobView): ApplicationExceptions {
  const [latest] = job.exceptionHistory;
  if (latest === undefined || !isGloballyTerminal(job.status)) return { exceptionHistory: { entries: [] } };
  const { className: exceptionName, stack: stacktrace } = latest.error;
  return { exceptionHistory: { entries: [{ exceptionName, stacktrace, timestamp: job.statusTimestamps[job.status], jobId: job.jobId }] } };
}

/** `POST /applications/:applicationid/cancel`: 202 as soon as the cancel is sent. One that has ended is archived and not found any more. */
function cancelApplication(view: JobManagerView, parameter: string): void {
  const answer = view.cancelJob(idParameter("applicationid", parameter));
  if (answer.type === "not-found" || answer.type === "terminated") throw handlerError(404, "Application could not be found.");
}

/** The job of an application's path, or 400 or 404. */
function findApplication(view: JobManagerView, parameter: string): JobView {
  const applicationId = idParameter("applicationid", parameter);
  const job = view.job(applicationId);
  if (job === undefined) throw notFound(`Application ${applicationId} not found`);
  return job;
}

function applicationFields(job: JobView, now: number) {
  return { id: job.jobId, name: `SingleJobApplication(${job.name})`, ...jobTiming(job, now), status: stateOf(job) };
}

/** An application runs until its job has ended, whatever the state of the job before that. */
function stateOf({ status }: JobView): ApplicationState {
  return status === "FINISHED" || status === "CANCELED" || status === "FAILED" ? status : "RUNNING";
}

/**
 * An application that ends as anything but FINISHED passes through another state, which it leaves
 * in the same moment.
 */
function timestamps({ statusTimestamps }: JobView): Application["timestamps"] {
  const { INITIALIZING: begin, FINISHED, CANCELED, FAILED } = statusTimestamps;
  return { CREATED: begin, RUNNING: begin, FAILING: FAILED, FAILED, CANCELING: CANCELED, CANCELED, FINISHED };
}

/** The calls of this file. */
export const applicationHandlers = {
  applicationsOverview: ({ view }) => ok(applicationsOverview(view)),
  application: ({ view, params }) => ok(applicationDetails(view, findApplication(view, params.applicationid))),
  cancelApplication: ({ view, params }) => {
    cancelApplication(view, params.applicationid);
    return accepted();
  },
  applicationExceptions: ({ view, params }) => ok(applicationExceptions(findApplication(view, params.applicationid))),
  // As in Flink, the same for every id, known or not (JobManagerApplicationConfigurationHandler).
  applicationConfig: ({ view, params }) => {
    idParameter("applicationid", params.applicationid);
    return ok(jobManagerConfig(view));
  },
} satisfies Partial<Handlers>;
