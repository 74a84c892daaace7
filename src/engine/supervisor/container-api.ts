// The calls of contract 2 about containers, as requests and responses: one switch for the engine and for a live cluster.

import type { Result } from "../../base/result.ts";
import { MAX_REPLICAS } from "../../rest/max-replicas.ts";
import type { EndpointMatch } from "../../rest/routes.ts";
import type { EngineResponse } from "../host.ts";
import { errorResponse, jsonResponse } from "../responses.ts";
import type { FleetCommand, Refusal } from "./container-fleet.ts";
import type { ContainerView } from "./container-table.ts";

/** The owner of the containers. */
export interface ContainerOwner {
  /** The table, in the order of {@link inFleetOrder}. */
  containers(): readonly ContainerView[];
  /** Carries a command out, or refuses it. */
  command(command: FleetCommand): Result<undefined, Refusal> | Promise<Result<undefined, Refusal>>;
  /** Begins to start everything again, without its data. */
  reset(): void;
}

/** Answers a call about containers; undefined for every other call. */
export async function answerContainerCall(
  owner: ContainerOwner,
  match: EndpointMatch | undefined,
  body: string | undefined,
): Promise<EngineResponse | undefined> {
  switch (match?.id) {
    case "playgroundContainers":
      return jsonResponse(200, { containers: owner.containers() });
    case "killContainer":
      return accept(await owner.command({ kind: "kill", container: match.params.name }));
    case "startContainer":
      return accept(await owner.command({ kind: "start", container: match.params.name }));
    case "killService":
    case "startService":
      return accept(await owner.command({ kind: match.id, service: match.params.service }));
    case "scaleService": {
      const replicas = readReplicas(body);
      if (replicas !== undefined) return accept(await owner.command({ kind: "scale", service: match.params.service, replicas }));
      return errorResponse(400, `BadRequest: the body must be {"replicas": n} with a whole number n from 0 to ${String(MAX_REPLICAS)}`);
    }
    case "resetPlayground":
      owner.reset();
      return jsonResponse(202, {});
    default:
      return undefined;
  }
}

function accept(outcome: Result<undefined, Refusal>): EngineResponse {
  return outcome.ok ? jsonResponse(202, {}) : errorResponse(outcome.error.status, outcome.error.message);
}

function readReplicas(body: string | undefined): number | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body ?? "");
  } catch {
    // A body that is not JSON is as wrong as JSON of another shape.
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("replicas" in value)) return undefined;
  const { replicas } = value;
  if (typeof replicas !== "number" || !Number.isInteger(replicas)) return undefined;
  return replicas >= 0 && replicas <= MAX_REPLICAS ? replicas : undefined;
}
