import { useQueries, type UseQueryResult } from "@tanstack/react-query";

import { callOptions, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import type { Config } from "../../rest/config.ts";
import type { JobsOverview } from "../../rest/jobs.ts";
import type { Metrics } from "../../rest/metrics.ts";
import type { Overview } from "../../rest/overview.ts";
import type { TaskManager, TaskManagers } from "../../rest/taskmanagers.ts";
import { HEAP_METRICS, type HeapUse, heapUse } from "../../domain/heap-use.ts";

/** `GET /overview`, at the cluster's refresh interval: slots and jobs come and go. */
export function useOverview(): UseQueryResult<Overview> {
  return useCall("overview", {}, {});
}

/** `GET /jobs/overview`, at the cluster's refresh interval. */
export function useJobsOverview(): UseQueryResult<JobsOverview> {
  return useCall("jobsOverview", {}, {});
}

/** `GET /taskmanagers`, at the cluster's refresh interval. */
export function useTaskManagers(): UseQueryResult<TaskManagers> {
  return useCall("taskManagers", {}, {});
}

/** `GET /config`: asked once, it does not change while a JobManager lives. */
export function useConfig(): UseQueryResult<Config> {
  return useCall("config", {}, {}, { refreshMs: false });
}

/** The details of several TaskManagers, in their order; undefined for those that did not answer (yet). */
export function useTaskManagerDetails(ids: readonly string[]): readonly (TaskManager | undefined)[] {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  return useQueries({
    queries: ids.map((taskmanagerid) => callOptions(backend, "taskManager", { taskmanagerid }, {}, refreshMs)),
  }).map((query) => query.data);
}

/** One metric of one job, for a row that is drawn. Flink renews metrics every 10 s, but a restart resets what it has: so each refresh. */
export function useJobRestarts(jobid: string): UseQueryResult<Metrics> {
  return useCall("jobMetrics", { jobid }, { get: "numRestarts" });
}

/** The checkpoints of one job, if it has any, for a row that is drawn; at the cluster's refresh interval, their age is on the screen. */
export function useJobCheckpoints(jobid: string, isEnabled: boolean): UseQueryResult<Checkpoints> {
  return useCall("checkpoints", { jobid }, {}, { isEnabled });
}

/** Flink renews metrics every 10 s unless told otherwise (`metrics.fetcher.update-interval`), and a heap is no news. */
const HEAP_REFRESH_MS = 10_000;

/** The JobManager's heap; absent where it is not measured. */
export function useJobManagerHeap(): HeapUse {
  return heapUse(useCall("jobManagerMetrics", {}, { get: HEAP_METRICS }, { refreshMs: HEAP_REFRESH_MS }).data);
}
