import { useMutation, type UseMutationResult, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";

import { useMayBeSwitchedOn } from "../../client/capabilities.ts";
import { type Backend, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import type { JobManagerConfig, JobManagerEnvironment } from "../../rest/jobmanager.ts";
import type { LogList } from "../../rest/logs.ts";
import type { TaskManager } from "../../rest/taskmanagers.ts";
import type { Profiling, ProfilingList, ProfilingRequest } from "../../rest/profiling.ts";
import type { ThreadDump } from "../../rest/threads.ts";
import {
  callLogList,
  callLogText,
  callMetrics,
  callProfilings,
  callStartProfiling,
  callThreadDump,
  type FlinkProcess,
  type LogFile,
  processKey,
} from "../../observe/process.ts";

/** The files of a process, at the refresh interval: logs roll. */
export function useLogList(process: FlinkProcess): UseQueryResult<LogList> {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  return useQuery({
    queryKey: [backend.id, "processLogs", processKey(process)],
    queryFn: ({ signal }) => callLogList(backend, process, signal),
    refetchInterval: refreshMs,
  });
}

/** The text of a file: when it is opened, on request, and at the refresh interval while it is followed. */
export function useLogText(
  process: FlinkProcess,
  file: LogFile,
  { isFollowed, isEnabled }: { isFollowed: boolean; isEnabled: boolean },
): UseQueryResult<string> {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  return useQuery({
    queryKey: [backend.id, "processLog", processKey(process), file],
    queryFn: ({ signal }) => callLogText(backend, process, file, signal),
    refetchInterval: isFollowed ? refreshMs : false,
    // It may be large, and is on the screen: only who asks for it reads it again.
    refetchOnWindowFocus: false,
    enabled: isEnabled,
  });
}

/** The threads of a process, at the moment when they are asked for. */
export function useThreadDump(process: FlinkProcess): UseQueryResult<ThreadDump> {
  const backend = useBackend();
  return useQuery({
    queryKey: [backend.id, "processThreads", processKey(process)],
    queryFn: ({ signal }) => callThreadDump(backend, process, signal),
    refetchOnWindowFocus: false,
  });
}

/** Whether its processes can be profiled from here. */
export function useHasProfiler(): boolean {
  return useMayBeSwitchedOn("rest.profiling.enabled");
}

/** The runs of the profiler: often while one is under way, and when one was begun. */
export function useProfilings(process: FlinkProcess): UseQueryResult<ProfilingList> {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  return useQuery({
    queryKey: profilingsKey(backend, process),
    queryFn: ({ signal }) => callProfilings(backend, process, signal),
    refetchInterval: ({ state }) => (state.data?.profilingList.some(isRunning) === true ? refreshMs : false),
  });
}

/** Begins a run of the profiler. */
export function useStartProfiling(process: FlinkProcess): UseMutationResult<Profiling, Error, ProfilingRequest> {
  const backend = useBackend();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: ProfilingRequest) => callStartProfiling(backend, process, request),
    onSettled: () => queryClient.invalidateQueries({ queryKey: profilingsKey(backend, process) }),
  });
}

function profilingsKey(backend: Backend, process: FlinkProcess): readonly string[] {
  return [backend.id, "processProfilings", processKey(process)];
}

/** Whether a run of the profiler is under way. */
export function isRunning({ status }: Profiling): boolean {
  return status === "RUNNING";
}

/** Values by the names of the metrics. */
export type MetricValues = Readonly<Record<string, string>>;

/** Flink renews what its metrics say every 10 s unless told otherwise (`metrics.fetcher.update-interval`). */
const METRICS_REFRESH_MS = 10_000;
/** So many names fit into an address. */
const NAMES_AT_ONCE = 40;

/** Every metric that a process reports, with its value. */
export function useProcessMetrics(process: FlinkProcess): UseQueryResult<MetricValues> {
  const backend = useBackend();
  return useQuery({
    queryKey: [backend.id, "processMetrics", processKey(process)],
    queryFn: ({ signal }) => loadMetrics(backend, process, signal),
    refetchInterval: METRICS_REFRESH_MS,
  });
}

async function loadMetrics(backend: Backend, process: FlinkProcess, signal: AbortSignal): Promise<MetricValues> {
  const named = await callMetrics(backend, process, undefined, signal);
  // A comma would be two names to Flink.
  const ids = named.map(({ id }) => id).filter((id) => !id.includes(","));
  const parts = Array.from({ length: Math.ceil(ids.length / NAMES_AT_ONCE) }, (_, part) =>
    ids.slice(part * NAMES_AT_ONCE, (part + 1) * NAMES_AT_ONCE),
  );
  const replies = await Promise.all(parts.map((part) => callMetrics(backend, process, part, signal)));
  return Object.fromEntries(replies.flat().flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])));
}

/** `GET /jobmanager/config`: it does not change while a JobManager lives. */
export function useJobManagerConfig(): UseQueryResult<JobManagerConfig> {
  return useCall("jobManagerConfig", {}, {}, { refreshMs: false });
}

/** `GET /jobmanager/environment`, as fixed as the configuration. */
export function useJobManagerEnvironment(): UseQueryResult<JobManagerEnvironment> {
  return useCall("jobManagerEnvironment", {}, {}, { refreshMs: false });
}

/** `GET /taskmanagers/:taskmanagerid`, at the refresh interval. */
export function useTaskManager(taskmanagerid: string): UseQueryResult<TaskManager> {
  return useCall("taskManager", { taskmanagerid }, {});
}
