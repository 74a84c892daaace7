// Who answers what: contract 1 the JobManager, topics kafka, the generator itself, and containers the supervisor. Every answer is a value:
// nothing here rejects, and a container that dies or hangs is a 503.

import { FAULT_KINDS } from "../../rest/fault-kinds.ts";
import { matchPlaygroundCall } from "../../rest/match-playground-call.ts";
import type { EngineRequest, EngineResponse } from "../host.ts";
import { jsonResponse, routeNotFound } from "../responses.ts";
import { answerContainerCall } from "./container-api.ts";
import { RESTARTABLE, type Supervisor } from "./supervisor.ts";

/** Which program answers contract 2, as `GET /playground` says. */
export type Backend = "browser" | "node";

/**
 * Answers a request of either contract. If `signal` aborts, the promise resolves at once with an answer of no
 * meaning. Work that the request has started in a container continues.
 */
export type RequestHandler = (request: EngineRequest, signal?: AbortSignal) => Promise<EngineResponse>;

/** Creates the router in front of a supervisor. */
export function createRequestRouter<End>(supervisor: Supervisor<End>, backend: Backend): RequestHandler {
  return (request, signal) => {
    const pathname = request.url.split("?", 1)[0] ?? "";
    // Only the paths of contract 2 are decided here. What Flink knows and does not know is the JobManager's to say.
    if (!/^(\/v1)?\/playground(\/|$)/.test(pathname)) return supervisor.ask("jobmanager", request, signal);
    const match = matchPlaygroundCall(request.method, pathname);
    switch (match?.id) {
      case "playground":
        return Promise.resolve(jsonResponse(200, capabilities(backend)));
      case "playgroundTopics":
      case "playgroundRecords":
        return supervisor.ask("kafka", request, signal);
      case "generator":
      case "patchGenerator":
        return supervisor.ask("clickevent-generator", request, signal);
      case "playgroundSavepoints":
      case "playgroundDrains":
      case "injectFault":
        return supervisor.ask("jobmanager", request, signal);
      default:
        return answerContainerCall(supervisor, match, request.body).then((response) => response ?? routeNotFound(request.url));
    }
  };
}

function capabilities(backend: Backend) {
  return { backend, restartable: RESTARTABLE, scalable: ["taskmanager"], faults: FAULT_KINDS, reset: true };
}
