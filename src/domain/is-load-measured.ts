/**
 * The length of Flink's measurement interval for a task's load, ms. Flink:
 * View.UPDATE_INTERVAL_SECONDS.
 */
const FIRST_SLICE_MS = 5_000;

/**
 * The most by which the cluster's copy of a metric may be out of date, ms. Flink:
 * metrics.fetcher.update-interval.
 */
const METRICS_INTERVAL_MS = 10_000;

/**
 * Whether a task's load was measured at all. Busy is the time that is neither idle nor
 * backpressured, and both are 0 before the first interval ends. A task that has just started is
 * therefore reported as 100 % busy. The value stays until the cluster reads the metrics again, so
 * 100 % busy is not believed for that much longer. `ageMs` counts from the deployment; negative if
 * unknown.
 */
export function isLoadMeasured(ageMs: number, busyShare: number | undefined): boolean {
  if (ageMs < 0) return true;
  if (ageMs < FIRST_SLICE_MS) return false;
  return ageMs >= FIRST_SLICE_MS + METRICS_INTERVAL_MS || busyShare === undefined || busyShare < 1;
}
