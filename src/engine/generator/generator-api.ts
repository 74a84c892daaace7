// `GET` and `PATCH /playground/generator`. Shapes: contract 2.

import { MAX_RECORDS_PER_SECOND, RATE_ERROR } from "../../rest/generator-rate.ts";
import { matchEndpoint } from "../../rest/match-endpoint.ts";
import type { EngineRequest, EngineResponse } from "../host.ts";
import { errorResponse, jsonResponse, routeNotFound } from "../responses.ts";

/** What the API needs of the generator. */
export interface GeneratorControl {
  readonly recordsPerSecond: number | null;
  readonly sent: number;
  readonly waitingReason: string | undefined;
  changeRate(recordsPerSecond: number | null): void;
}

/** Answers one request; a rate that is neither null nor a number within contract 2's limits is a 400. */
export function answerGeneratorRequest(generator: GeneratorControl, request: EngineRequest): EngineResponse {
  const [path = ""] = request.url.split("?");
  switch (matchEndpoint(request.method, path)?.id) {
    case "generator":
      return describe(generator);
    case "patchGenerator": {
      const rate = readRate(request.body ?? "");
      if (rate === undefined) return errorResponse(400, RATE_ERROR);
      generator.changeRate(rate);
      return describe(generator);
    }
    default:
      return routeNotFound(path);
  }
}

function describe({ recordsPerSecond, sent, waitingReason }: GeneratorControl): EngineResponse {
  const waiting = waitingReason !== undefined;
  return jsonResponse(200, { recordsPerSecond, sent, waiting, ...(waiting && { waitingReason }) });
}

function readRate(body: string): number | null | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null || !("recordsPerSecond" in parsed)) return undefined;
  const rate = parsed.recordsPerSecond;
  if (rate === null) return null;
  return typeof rate === "number" && rate >= 0 && rate <= MAX_RECORDS_PER_SECOND ? rate : undefined;
}
