// Answers in the shape of Flink's REST API. The texts of contract 2 are ours: `<reason>: <message>`.

import type { EngineResponse } from "./host.ts";

const CONTENT_TYPE = "application/json; charset=UTF-8";

/** A JSON answer. */
export function jsonResponse(status: number, value: unknown): EngineResponse {
  return { status, contentType: CONTENT_TYPE, body: JSON.stringify(value) };
}

/** An error of either contract. */
export function errorResponse(status: number, message: string): EngineResponse {
  return jsonResponse(status, { errors: [message] });
}

/** What Flink's router says to a path it does not know, and to a method that a path does not have. */
export function routeNotFound(url: string): EngineResponse {
  return errorResponse(404, `Not found: ${url}`);
}

/** What Flink answers while no JobManager leads. */
export const noLeader = errorResponse(503, "Service temporarily unavailable due to an ongoing leader election. Please refresh.");

/** A container of contract 2 that cannot answer. */
export function containerUnavailable(name: string, reason: string): EngineResponse {
  return errorResponse(503, `Unavailable: container ${name} cannot answer: ${reason}.`);
}
