import * as z from "zod/mini";
import { answers, takes, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { emptyReplySchema } from "./schema-parts.ts";

/**
 * Body of `GET` and `PUT /jobs/:jobid/resource-requirements`, by vertex id: how many subtasks the adaptive scheduler may give it
 * (JobResourceRequirementsBody). A `PUT` names every vertex of the job. The default scheduler answers a `GET` with 500.
 */
const resourceRequirementsSchema = z.record(
  z.string(),
  z.object({ parallelism: z.object({ lowerBound: z.number(), upperBound: z.number() }) }),
);

export type ResourceRequirements = z.infer<typeof resourceRequirementsSchema>;

/** Where the calls of this file go. */
export const RESOURCE_REQUIREMENT_ROUTES = {
  resourceRequirements: flink("GET", "/jobs/:jobid/resource-requirements", none),
  putResourceRequirements: flink("PUT", "/jobs/:jobid/resource-requirements", none),
} as const;

/** What they say. */
export const RESOURCE_REQUIREMENT_SCHEMAS = {
  resourceRequirements: answers(resourceRequirementsSchema),
  putResourceRequirements: takes(resourceRequirementsSchema, emptyReplySchema),
} satisfies SchemasOf<typeof RESOURCE_REQUIREMENT_ROUTES>;
