import type { ObservedBackend } from "../client/backend.ts";
import { type FactKey, factOptions, type FactOptions } from "../client/fact-options.ts";
import { foldedOptions } from "./folded-options.ts";
import type { LogList } from "../rest/logs.ts";
import type { Profiling, ProfilingList } from "../rest/profiling.ts";
import type { ThreadDump } from "../rest/threads.ts";
import { callLogList, callMetrics, callProfilings, callThreadDump, type FlinkProcess, type LogFile, processKey } from "./process.ts";
import { type LogReading, type LogText, readLog } from "./read-log.ts";

/** The files of a process, at the refresh interval, because logs roll. */
export function logListOptions(observed: ObservedBackend, process: FlinkProcess): FactOptions<LogList> {
  return factOptions(observed, ["processLogs", processKey(process)], ({ signal }) => callLogList(observed.backend, process, signal));
}

/**
 * The text of a file, or its end: loaded when opened, on request, and at the refresh interval while
 * followed.
 */
export function logTextOptions(
  observed: ObservedBackend,
  process: FlinkProcess,
  file: LogFile,
  { isFollowed, isEnabled, isLargeWanted, onRead }: { isFollowed: boolean; isEnabled: boolean } & Omit<LogReading, "signal">,
): FactOptions<LogText> {
  const ask = ({ signal }: { signal: AbortSignal }): Promise<LogText> =>
    readLog(observed.backend, process, file, { isLargeWanted, onRead, signal });
  return {
    ...factOptions(observed, ["processLog", processKey(process), file, isLargeWanted], ask, {
      refreshMs: isFollowed ? observed.refreshMs : false,
      isEnabled,
    }),
    // It may be large and is on the screen, so it is loaded again only on request.
    refetchOnWindowFocus: false,
  };
}

/** A dump and the one before it; times in epoch ms. */
export type ThreadDumps = {
  readonly dump: ThreadDump;
  readonly former: { readonly dump: ThreadDump; readonly atMs: number } | undefined;
  readonly atMs: number;
};

/**
 * The threads of a process at the time of the request, and of the request before. Requested only by
 * `refetch`, because a dump stops the threads of the process.
 */
export function threadDumpOptions(observed: ObservedBackend, process: FlinkProcess): FactOptions<ThreadDumps> {
  const options = foldedOptions<ThreadDump, ThreadDumps>(observed, {
    key: ["processThreads", processKey(process)],
    ask: ({ signal }) => callThreadDump(observed.backend, process, signal),
    fold: (known, dump, atMs) => ({ dump, atMs, former: known === undefined ? undefined : { dump: known.dump, atMs: known.atMs } }),
    refreshMs: false,
    isEnabled: false,
  });
  return { ...options, refetchOnWindowFocus: false };
}

/**
 * The runs of the profiler: at the refresh interval while one is in progress, and after a start.
 */
export function profilingsOptions(observed: ObservedBackend, process: FlinkProcess): FactOptions<ProfilingList> {
  const ask = ({ signal }: { signal: AbortSignal }): Promise<ProfilingList> => callProfilings(observed.backend, process, signal);
  return factOptions(observed, profilingsKey(process), ask, {
    refreshMs: ({ data }) => (data?.profilingList.some(isProfiling) === true ? observed.refreshMs : false),
  });
}

function profilingsKey(process: FlinkProcess): readonly unknown[] {
  return ["processProfilings", processKey(process)];
}

/** The key of {@link profilingsOptions}, for `invalidateQueries`. */
export function profilingsKeyOf({ backend }: ObservedBackend, process: FlinkProcess): FactKey {
  return [backend.id, ...profilingsKey(process)];
}

/** Whether a run of the profiler is in progress. */
export function isProfiling({ status }: Profiling): boolean {
  return status === "RUNNING";
}

/** Values by metric name. */
export type MetricValues = Readonly<Record<string, string>>;

/** Flink refreshes its metrics every 10 s by default (`metrics.fetcher.update-interval`). */
const METRICS_REFRESH_MS = 10_000;
/** This many names fit into a URL, whose first line Flink limits to 4096 bytes (Netty). */
export const NAMES_AT_ONCE = 40;

/** The names of all metrics of a process. */
export function metricNamesOptions(observed: ObservedBackend, process: FlinkProcess): FactOptions<readonly string[]> {
  const ask = async ({ signal }: { signal: AbortSignal }): Promise<readonly string[]> => {
    const named = await callMetrics(observed.backend, process, undefined, signal);
    // Flink would read a comma as a separator.
    return named.map(({ id }) => id).filter((id) => !id.includes(","));
  };
  return factOptions(observed, ["processMetricNames", processKey(process)], ask, { refreshMs: METRICS_REFRESH_MS });
}

/** The values of these metrics of a process: at least one, and at most {@link NAMES_AT_ONCE}. */
export function metricValuesOptions(observed: ObservedBackend, process: FlinkProcess, names: readonly string[]): FactOptions<MetricValues> {
  const ask = async ({ signal }: { signal: AbortSignal }): Promise<MetricValues> => {
    const values = await callMetrics(observed.backend, process, names, signal);
    return Object.fromEntries(values.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])));
  };
  return factOptions(observed, ["processMetrics", processKey(process), names], ask, { refreshMs: METRICS_REFRESH_MS });
}
