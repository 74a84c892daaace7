import { callKey, callOptions, type FactOptions, type FactTiming } from "../client/fact-options.ts";
import { replaceEqualDeep } from "@tanstack/query-core";

import type { ObservedBackend } from "../client/backend.ts";
import { type CounterSample, counterSample, nextRateBook, type RateBook } from "../domain/rate.ts";
import type { LogUrl } from "../rest/jobmanager.ts";
import type { Job, JobConfig } from "../rest/jobs.ts";
import type { Metrics } from "../rest/metrics.ts";
import { foldedOptions } from "./folded-options.ts";

/** A job in its last reply, and the rates of its vertices from all replies so far. */
export type LiveJob = { job: Job; rates: RateBook };

/**
 * `GET /jobs/:jobid` at the cluster's refresh interval. Everything on the job's page depends on it.
 */
export function jobOptions(observed: ObservedBackend, jobid: string | undefined): FactOptions<LiveJob> {
  const params = { jobid: jobid ?? "" };
  const options = foldedOptions<Job, LiveJob>(observed, {
    key: callKey("job", params, {}),
    ask: ({ client, signal }) => client.call("job", params, {}, { signal }),
    fold: (known, job) => ({
      job: {
        ...job,
        plan: replaceEqualDeep(known?.job.plan, job.plan),
        "stream-graph": replaceEqualDeep(known?.job["stream-graph"], job["stream-graph"]),
      },
      rates: nextRateBook(known?.rates, job.now, samplesOf(job)),
    }),
    isEnabled: jobid !== undefined,
  });
  // Only the plan stays the same in the next reply. A comparison of all counters and rates of a
  // large job would take longer than its rendering.
  return { ...options, structuralSharing: false };
}

/** The counters of each vertex in a reply, by vertex id. */
export function samplesOf(job: Job): Readonly<Record<string, CounterSample | undefined>> {
  return Object.fromEntries(
    job.vertices.map((vertex) => [
      vertex.id,
      counterSample(vertex.metrics, {
        atMs: job.now,
        startedMs: vertex["start-time"],
        taskCount: (vertex.tasks.RUNNING ?? 0) + (vertex.tasks.FINISHED ?? 0),
      }),
    ]),
  );
}

// Its owner is in src/client, because the liveness of a History Server follows it.
export { jobsOverviewOptions } from "../client/cluster-options.ts";

/**
 * How often the job was restarted. Flink refreshes metrics every 10 s, but a restart resets them,
 * so it is requested at each refresh.
 */
export function restartsOptions(
  observed: ObservedBackend,
  jobid: string,
  timing: Pick<FactTiming<Metrics>, "isEnabled" | "isOneOfMany" | "refreshMs"> = {},
): FactOptions<Metrics> {
  return callOptions(observed, "jobMetrics", { jobid }, { get: "numRestarts" }, timing);
}

/** `GET /jobs/:jobid/config`, which never changes. */
export function jobConfigOptions(observed: ObservedBackend, jobid: string): FactOptions<JobConfig> {
  return callOptions(observed, "jobConfig", { jobid }, {}, { isFixed: true });
}

/**
 * `GET /jobs/:jobid/jobmanager/log-url`. A History Server answers 404 unless
 * `historyserver.log.jobmanager.url-pattern` is set.
 */
export function jobManagerLogUrlOptions(observed: ObservedBackend, jobid: string, isEnabled: boolean): FactOptions<LogUrl> {
  return callOptions(observed, "jobManagerLogUrl", { jobid }, {}, { isFixed: true, isEnabled });
}

/**
 * `GET /jobs/:jobid/taskmanagers/:taskmanagerid/log-url`, of one of many TaskManagers. A History Server answers 404 unless
 * `historyserver.log.taskmanager.url-pattern` is set.
 */
export function taskManagerLogUrlOptions(
  observed: ObservedBackend,
  jobid: string,
  taskmanagerid: string,
  isEnabled: boolean,
): FactOptions<LogUrl> {
  return callOptions(observed, "taskManagerLogUrl", { jobid, taskmanagerid }, {}, { isFixed: true, isOneOfMany: true, isEnabled });
}
