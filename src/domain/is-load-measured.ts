/** Flink measures where a task's time goes in slices this long. Flink: View.UPDATE_INTERVAL_SECONDS. */
const FIRST_SLICE_MS = 5_000;

/** So much older than the task the cluster's copy of a metric may be. Flink: metrics.fetcher.update-interval. */
const METRICS_INTERVAL_MS = 10_000;

/**
 * Whether a task's load was measured at all. Busy is what is neither idle nor backpressured, and these are 0 before the first slice is over: a
 * task that has just started is reported as wholly busy. The report stays until the cluster reads the metrics again, so wholly busy is not
 * believed for that much longer. `ageMs` counts from the deployment; negative where that is not known.
 */
export function isLoadMeasured(ageMs: number, busyShare: number | undefined): boolean {
  if (ageMs < 0) return true;
  if (ageMs < FIRST_SLICE_MS) return false;
  return ageMs >= FIRST_SLICE_MS + METRICS_INTERVAL_MS || busyShare === undefined || busyShare < 1;
}
