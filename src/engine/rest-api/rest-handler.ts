// Contract 1 as the engine answers it: a request finds its row in the table of routes, the row its handler, and what the handler returns or
// throws becomes the reply. Handlers read the JobManager's live state in one step and keep nothing, so no answer is older than its request
// (Flink caches the execution graph for web.refresh-interval); only metrics are as old as their last fetch.

import type { FlameGraph } from "../../rest/flame-graph.ts";
import { matchEndpoint } from "../../rest/match-endpoint.ts";
import type { EndpointMatch } from "../../rest/routes.ts";
import type { EngineRequest, EngineResponse } from "../host.ts";
import type { JobManagerView } from "../jobmanager/jobmanager-view.ts";
import { jobPlan } from "../graph/job-plan.ts";
import { errorResponse, jsonResponse, routeNotFound } from "../responses.ts";
import { attemptAccumulators, jobAccumulators, subtasksAccumulators, vertexAccumulators } from "./accumulators.ts";
import { applicationDetails, applicationExceptions, applicationsOverview, cancelApplication, findApplication } from "./applications.ts";
import { vertexBackpressure } from "./backpressure.ts";
import { checkpointSubtasks } from "./checkpoint-subtasks.ts";
import { checkpointConfig, checkpointDetails, checkpointStatistics, findCheckpoint } from "./checkpoints.ts";
import { dashboardConfig, jobManagerConfig, jobManagerEnvironment, jobManagerThreadDump, overview } from "./cluster.ts";
import { jobExceptions } from "./exceptions.ts";
import { cancelJob, jobConfig, jobDetails, jobs, jobsOverview } from "./jobs.ts";
import { deleteJar, jarPlan, jars, runJar, uploadJar } from "./jars.ts";
import { jobManagerFile, jobManagerLogs, taskManagerFile, taskManagerLogs } from "./log-files.ts";
import { findAttempt, findJob, findSubtask, findVertex } from "./lookup.ts";
import { aggregatedMetrics, attemptMetrics, metricsOf, vertexMetrics, watermarks } from "./metrics.ts";
import {
  checkpointStatus,
  disposalStatus,
  disposeSavepoint,
  savepointStatus,
  stopJob,
  triggerCheckpoint,
  triggerSavepoint,
} from "./operations.ts";
import { listParameter, rangesQuery } from "./parameters.ts";
import { injectFault, playgroundSavepoints } from "./playground.ts";
import { noNewRequirements, noRescaleConfig, noRescales, noResourceRequirements } from "./rescales.ts";
import { RestError, unexpectedBody } from "./rest-error.ts";
import { findTaskManager, taskManagerDetails, taskManagers, taskManagerThreadDump } from "./taskmanagers.ts";
import { attemptOfSubtask, subtaskDetails, subtaskTimes, vertexDetails, vertexTaskManagers } from "./vertices.ts";

/** What answers the requests that the supervisor routes to the JobManager. Never rejects: what is unexpected becomes a 500. */
export function createRestHandler(view: JobManagerView): (request: EngineRequest) => Promise<EngineResponse> {
  return (request) => answer(view, request);
}

async function answer(view: JobManagerView, request: EngineRequest): Promise<EngineResponse> {
  const [pathname = "", search = ""] = request.url.split("?", 2);
  const match = matchEndpoint(request.method, pathname);
  if (match === undefined) return unknownPath(request, pathname);
  try {
    return await reply(view, match, new URLSearchParams(search), request);
  } catch (error) {
    if (error instanceof RestError) return jsonResponse(error.status, { errors: error.texts });
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return jsonResponse(500, {
      errors: ["Internal server error.", `<Exception on server side:\n${text}\nEnd of exception on server side>`],
    });
  }
}

/** Flink serves the WebUI's files under every unknown GET, and says so where there is no such file. */
function unknownPath(request: EngineRequest, pathname: string): EngineResponse {
  return request.method === "GET" ? errorResponse(404, `Unable to load requested file ${pathname}.`) : routeNotFound(request.url);
}

function reply(
  view: JobManagerView,
  match: EndpointMatch,
  query: URLSearchParams,
  request: EngineRequest,
): EngineResponse | Promise<EngineResponse> {
  switch (match.id) {
    case "overview":
      return ok(overview(view));
    case "config":
      return ok(dashboardConfig(view));

    case "jobs":
      return ok(jobs(view));
    case "jobsOverview":
      return ok(jobsOverview(view));
    case "jobsMetrics": {
      view.metrics.update();
      const wanted = listParameter(query, "jobs");
      const chosen = view.jobs.filter((job) => wanted === undefined || wanted.includes(job.jobId));
      return ok(
        aggregatedMetrics(
          chosen.map((job) => view.metrics.job(job.jobId)),
          query,
        ),
      );
    }
    case "job":
      return ok(jobDetails(view, findJob(view, match.params.jobid)));
    case "cancelJob":
      cancelJob(view, match.params.jobid, query.get("mode"));
      return accepted();
    case "cancelJobByGet":
      cancelJob(view, match.params.jobid, "cancel");
      return accepted();
    case "jobStatus":
      return ok({ status: findJob(view, match.params.jobid).status });
    case "jobPlan":
      return ok({ plan: jobPlan(findJob(view, match.params.jobid).graph) });
    case "jobConfig":
      return ok(jobConfig(findJob(view, match.params.jobid)));
    case "jobExceptions":
      return ok(jobExceptions(findJob(view, match.params.jobid), query));
    case "jobMetrics":
      view.metrics.update();
      return ok(metricsOf(view.metrics.job(match.params.jobid), query));
    case "jobAccumulators":
      findJob(view, match.params.jobid);
      return ok(jobAccumulators());

    case "applicationsOverview":
      return ok(applicationsOverview(view));
    case "application":
      return ok(applicationDetails(view, findApplication(view, match.params.applicationid)));
    case "cancelApplication":
      cancelApplication(view, match.params.applicationid);
      return accepted();
    case "applicationExceptions":
      return ok(applicationExceptions(findApplication(view, match.params.applicationid)));

    case "resourceRequirements":
      throw noResourceRequirements(view, match.params.jobid);
    case "putResourceRequirements":
      throw noNewRequirements(view, match.params.jobid, request.body);
    case "rescaleHistory":
    case "rescaleSummary":
    case "rescaleDetails":
      throw noRescales(findJob(view, match.params.jobid));
    case "rescaleConfig":
      throw noRescaleConfig(findJob(view, match.params.jobid));

    case "checkpoints":
      return ok(checkpointStatistics(findJob(view, match.params.jobid)));
    case "checkpointConfig":
      return ok(checkpointConfig(findJob(view, match.params.jobid)));
    case "checkpoint":
      return ok(checkpointDetails(findCheckpoint(findJob(view, match.params.jobid), match.params.checkpointid)));
    case "checkpointSubtasks": {
      const checkpoint = findCheckpoint(findJob(view, match.params.jobid), match.params.checkpointid);
      return ok(checkpointSubtasks(checkpoint, match.params.vertexid));
    }

    case "triggerCheckpoint":
      return accepted(triggerCheckpoint(view, match.params.jobid, request.body));
    case "checkpointStatus":
      return ok(checkpointStatus(view, match.params.jobid, match.params.triggerid));
    case "triggerSavepoint":
      return accepted(triggerSavepoint(view, match.params.jobid, request.body));
    case "savepointStatus":
      return ok(savepointStatus(view, match.params.jobid, match.params.triggerid));
    case "stopJob":
      return accepted(stopJob(view, match.params.jobid, request.body));
    case "disposeSavepoint":
      return ok(disposeSavepoint(view, request.body));
    case "disposalStatus":
      return ok(disposalStatus(view, match.params.triggerid));

    case "jars":
      return ok(jars(view));
    case "uploadJar":
      return ok(uploadJar(view, request.body));
    case "deleteJar":
      deleteJar(view, match.params.jarid);
      return ok({});
    case "jarPlan":
    case "jarPlanByBody":
      return ok(jarPlan(view, match.params.jarid, query, request.body));
    case "runJar":
      return runJar(view, match.params.jarid, query, request.body).then(ok);

    case "vertex":
      return ok(vertexDetails(view, findVertex(findJob(view, match.params.jobid), match.params.vertexid, "not-found")));
    case "vertexSubtaskTimes":
      return ok(subtaskTimes(view, findVertex(findJob(view, match.params.jobid), match.params.vertexid)));
    case "vertexTaskManagers": {
      const vertex = findVertex(findJob(view, match.params.jobid), match.params.vertexid, "not-found");
      return ok(vertexTaskManagers(view, vertex));
    }
    case "vertexWatermarks":
      view.metrics.update();
      return ok(watermarks(view, findVertex(findJob(view, match.params.jobid), match.params.vertexid)));
    case "vertexBackpressure":
      return ok(vertexBackpressure(view, findVertex(findJob(view, match.params.jobid), match.params.vertexid, "not-found")));
    case "vertexAccumulators":
      return ok(vertexAccumulators(findVertex(findJob(view, match.params.jobid), match.params.vertexid)));
    case "vertexFlameGraph":
      return ok(FLAME_GRAPH_DISABLED);
    case "vertexMetrics": {
      view.metrics.update();
      const vertex = knownVertex(view, match.params);
      return ok(metricsOf(vertex && vertexMetrics(view, vertex), query));
    }
    case "vertexJobManagerMetrics":
      // Metrics of operator coordinators: none of ours has any, as the recorded job's have none.
      return ok([]);
    case "subtasksMetrics": {
      view.metrics.update();
      const numbers = rangesQuery(query, "subtasks");
      const subtasks = knownVertex(view, match.params)?.subtasks ?? [];
      const chosen = subtasks.filter(({ subtaskIndex }) => numbers === undefined || numbers.has(subtaskIndex));
      return ok(
        aggregatedMetrics(
          chosen.map(({ current }) => attemptMetrics(view, current)),
          query,
        ),
      );
    }
    case "subtasksAccumulators":
      return ok(subtasksAccumulators(findVertex(findJob(view, match.params.jobid), match.params.vertexid)));
    case "subtask": {
      const vertex = findVertex(findJob(view, match.params.jobid), match.params.vertexid);
      return ok(subtaskDetails(view, findSubtask(vertex, match.params.subtaskindex)));
    }
    case "subtaskAttempt": {
      const vertex = findVertex(findJob(view, match.params.jobid), match.params.vertexid);
      const subtask = findSubtask(vertex, match.params.subtaskindex);
      return ok(attemptOfSubtask(view, subtask, findAttempt(vertex, subtask, match.params.attempt)));
    }
    case "subtaskAttemptAccumulators": {
      const vertex = findVertex(findJob(view, match.params.jobid), match.params.vertexid);
      const subtask = findSubtask(vertex, match.params.subtaskindex);
      return ok(attemptAccumulators(subtask.subtaskIndex, findAttempt(vertex, subtask, match.params.attempt)));
    }
    case "subtaskMetrics": {
      view.metrics.update();
      const subtask = knownVertex(view, match.params)?.subtasks[Number(match.params.subtaskindex)];
      return ok(metricsOf(subtask && attemptMetrics(view, subtask.current), query));
    }

    case "taskManagers":
      return ok(taskManagers(view));
    case "taskManagersMetrics": {
      view.metrics.update();
      const wanted = listParameter(query, "taskmanagers");
      const ids = view.taskManagers.map(({ taskManagerId }) => taskManagerId).filter((id) => wanted === undefined || wanted.includes(id));
      return ok(
        aggregatedMetrics(
          ids.map((id) => view.metrics.taskManager(id)),
          query,
        ),
      );
    }
    case "taskManager":
      return ok(taskManagerDetails(view, findTaskManager(view, match.params.taskmanagerid)));
    case "taskManagerMetrics":
      view.metrics.update();
      return ok(metricsOf(view.metrics.taskManager(match.params.taskmanagerid), query));
    case "taskManagerLogs":
      return taskManagerLogs(view, match.params.taskmanagerid).then(ok);
    case "taskManagerLog":
      return taskManagerFile(view, match.params.taskmanagerid, { kind: "log" }).then(text);
    case "taskManagerStdout":
      return taskManagerFile(view, match.params.taskmanagerid, { kind: "out" }).then(text);
    case "taskManagerLogFile":
      return taskManagerFile(view, match.params.taskmanagerid, { name: match.params.filename }).then(text);
    case "taskManagerThreadDump":
      return taskManagerThreadDump(view, match.params.taskmanagerid).then(ok);

    case "jobManagerConfig":
      return ok(jobManagerConfig(view));
    case "jobManagerEnvironment":
      return ok(jobManagerEnvironment());
    case "jobManagerMetrics":
      return ok(metricsOf(view.metrics.jobManager, query));
    case "jobManagerLogs":
      return ok(jobManagerLogs(view));
    case "jobManagerLog":
      return text(jobManagerFile(view, { kind: "log" }));
    case "jobManagerStdout":
      return text(jobManagerFile(view, { kind: "out" }));
    case "jobManagerLogFile":
      return text(jobManagerFile(view, { name: match.params.filename }));
    case "jobManagerThreadDump":
      return ok(jobManagerThreadDump());

    case "jobManagerProfilings":
    case "startJobManagerProfiling":
    case "jobManagerProfilingFile":
    case "taskManagerProfilings":
    case "startTaskManagerProfiling":
    case "taskManagerProfilingFile":
      // As where `rest.profiling.enabled` is off: then Flink has no such paths.
      return routeNotFound(request.url);

    case "injectFault":
      injectFault(view, jsonBody(request.body));
      return accepted();
    case "playgroundSavepoints":
      return playgroundSavepoints(view).then(ok);

    case "playground":
    case "playgroundContainers":
    case "killContainer":
    case "startContainer":
    case "killService":
    case "startService":
    case "scaleService":
    case "playgroundTopics":
    case "playgroundRecords":
    case "generator":
    case "patchGenerator":
    case "resetPlayground":
      // Other containers answer these; the supervisor routes them there.
      return routeNotFound(request.url);
  }
}

/** As where `rest.flamegraph.enabled` is off: JavaScript lets nobody sample the stacks of a thread that runs. */
const FLAME_GRAPH_DISABLED: FlameGraph = { endTimestamp: -2 };

function knownVertex(view: JobManagerView, params: { readonly jobid: string; readonly vertexid: string }) {
  return view.job(params.jobid)?.vertex(params.vertexid);
}

function ok(value: unknown): EngineResponse {
  return jsonResponse(200, value);
}

function text(body: string): EngineResponse {
  return { status: 200, contentType: "text/plain; charset=UTF-8", body };
}

function accepted(value: object = {}): EngineResponse {
  return jsonResponse(202, value);
}

function jsonBody(body: string | undefined): unknown {
  try {
    return JSON.parse(body === undefined || body === "" ? "{}" : body);
  } catch {
    throw unexpectedBody("FaultRequest");
  }
}
