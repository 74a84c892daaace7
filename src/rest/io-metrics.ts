import * as z from "zod/mini";
import { doubleSchema, executionStateSchema } from "./schema-parts.ts";

/**
 * Counters of a vertex, subtask or attempt (IOMetricsInfo), totals since the attempt started; times in ms. While a
 * `-complete` flag is false some subtask has not reported yet, and its counter counts too low.
 */
export const ioMetricsSchema = z.object({
  "read-bytes": z.number(),
  "read-bytes-complete": z.boolean(),
  "write-bytes": z.number(),
  "write-bytes-complete": z.boolean(),
  "read-records": z.number(),
  "read-records-complete": z.boolean(),
  "write-records": z.number(),
  "write-records-complete": z.boolean(),
  "accumulated-backpressured-time": z.number(),
  "accumulated-idle-time": z.number(),
  "accumulated-busy-time": doubleSchema,
});

export type IoMetrics = z.infer<typeof ioMetricsSchema>;

/** Statistics over subtasks (MetricStatistics). */
const metricStatisticsSchema = z.object({
  min: z.number(),
  max: z.number(),
  avg: z.number(),
  sum: z.number(),
  median: z.number(),
  p25: z.number(),
  p75: z.number(),
  p95: z.number(),
});

export type MetricStatistics = z.infer<typeof metricStatisticsSchema>;

/** AggregatedTaskDetailsInfo: the io-metrics and the ms spent in each state, over the subtasks of a vertex or TaskManager. */
export const aggregatedTaskDetailsSchema = z.object({
  metrics: z.record(z.string(), metricStatisticsSchema),
  "status-duration": z.partialRecord(executionStateSchema, metricStatisticsSchema),
});

export type AggregatedTaskDetails = z.infer<typeof aggregatedTaskDetailsSchema>;
