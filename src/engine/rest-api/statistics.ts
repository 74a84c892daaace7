// Statistics over subtasks as Flink prints them: whole numbers, percentiles by the rule of commons-math. Flink: MetricStatistics.

import { percentile } from "../../base/percentile.ts";
import type { MetricStatistics } from "../../rest/io-metrics.ts";

/** Statistics of `values`, which are at least one. */
export function metricStatistics(values: readonly number[]): MetricStatistics {
  const sorted = values.toSorted((a, b) => a - b);
  const sum = sorted.reduce((total, value) => total + value, 0);
  const at = (percent: number): number => Math.trunc(percentile(sorted, percent));
  return {
    min: Math.trunc(sorted[0] ?? 0),
    max: Math.trunc(sorted.at(-1) ?? 0),
    avg: Math.trunc(sum / sorted.length),
    sum: Math.trunc(sum),
    median: at(50),
    p25: at(25),
    p75: at(75),
    p95: at(95),
  };
}
