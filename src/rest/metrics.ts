import * as z from "zod/mini";
import { doubleSchema } from "./schema-parts.ts";

/**
 * Metrics of one thing: without `?get=` the ids it has (no values), with it the values of those that exist, in no order,
 * always as text. What does not exist is left out (MetricCollectionResponseBody).
 */
export const metricsSchema = z.array(z.object({ id: z.string(), value: z.optional(z.string()) }));

export type Metrics = z.infer<typeof metricsSchema>;

/** One metric over several things; only what `?agg=` asked for, all five without it. */
const aggregatedMetricSchema = z.object({
  id: z.string(),
  min: z.optional(doubleSchema),
  max: z.optional(doubleSchema),
  avg: z.optional(doubleSchema),
  sum: z.optional(doubleSchema),
  /** Percent: how unevenly the subtasks share it. */
  skew: z.optional(doubleSchema),
});

export type AggregatedMetric = z.infer<typeof aggregatedMetricSchema>;

/** AggregatedMetricsResponseBody. */
export const aggregatedMetricsSchema = z.array(aggregatedMetricSchema);

export type AggregatedMetrics = z.infer<typeof aggregatedMetricsSchema>;
