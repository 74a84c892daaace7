// A row of the contract: how a call is made, and the meaning of its reply.
import type { RequestBody, ResponseBody } from "../../src/rest/endpoints.ts";
import type { EndpointId, PathParams, QueryParams, ROUTES } from "../../src/rest/routes.ts";
import type { Backend } from "./backend.ts";
import type { Claims } from "./claims.ts";
import type { Scene } from "./scene.ts";

/** The calls of contract 1. */
export type FlinkEndpointId = {
  [Id in EndpointId]: (typeof ROUTES)[Id]["contract"] extends 1 ? Id : never;
}[EndpointId];

/** One call. `form` is a body that is not JSON and is sent unchanged. */
export interface CheckedCall<Id extends EndpointId> {
  readonly params: PathParams<Id>;
  readonly query: QueryParams<Id>;
  readonly body?: RequestBody<Id>;
  readonly form?: FormData;
}

/** One row. The schema of the reply is checked for every row; `means` adds claims. */
export interface Check<Id extends EndpointId> {
  readonly call: (scene: Scene) => CheckedCall<Id>;
  /** 200 by default. An error is checked only for its status and shape. */
  readonly status?: number | ((backend: Backend) => number);
  /**
   * Runs before each call: waits for the facts the call needs, or stores a name that will change.
   */
  readonly before?: (scene: Scene) => Promise<void>;
  /**
   * Claims that may not hold yet: metrics that Flink fetches periodically, figures read one after
   * the other while records flow, and operations that take time. The call is repeated until it has
   * its {@link status} and all claims hold.
   */
  readonly eventually?: (reply: ResponseBody<Id>, scene: Scene) => Claims;
  /** Claims about each reply, also the first one. */
  readonly means: (reply: ResponseBody<Id>, scene: Scene) => Claims;
  /** Claims about other calls afterwards. */
  readonly afterwards?: (scene: Scene, reply: ResponseBody<Id>) => Promise<Claims>;
}
