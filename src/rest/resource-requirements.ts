import * as z from "zod/mini";

/**
 * Body of `GET` and `PUT /jobs/:jobid/resource-requirements`, by vertex id: how many subtasks the adaptive scheduler may give it
 * (JobResourceRequirementsBody). A `PUT` names every vertex of the job. The default scheduler answers a `GET` with 500.
 */
export const resourceRequirementsSchema = z.record(
  z.string(),
  z.object({ parallelism: z.object({ lowerBound: z.number(), upperBound: z.number() }) }),
);

export type ResourceRequirements = z.infer<typeof resourceRequirementsSchema>;
