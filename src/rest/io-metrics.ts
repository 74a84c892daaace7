import * as z from "zod/mini";
import { amountSchema, doubleSchema, lenient, orElse } from "./schema-parts.ts";

/**
 * Counters of a vertex, subtask or attempt (IOMetricsInfo), totals since the attempt started; times in ms. While a
 * `-complete` flag is false some subtask has not reported yet, and its counter counts too low.
 */
const countersSchema = z.object({
  "read-bytes": amountSchema,
  "read-bytes-complete": z.catch(z.boolean(), false),
  "write-bytes": amountSchema,
  "write-bytes-complete": z.catch(z.boolean(), false),
  "read-records": amountSchema,
  "read-records-complete": z.catch(z.boolean(), false),
  "write-records": amountSchema,
  "write-records-complete": z.catch(z.boolean(), false),
  "accumulated-backpressured-time": amountSchema,
  "accumulated-idle-time": amountSchema,
  "accumulated-busy-time": doubleSchema,
});

export type IoMetrics = z.infer<typeof countersSchema>;

/** {@link IoMetrics}; nothing known of anything that is not an object. */
export const ioMetricsSchema = z.catch(countersSchema, z.parse(countersSchema, {}));

/** Statistics over subtasks (MetricStatistics). */
const metricStatisticsSchema = z.object({
  min: amountSchema,
  max: amountSchema,
  avg: amountSchema,
  sum: amountSchema,
  median: amountSchema,
  p25: amountSchema,
  p75: amountSchema,
  p95: amountSchema,
});

export type MetricStatistics = z.infer<typeof metricStatisticsSchema>;

/** AggregatedTaskDetailsInfo: the io-metrics and the ms spent in each state, over the subtasks of a vertex or TaskManager. */
export const aggregatedTaskDetailsSchema = z.object({
  metrics: orElse(z.record(z.string(), metricStatisticsSchema), {}),
  "status-duration": lenient(z.record(z.string(), metricStatisticsSchema)),
});

export type AggregatedTaskDetails = z.infer<typeof aggregatedTaskDetailsSchema>;
