import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { doubleSchema, lenient } from "./schema-parts.ts";

/**
 * Metrics of one thing: without `?get=` the ids it has (no values), with it the values of those that exist, in no order,
 * always as text. What does not exist is left out (MetricCollectionResponseBody).
 */
const metricsSchema = z.array(z.object({ id: z.string(), value: lenient(z.string()) }));

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
const aggregatedMetricsSchema = z.array(aggregatedMetricSchema);

export type AggregatedMetrics = z.infer<typeof aggregatedMetricsSchema>;

const get = { get: "optional" } as const;
const aggregated = { get: "optional", agg: "optional" } as const;

/** Where the calls of this file go. */
export const METRIC_ROUTES = {
  jobsMetrics: flink("GET", "/jobs/metrics", { ...aggregated, jobs: "optional" }),
  jobMetrics: flink("GET", "/jobs/:jobid/metrics", get),
  vertexWatermarks: flink("GET", "/jobs/:jobid/vertices/:vertexid/watermarks", none),
  vertexMetrics: flink("GET", "/jobs/:jobid/vertices/:vertexid/metrics", get),
  vertexJobManagerMetrics: flink("GET", "/jobs/:jobid/vertices/:vertexid/jm-operator-metrics", get),
  subtasksMetrics: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/metrics", {
    ...aggregated,
    subtasks: "optional",
  }),
  subtaskMetrics: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex/metrics", get),
  taskManagersMetrics: flink("GET", "/taskmanagers/metrics", {
    ...aggregated,
    taskmanagers: "optional",
  }),
  taskManagerMetrics: flink("GET", "/taskmanagers/:taskmanagerid/metrics", get),
  jobManagerMetrics: flink("GET", "/jobmanager/metrics", get),
} as const;

/** What they say. */
export const METRIC_SCHEMAS = {
  jobsMetrics: answers(aggregatedMetricsSchema),
  jobMetrics: answers(metricsSchema),
  vertexWatermarks: answers(metricsSchema),
  vertexMetrics: answers(metricsSchema),
  vertexJobManagerMetrics: answers(metricsSchema),
  subtasksMetrics: answers(aggregatedMetricsSchema),
  subtaskMetrics: answers(metricsSchema),
  taskManagersMetrics: answers(aggregatedMetricsSchema),
  taskManagerMetrics: answers(metricsSchema),
  jobManagerMetrics: answers(metricsSchema),
} satisfies SchemasOf<typeof METRIC_ROUTES>;
