import type { Metrics } from "../rest/metrics.ts";

/**
 * The metric `numRestarts` from `GET /jobs/:jobid/metrics?get=numRestarts`; absent until the
 * JobManager has measured it.
 */
export function restartCount(metrics: Metrics): number | undefined {
  const value = metrics.find((metric) => metric.id === "numRestarts")?.value;
  const count = value === undefined ? Number.NaN : Number(value);
  return Number.isFinite(count) && count >= 0 ? count : undefined;
}
