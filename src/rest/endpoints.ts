// Every call with its schemas, from the files of the resources. Who only routes requests or names types needs routes.ts (and type imports from here):
// this file brings the schema library with it.
import type * as z from "zod/mini";
import { ACCUMULATOR_SCHEMAS } from "./accumulators.ts";
import { APPLICATION_SCHEMAS } from "./applications.ts";
import type { SchemasOf } from "./call-schemas.ts";
import { CHECKPOINT_SCHEMAS } from "./checkpoints.ts";
import { CONFIG_SCHEMAS } from "./config.ts";
import { EXCEPTION_SCHEMAS } from "./exceptions.ts";
import { FLAME_GRAPH_SCHEMAS } from "./flame-graph.ts";
import { JAR_SCHEMAS } from "./jars.ts";
import { JOB_MANAGER_SCHEMAS } from "./jobmanager.ts";
import { JOB_SCHEMAS } from "./jobs.ts";
import { LOG_SCHEMAS } from "./logs.ts";
import { METRIC_SCHEMAS } from "./metrics.ts";
import { OPERATION_SCHEMAS } from "./operations.ts";
import { OVERVIEW_SCHEMAS } from "./overview.ts";
import { PLAYGROUND_SCHEMAS } from "./playground.ts";
import { PROFILING_SCHEMAS } from "./profiling.ts";
import { RESCALE_SCHEMAS } from "./rescales.ts";
import { RESOURCE_REQUIREMENT_SCHEMAS } from "./resource-requirements.ts";
import type { EndpointId, ROUTES } from "./routes.ts";
import { TASK_MANAGER_SCHEMAS } from "./taskmanagers.ts";
import { THREAD_SCHEMAS } from "./threads.ts";
import { VERTEX_SCHEMAS } from "./vertices.ts";

/** `response` of a 2xx reply's body, `request` of the body sent. */
export const ENDPOINTS = {
  ...OVERVIEW_SCHEMAS,
  ...CONFIG_SCHEMAS,
  ...JOB_SCHEMAS,
  ...EXCEPTION_SCHEMAS,
  ...APPLICATION_SCHEMAS,
  ...ACCUMULATOR_SCHEMAS,
  ...RESOURCE_REQUIREMENT_SCHEMAS,
  ...RESCALE_SCHEMAS,
  ...CHECKPOINT_SCHEMAS,
  ...OPERATION_SCHEMAS,
  ...JAR_SCHEMAS,
  ...VERTEX_SCHEMAS,
  ...FLAME_GRAPH_SCHEMAS,
  ...METRIC_SCHEMAS,
  ...TASK_MANAGER_SCHEMAS,
  ...JOB_MANAGER_SCHEMAS,
  ...LOG_SCHEMAS,
  ...THREAD_SCHEMAS,
  ...PROFILING_SCHEMAS,
  ...PLAYGROUND_SCHEMAS,
} satisfies SchemasOf<typeof ROUTES>;

/** The body of a good reply. */
export type ResponseBody<Id extends EndpointId> = z.infer<(typeof ENDPOINTS)[Id]["response"]>;

/** The body to send; undefined where there is none. */
export type RequestBody<Id extends EndpointId> = z.infer<(typeof ENDPOINTS)[Id]["request"]>;
