// Requirements and rescales belong to the adaptive scheduler. The engine has Flink's default one, and refuses as that does:
// JobResourceRequirementsHandler (SchedulerNG.requestJobResourceRequirements), JobRescalesHistoryHandler, JobRescaleConfigHandler.

import type { ResourceRequirements } from "../../rest/resource-requirements.ts";
import type { JobManagerView, JobView } from "../jobmanager/jobmanager-view.ts";
import { isGloballyTerminal } from "../jobmanager/scheduling/job-status-machine.ts";
import type { Handlers } from "./handler.ts";
import { findJob } from "./lookup.ts";
import { idParameter } from "./parameters.ts";
import { RequestBody } from "./request-body.ts";
import { handlerError, RestError, serverError, unexpectedBody } from "./rest-error.ts";

const REQUIREMENTS_FORMAT = "JobResourceRequirementsBody";

/** `GET /jobs/:jobid/resource-requirements`. Flink asks the job's JobMaster: a job that has ended has none, and is not found. */
function noResourceRequirements(view: JobManagerView, parameter: string): RestError {
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

/** `PUT /jobs/:jobid/resource-requirements`: Flink looks at the body, and holds it against the job's vertices, before it asks the scheduler. */
function noNewRequirements(view: JobManagerView, parameter: string, body: string | undefined): RestError {
  const requirements = readRequirements(body);
  if (Object.keys(requirements).length === 0) return handlerError(400, "Request body does not specify resource requirements.");
  const job = view.job(idParameter("jobid", parameter));
  const faults = job === undefined || isGloballyTerminal(job.status) ? [] : faultsOf(requirements, job);
  return faults.length === 0 ? noResourceRequirements(view, parameter) : handlerError(400, faults.join("\n"));
}

function readRequirements(body: string | undefined): ResourceRequirements {
  const vertices = new RequestBody(body, REQUIREMENTS_FORMAT);
  return Object.fromEntries(
    vertices.names().map((id) => {
      const parallelism = vertices.object(id)?.object("parallelism");
      const lowerBound = parallelism?.integer("lowerBound");
      const upperBound = parallelism?.integer("upperBound");
      if (lowerBound === undefined || upperBound === undefined) throw unexpectedBody(REQUIREMENTS_FORMAT);
      return [id, { parallelism: { lowerBound, upperBound } }];
    }),
  );
}

/** What is wrong with them for this job, in the words of Flink's JobResourceRequirements. A bound of -1 is as far as a vertex goes. */
function faultsOf(requirements: ResourceRequirements, { graph }: JobView): readonly string[] {
  const maximums = new Map(graph.vertices.map(({ id, maxParallelism }) => [id, maxParallelism]));
  const named = Object.entries(requirements).flatMap(([id, { parallelism }]) => {
    const maximum = maximums.get(id);
    if (maximum === undefined) return [`Job vertex [${id}] was not found in the JobGraph.`];
    const lower = parallelism.lowerBound === -1 ? 1 : parallelism.lowerBound;
    const upper = parallelism.upperBound === -1 ? maximum : parallelism.upperBound;
    return faultsOfBounds(id, lower, upper, maximum);
  });
  const missing = [...maximums.keys()]
    .filter((id) => !Object.hasOwn(requirements, id))
    .map((id) => `The request is incomplete, missing job vertex [${id}] resource requirements.`);
  return [...named, ...missing];
}

function faultsOfBounds(id: string, lower: number, upper: number, maximum: number): readonly string[] {
  if (lower < 1 || upper < 1) {
    return [`Both, the requested lower bound [${lower}] and upper bound [${upper}] for job vertex [${id}] must be greater than zero.`];
  }
  const faults: string[] = [];
  if (lower > upper) faults.push(`The requested lower bound [${lower}] for job vertex [${id}] is higher than the upper bound [${upper}].`);
  if (upper > maximum) {
    faults.push(`The newly requested parallelism ${upper} for the job vertex ${id} exceeds its maximum parallelism ${maximum}.`);
  }
  return faults;
}

/** `GET /jobs/:jobid/rescales/history`, `…/overview`, `…/summary` and `…/details/:rescaleuuid`. */
function noRescales({ jobId }: JobView): RestError {
  return new RestError(404, [
    `org.apache.flink.runtime.rest.handler.job.rescales.RescalesUnavailableException: The job \`${jobId}\` has not enabled the \`Adaptive\` ` +
      "scheduler, or it has been enabled but the value of configuration option `web.adaptive-scheduler.rescale-history.size` has not been set " +
      "to greater than `0`.",
  ]);
}

/** `GET /jobs/:jobid/rescales/config`. */
function noRescaleConfig({ jobId }: JobView): RestError {
  return handlerError(404, `AdaptiveScheduler is not enabled for this job (${jobId}).`);
}

/** The calls of this file. */
export const rescaleHandlers = {
  resourceRequirements: ({ view, params }) => {
    throw noResourceRequirements(view, params.jobid);
  },
  putResourceRequirements: ({ view, params, request }) => {
    throw noNewRequirements(view, params.jobid, request.body);
  },
  rescaleHistory: ({ view, params }) => {
    throw noRescales(findJob(view, params.jobid));
  },
  rescaleOverview: ({ view, params }) => {
    throw noRescales(findJob(view, params.jobid));
  },
  rescaleSummary: ({ view, params }) => {
    throw noRescales(findJob(view, params.jobid));
  },
  rescaleDetails: ({ view, params }) => {
    throw noRescales(findJob(view, params.jobid));
  },
  rescaleConfig: ({ view, params }) => {
    throw noRescaleConfig(findJob(view, params.jobid));
  },
} satisfies Partial<Handlers>;
