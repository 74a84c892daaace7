// What one row of the contract is: how a call is made, and what its reply must mean.
import type { RequestBody, ResponseBody } from "../../src/rest/endpoints.ts";
import type { EndpointId, PathParams, QueryParams, ROUTES } from "../../src/rest/routes.ts";
import type { Backend } from "./backend.ts";
import type { Claims } from "./claims.ts";
import type { Scene } from "./scene.ts";

/** The calls of contract 1: Flink's own. */
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

/** One row. The schema of the reply is checked for every row; `means` says the rest. */
export interface Check<Id extends EndpointId> {
  readonly call: (scene: Scene) => CheckedCall<Id>;
  /** 200 if absent. Of an error nothing is said beside its status and shape. */
  readonly status?: number | ((backend: Backend) => number);
  /** Runs before each call: waits for what the call needs, or writes down a name that will not last. */
  readonly before?: (scene: Scene) => Promise<void>;
  /**
   * What a reply may not say yet: metrics, which Flink fetches now and then, figures that it reads one after the other while records go through, and
   * operations that take time. The call is repeated until it has its {@link status} and all of this is true.
   */
  readonly eventually?: (reply: ResponseBody<Id>, scene: Scene) => Claims;
  /** What each reply says, the first one included, if nothing comes true {@link eventually}. */
  readonly means: (reply: ResponseBody<Id>, scene: Scene) => Claims;
  /** What shows elsewhere afterwards. */
  readonly afterwards?: (scene: Scene, reply: ResponseBody<Id>) => Promise<Claims>;
}
