// Requirements and rescales belong to the adaptive scheduler. The engine has Flink's default one, and refuses as that does:
// JobResourceRequirementsHandler (SchedulerNG.requestJobResourceRequirements), JobRescalesHistoryHandler, JobRescaleConfigHandler.

import { isGloballyTerminal } from "../jobmanager/job-status-machine.ts";
import type { JobManagerView, JobView } from "../jobmanager/jobmanager-view.ts";
import { idParameter } from "./parameters.ts";
import { RequestBody } from "./request-body.ts";
import { handlerError, RestError, serverError } from "./rest-error.ts";

/** `GET /jobs/:jobid/resource-requirements`. Flink asks the job's JobMaster: a job that has ended has none, and is not found. */
export function noResourceRequirements(view: JobManagerView, parameter: string): RestError {
  const jobId = idParameter("jobid", parameter);
  const job = view.job(jobId);
  if (job === undefined || isGloballyTerminal(job.status)) {
    return serverError("org.apache.flink.runtime.messages.FlinkJobNotFoundException", `Could not find Flink job (${jobId})`);
  }
  return serverError(
    "java.lang.UnsupportedOperationException",
    "The DefaultScheduler does not support changing the parallelism without a job restart. This feature is currently only expected to work " +
      "with the AdaptiveScheduler.",
  );
}

/** `PUT /jobs/:jobid/resource-requirements`: Flink looks at the body before it asks the scheduler. */
export function noNewRequirements(view: JobManagerView, parameter: string, body: string | undefined): RestError {
  const isEmpty = new RequestBody(body, "JobResourceRequirementsBody").names().length === 0;
  return isEmpty ? handlerError(400, "Request body does not specify resource requirements.") : noResourceRequirements(view, parameter);
}

/** `GET /jobs/:jobid/rescales/history`, `…/summary` and `…/details/:rescaleuuid`. */
export function noRescales({ jobId }: JobView): RestError {
  return new RestError(404, [
    `org.apache.flink.runtime.rest.handler.job.rescales.RescalesUnavailableException: The job \`${jobId}\` has not enabled the \`Adaptive\` ` +
      "scheduler, or it has been enabled but the value of configuration option `web.adaptive-scheduler.rescale-history.size` has not been set " +
      "to greater than `0`.",
  ]);
}

/** `GET /jobs/:jobid/rescales/config`. */
export function noRescaleConfig({ jobId }: JobView): RestError {
  return handlerError(404, `AdaptiveScheduler is not enabled for this job (${jobId}).`);
}
