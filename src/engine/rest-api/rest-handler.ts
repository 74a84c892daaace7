// Contract 1 as the engine answers it: a request finds its row in the table of routes, the row its handler, and what the handler returns or
// throws becomes the reply. Handlers read the JobManager's live state in one step and keep nothing, so no answer is older than its request
// (Flink caches the execution graph for web.refresh-interval); only metrics are as old as their last fetch.

import { matchEndpoint } from "../../rest/match-endpoint.ts";
import type { EndpointMatch } from "../../rest/routes.ts";
import type { EngineRequest, EngineResponse } from "../host.ts";
import type { JobManagerView } from "../jobmanager/jobmanager-view.ts";
import { errorResponse, jsonResponse, routeNotFound } from "../responses.ts";
import { accumulatorHandlers } from "./accumulators.ts";
import { applicationHandlers } from "./applications.ts";
import { checkpointSubtaskHandlers } from "./checkpoint-subtasks.ts";
import { checkpointHandlers } from "./checkpoints.ts";
import { clusterHandlers } from "./cluster.ts";
import { exceptionHandlers } from "./exceptions.ts";
import type { Call, Handler, Handlers } from "./handler.ts";
import { jarHandlers } from "./jars.ts";
import { jobHandlers } from "./jobs.ts";
import { logHandlers } from "./log-files.ts";
import { metricHandlers } from "./metrics.ts";
import { operationHandlers } from "./operations.ts";
import { playgroundHandlers } from "./playground.ts";
import { profilingHandlers } from "./profiling.ts";
import { rescaleHandlers } from "./rescales.ts";
import { RestError } from "./rest-error.ts";
import { taskManagerHandlers } from "./taskmanagers.ts";
import { vertexHandlers } from "./vertices.ts";

/** Every call, from the files of the resources. */
const HANDLERS: Handlers = {
  ...clusterHandlers,
  ...jobHandlers,
  ...exceptionHandlers,
  ...accumulatorHandlers,
  ...applicationHandlers,
  ...rescaleHandlers,
  ...checkpointHandlers,
  ...checkpointSubtaskHandlers,
  ...operationHandlers,
  ...jarHandlers,
  ...vertexHandlers,
  ...metricHandlers,
  ...taskManagerHandlers,
  ...logHandlers,
  ...profilingHandlers,
  ...playgroundHandlers,
};

/** What answers the requests that the supervisor routes to the JobManager. Never rejects: what is unexpected becomes a 500. */
export function createRestHandler(view: JobManagerView): (request: EngineRequest) => Promise<EngineResponse> {
  return (request) => answer(view, request);
}

async function answer(view: JobManagerView, request: EngineRequest): Promise<EngineResponse> {
  const [pathname = "", search = ""] = request.url.split("?", 2);
  const match = matchEndpoint(request.method, pathname);
  if (match === undefined) return unknownPath(request, pathname);
  try {
    // The row of the match decides its handler's parameters: the union of all rows forgets which belong together.
    const handler = HANDLERS[match.id] as (call: Omit<Call, "params"> & Pick<EndpointMatch, "params">) => ReturnType<Handler>;
    return await handler({ view, params: match.params, query: new URLSearchParams(search), request });
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
