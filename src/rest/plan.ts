import * as z from "zod/mini";

/** An edge into a node. `id` is the vertex it comes from; `ship_strategy` is FORWARD, HASH, REBALANCE, …: an open set. */
const planInputSchema = z.object({
  id: z.string(),
  num: z.number(),
  ship_strategy: z.string(),
  exchange: z.string(),
  local_strategy: z.optional(z.string()),
  caching: z.optional(z.string()),
});

export type PlanInput = z.infer<typeof planInputSchema>;

/** A job vertex in the plan. `description` holds HTML line breaks as text and may be empty; sources have no `inputs`. */
const planNodeSchema = z.object({
  id: z.string(),
  parallelism: z.number(),
  operator: z.string(),
  operator_strategy: z.string(),
  description: z.string(),
  inputs: z.optional(z.array(planInputSchema)),
  optimizer_properties: z.record(z.string(), z.unknown()),
});

export type PlanNode = z.infer<typeof planNodeSchema>;

/** The job graph (JobPlanInfo.Plan). Sinks come first, sources last: the other way round than the vertices of the job. */
export const planSchema = z.object({
  jid: z.string(),
  name: z.string(),
  type: z.string(),
  nodes: z.array(planNodeSchema),
});

export type Plan = z.infer<typeof planSchema>;

/** `GET /jobs/:jobid/plan`. */
export const jobPlanSchema = z.object({ plan: planSchema });

export type JobPlan = z.infer<typeof jobPlanSchema>;
