// What answers one call, and how handlers write their replies.

import type { EndpointId, PathParams } from "../../rest/routes.ts";
import type { EngineRequest, EngineResponse } from "../host.ts";
import type { JobManagerView } from "../jobmanager/jobmanager-view.ts";
import { jsonResponse } from "../responses.ts";

/** A request, and what it asks. */
export interface Call<Id extends EndpointId = EndpointId> {
  readonly view: JobManagerView;
  readonly params: PathParams<Id>;
  readonly query: URLSearchParams;
  readonly request: EngineRequest;
}

/** Returns the reply, or throws a RestError. */
export type Handler<Id extends EndpointId = EndpointId> = (call: Call<Id>) => EngineResponse | Promise<EngineResponse>;

/** A handler for every call. */
export type Handlers = { readonly [Id in EndpointId]: Handler<Id> };

export function ok(value: unknown): EngineResponse {
  return jsonResponse(200, value);
}

export function accepted(value: object = {}): EngineResponse {
  return jsonResponse(202, value);
}

export function text(body: string): EngineResponse {
  return { status: 200, contentType: "text/plain; charset=UTF-8", body };
}
