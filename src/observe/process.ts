import type { Backend } from "../client/backend.ts";
import type { ReplySink } from "../client/transport.ts";
import type { LogList } from "../rest/logs.ts";
import type { Metrics } from "../rest/metrics.ts";
import type { Profiling, ProfilingList, ProfilingRequest } from "../rest/profiling.ts";
import type { ThreadDump } from "../rest/threads.ts";

/** A JVM of the cluster: the JobManager, or a TaskManager by its id. Both have the same calls. */
export type FlinkProcess = { readonly kind: "jobmanager" } | { readonly kind: "taskmanager"; readonly id: string };

/**
 * A file of a process: its main log (`log.file`), its standard output, or a file in its log
 * directory by name.
 */
export type LogFile = { readonly kind: "main" } | { readonly kind: "stdout" } | { readonly kind: "named"; readonly name: string };

/** Identifies a process in cache keys. */
export function processKey(process: FlinkProcess): string {
  return process.kind === "jobmanager" ? "jobmanager" : `taskmanager ${process.id}`;
}

/** `GET …/logs`: the files of its log directory. */
export function callLogList({ client }: Backend, process: FlinkProcess, signal: AbortSignal): Promise<LogList> {
  return process.kind === "jobmanager"
    ? client.call("jobManagerLogs", {}, {}, { signal })
    : client.call("taskManagerLogs", { taskmanagerid: process.id }, {}, { signal });
}

/** The whole of a file, piece by piece. Flink's REST API cannot read a part of one. */
export function streamLog({ client }: Backend, process: FlinkProcess, file: LogFile, sink: ReplySink, signal: AbortSignal): Promise<void> {
  if (process.kind === "jobmanager") {
    switch (file.kind) {
      case "main":
        return client.stream("jobManagerLog", {}, sink, signal);
      case "stdout":
        return client.stream("jobManagerStdout", {}, sink, signal);
      case "named":
        return client.stream("jobManagerLogFile", { filename: file.name }, sink, signal);
    }
  }
  const params = { taskmanagerid: process.id };
  switch (file.kind) {
    case "main":
      return client.stream("taskManagerLog", params, sink, signal);
    case "stdout":
      return client.stream("taskManagerStdout", params, sink, signal);
    case "named":
      return client.stream("taskManagerLogFile", { ...params, filename: file.name }, sink, signal);
  }
}

/** `GET …/thread-dump`: the current stack of every thread. */
export function callThreadDump({ client }: Backend, process: FlinkProcess, signal: AbortSignal): Promise<ThreadDump> {
  return process.kind === "jobmanager"
    ? client.call("jobManagerThreadDump", {}, {}, { signal })
    : client.call("taskManagerThreadDump", { taskmanagerid: process.id }, {}, { signal });
}

/** `GET …/profiler`: the runs of the profiler, newest first. */
export function callProfilings({ client }: Backend, process: FlinkProcess, signal: AbortSignal): Promise<ProfilingList> {
  return process.kind === "jobmanager"
    ? client.call("jobManagerProfilings", {}, {}, { signal })
    : client.call("taskManagerProfilings", { taskmanagerid: process.id }, {}, { signal });
}

/** `POST …/profiler`: starts a run. */
export function callStartProfiling({ client }: Backend, process: FlinkProcess, body: ProfilingRequest): Promise<Profiling> {
  return process.kind === "jobmanager"
    ? client.call("startJobManagerProfiling", {}, {}, { body })
    : client.call("startTaskManagerProfiling", { taskmanagerid: process.id }, {}, { body });
}

/** The result of a run: async-profiler's own page. */
export function callProfilingFile({ client }: Backend, process: FlinkProcess, filename: string): Promise<string> {
  return process.kind === "jobmanager"
    ? client.call("jobManagerProfilingFile", { filename }, {})
    : client.call("taskManagerProfilingFile", { taskmanagerid: process.id, filename }, {});
}

/** `GET …/metrics`: names without `get`, values with it. */
export function callMetrics(
  { client }: Backend,
  process: FlinkProcess,
  get: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Metrics> {
  const query = get === undefined ? {} : { get };
  return process.kind === "jobmanager"
    ? client.call("jobManagerMetrics", {}, query, { signal })
    : client.call("taskManagerMetrics", { taskmanagerid: process.id }, query, { signal });
}
