// The table of paths: every call of both contracts, from the files of the resources. It has no
// schemas, so that a worker can route requests without the schema library: the bundler leaves out
// unused code. endpoints.ts has the schemas.
import { ACCUMULATOR_ROUTES } from "./accumulators.ts";
import { APPLICATION_ROUTES } from "./applications.ts";
import { CHECKPOINT_ROUTES } from "./checkpoints.ts";
import { CONFIG_ROUTES } from "./config.ts";
import { EXCEPTION_ROUTES } from "./exceptions.ts";
import { JAR_ROUTES } from "./jars.ts";
import { JOB_MANAGER_ROUTES } from "./jobmanager.ts";
import { JOB_ROUTES } from "./jobs.ts";
import { LOG_ROUTES } from "./logs.ts";
import { METRIC_ROUTES } from "./metrics.ts";
import { OPERATION_ROUTES } from "./operations.ts";
import { OVERVIEW_ROUTES } from "./overview.ts";
import { PLAYGROUND_ROUTES } from "./playground.ts";
import { PROFILING_ROUTES } from "./profiling.ts";
import { RESCALE_ROUTES } from "./rescales.ts";
import { RESOURCE_REQUIREMENT_ROUTES } from "./resource-requirements.ts";
import type { PathParamName, Route } from "./route.ts";
import { TASK_MANAGER_ROUTES } from "./taskmanagers.ts";
import { THREAD_ROUTES } from "./threads.ts";
import { FLAME_GRAPH_ROUTES, VERTEX_ROUTES } from "./vertices.ts";

/** Every call Drey knows, by id. Order has no meaning: a literal segment always wins over a parameter. */
export const ROUTES = {
  ...OVERVIEW_ROUTES,
  ...CONFIG_ROUTES,
  ...JOB_ROUTES,
  ...EXCEPTION_ROUTES,
  ...APPLICATION_ROUTES,
  ...ACCUMULATOR_ROUTES,
  ...RESOURCE_REQUIREMENT_ROUTES,
  ...RESCALE_ROUTES,
  ...CHECKPOINT_ROUTES,
  ...OPERATION_ROUTES,
  ...JAR_ROUTES,
  ...VERTEX_ROUTES,
  ...FLAME_GRAPH_ROUTES,
  ...METRIC_ROUTES,
  ...TASK_MANAGER_ROUTES,
  ...JOB_MANAGER_ROUTES,
  ...LOG_ROUTES,
  ...THREAD_ROUTES,
  ...PROFILING_ROUTES,
  ...PLAYGROUND_ROUTES,
} satisfies Readonly<Record<string, Route>>;

/** The name of a call. */
export type EndpointId = keyof typeof ROUTES;

/** No names at all: `{}` alone would accept every object. */
type NoNames = Readonly<Record<string, never>>;

/** An object with exactly these names. */
type Named<Name extends string, Value> = [Name] extends [never] ? NoNames : Readonly<Record<Name, Value>>;

/** The path parameters of a call, decoded: `{}` where it has none. */
export type PathParams<Id extends EndpointId> = Named<PathParamName<(typeof ROUTES)[Id]["path"]>, string>;

/** A query parameter as a caller gives it; a list becomes Flink's comma-separated form. */
export type QueryValue = string | number | readonly string[];

type QueryOf<Id extends EndpointId> = (typeof ROUTES)[Id]["query"];

/** The query parameters of a call: `{}` where it has none. */
export type QueryParams<Id extends EndpointId> = [keyof QueryOf<Id>] extends [never]
  ? NoNames
  : {
      readonly [Name in keyof QueryOf<Id> as QueryOf<Id>[Name] extends "required" ? Name : never]: QueryValue;
    } & {
      readonly [Name in keyof QueryOf<Id> as QueryOf<Id>[Name] extends "required" ? never : Name]?: QueryValue | undefined;
    };

/** What {@link matchEndpoint} found: switch on `id`, and `params` has that call's names. */
export type EndpointMatch = {
  readonly [Id in EndpointId]: { readonly id: Id; readonly params: PathParams<Id> };
}[EndpointId];
