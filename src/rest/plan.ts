import * as z from "zod/mini";
import { absentIfNull, amountSchema, lenient, orElse, textSchema } from "./schema-parts.ts";

/** An edge into a node. `id` is the vertex it comes from; `ship_strategy` is FORWARD, HASH, REBALANCE, …: an open set. */
const planInputSchema = z.object({
  id: z.string(),
  num: amountSchema,
  ship_strategy: textSchema,
  exchange: textSchema,
  local_strategy: lenient(z.string()),
  caching: lenient(z.string()),
});

export type PlanInput = z.infer<typeof planInputSchema>;

/** A job vertex in the plan. `description` holds HTML line breaks as text and may be empty; sources have no `inputs`. */
const planNodeSchema = z.object({
  id: z.string(),
  parallelism: amountSchema,
  operator: textSchema,
  operator_strategy: textSchema,
  description: textSchema,
  inputs: absentIfNull(z.array(planInputSchema)),
  optimizer_properties: lenient(z.record(z.string(), z.unknown())),
});

export type PlanNode = z.infer<typeof planNodeSchema>;

/**
 * The job graph (JobPlanInfo.Plan). Sinks come first, sources last: the other way round than the vertices of the job. Flink 1.20 writes the plan of
 * a job without an execution graph as `{}`.
 */
export const planSchema = z.object({
  jid: textSchema,
  name: textSchema,
  type: textSchema,
  nodes: orElse(z.array(planNodeSchema), []),
});

export type Plan = z.infer<typeof planSchema>;

/**
 * An operator of the stream graph. Its ids are numbers or their texts. Without a `job_vertex_id` it is
 * not in the job graph yet.
 */
const streamNodeSchema = z.object({
  id: operatorIdSchema(),
  operator: textSchema,
  description: textSchema,
  job_vertex_id: lenient(z.string()),
  inputs: absentIfNull(
    z.array(z.object({ id: operatorIdSchema(), num: amountSchema, ship_strategy: textSchema, local_strategy: lenient(z.string()) })),
  ),
});

/** The operators of a job whose job graph grows as it runs (adaptive batch scheduler, since Flink 2.0). */
export const streamGraphSchema = z.object({ nodes: orElse(z.array(streamNodeSchema), []) });

export type StreamGraph = z.infer<typeof streamGraphSchema>;

function operatorIdSchema() {
  return z.pipe(
    z.union([z.string(), z.number()]),
    z.transform((id) => String(id)),
  );
}

/** The plan of a job without an execution graph. */
export const EMPTY_PLAN: Plan = { jid: "", name: "", type: "", nodes: [] };

/** `GET /jobs/:jobid/plan`. */
export const jobPlanSchema = z.object({ plan: planSchema });

export type JobPlan = z.infer<typeof jobPlanSchema>;
