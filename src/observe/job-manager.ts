import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions } from "../client/fact-options.ts";
import { HEAP_METRICS } from "../domain/heap-use.ts";
import type { JobManagerConfig, JobManagerEnvironment } from "../rest/jobmanager.ts";
import type { Metrics } from "../rest/metrics.ts";

/**
 * Flink refreshes metrics every 10 s by default (`metrics.fetcher.update-interval`), and the heap
 * changes slowly.
 */
const HEAP_REFRESH_MS = 10_000;

/** The metrics of the JobManager's heap. */
export function jobManagerHeapOptions(observed: ObservedBackend): FactOptions<Metrics> {
  return callOptions(observed, "jobManagerMetrics", {}, { get: HEAP_METRICS }, { refreshMs: HEAP_REFRESH_MS });
}

/** `GET /jobmanager/environment`, which never changes. */
export function jobManagerEnvironmentOptions(observed: ObservedBackend): FactOptions<JobManagerEnvironment> {
  return callOptions(observed, "jobManagerEnvironment", {}, {}, { isFixed: true });
}

/** `GET /jobs/:jobid/jobmanager/config`: the configuration of the JobManager that ran the job. */
export function jobManagerConfigOfJobOptions(observed: ObservedBackend, jobid: string): FactOptions<JobManagerConfig> {
  return callOptions(observed, "jobManagerConfigOfJob", { jobid }, {}, { isFixed: true });
}

/** `GET /jobs/:jobid/jobmanager/environment`, of the same JobManager. */
export function jobManagerEnvironmentOfJobOptions(observed: ObservedBackend, jobid: string): FactOptions<JobManagerEnvironment> {
  return callOptions(observed, "jobManagerEnvironmentOfJob", { jobid }, {}, { isFixed: true });
}
