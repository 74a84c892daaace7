import type { AggregatedMetrics } from "../rest/metrics.ts";

/**
 * How unevenly the subtasks of a vertex share its records, 0…1, from the metric numRecordsIn. 0 for a
 * vertex that has received none, for which Flink computes NaN; undefined if the reply has no skew.
 */
export function skewShareOf(metrics: AggregatedMetrics | undefined): number | undefined {
  const skew = metrics?.find(({ id }) => id === "numRecordsIn")?.skew;
  if (skew === undefined) return undefined;
  return typeof skew === "number" ? Math.min(Math.max(skew, 0), 100) / 100 : 0;
}
