// Who answers what: contract 1 the JobManager, topics kafka, the generator itself, and containers the supervisor. Every answer is a value:
// nothing here rejects, and a container that dies or hangs is a 503.

import type { Result } from "../../base/result.ts";
import { FAULT_KINDS } from "../../rest/fault-kinds.ts";
import { matchEndpoint } from "../../rest/match-endpoint.ts";
import type { EngineRequest, EngineResponse } from "../host.ts";
import { errorResponse, jsonResponse, routeNotFound } from "../responses.ts";
import type { Refusal, Supervisor } from "./supervisor.ts";

/** Highest number of TaskManagers that can be asked for. */
const MAX_REPLICAS = 16;

/** Which program answers contract 2, as `GET /playground` says. */
export type Backend = "browser" | "node";

/** Answers a request of either contract. If `signal` aborts, nobody waits for the answer any more, and it may be anything. */
export type RequestHandler = (request: EngineRequest, signal?: AbortSignal) => Promise<EngineResponse>;

/** Creates the router in front of a supervisor. */
export function createRequestRouter<End>(supervisor: Supervisor<End>, backend: Backend): RequestHandler {
  return (request, signal) => {
    const pathname = request.url.split("?", 1)[0] ?? "";
    // Only the paths of contract 2 are decided here. What Flink knows and does not know is the JobManager's to say.
    if (!/^(\/v1)?\/playground(\/|$)/.test(pathname)) return supervisor.ask("jobmanager", request, signal);
    const match = matchEndpoint(request.method, pathname);
    switch (match?.id) {
      case "playground":
        return answer(jsonResponse(200, capabilities(backend)));
      case "playgroundContainers":
        return answer(jsonResponse(200, { containers: supervisor.containers() }));
      case "killContainer":
        return answer(accept(supervisor.kill(match.params.name)));
      case "startContainer":
        return answer(accept(supervisor.start(match.params.name)));
      case "killService":
        return answer(accept(supervisor.killService(match.params.service)));
      case "startService":
        return answer(accept(supervisor.startService(match.params.service)));
      case "scaleService": {
        const replicas = readReplicas(request.body);
        if (replicas !== undefined) return answer(accept(supervisor.scale(match.params.service, replicas)));
        return answer(
          errorResponse(400, `BadRequest: the body has to be {"replicas": n}, n a whole number from 0 to ${String(MAX_REPLICAS)}`),
        );
      }
      case "resetPlayground":
        supervisor.reset();
        return answer(jsonResponse(202, {}));
      case "playgroundTopics":
      case "playgroundRecords":
        return supervisor.ask("kafka", request, signal);
      case "generator":
      case "patchGenerator":
        return supervisor.ask("clickevent-generator", request, signal);
      case "playgroundSavepoints":
      case "injectFault":
        return supervisor.ask("jobmanager", request, signal);
      default:
        return answer(routeNotFound(request.url));
    }
  };
}

function capabilities(backend: Backend) {
  return { backend, restartable: ["taskmanager"], scalable: ["taskmanager"], faults: FAULT_KINDS, reset: true };
}

function answer(response: EngineResponse): Promise<EngineResponse> {
  return Promise.resolve(response);
}

function accept(outcome: Result<undefined, Refusal>): EngineResponse {
  return outcome.ok ? jsonResponse(202, {}) : errorResponse(outcome.error.status, outcome.error.message);
}

function readReplicas(body: string | undefined): number | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body ?? "");
  } catch {
    // No JSON is as wrong as JSON of another shape.
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("replicas" in value)) return undefined;
  const { replicas } = value;
  if (typeof replicas !== "number" || !Number.isInteger(replicas)) return undefined;
  return replicas >= 0 && replicas <= MAX_REPLICAS ? replicas : undefined;
}
