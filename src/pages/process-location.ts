import { useMemo } from "react";
import { useSearchParams } from "react-router";

import { urlPart } from "../base/url-part.ts";
import type { LogPlace } from "../features/processes/log-browser.tsx";
import type { LogFile } from "../observe/process.ts";
import type { TabItem } from "../ui/tabs.tsx";

/** The parts of a process's page. */
export type ProcessTab = "metrics" | "config" | "logs" | "threads" | "profiler";

/** The state in the address of a process's page. */
export type ProcessLocation = { readonly tab: ProcessTab; readonly file: LogFile };

/** The parts of the JobManager's page that every cluster has. */
export const JOB_MANAGER_TABS: readonly TabItem<ProcessTab>[] = [
  { id: "metrics", label: "Metrics" },
  { id: "config", label: "Configuration" },
  { id: "logs", label: "Logs" },
  { id: "threads", label: "Threads" },
];

/** Only if the cluster has a profiler. */
export const PROFILER_TAB: TabItem<ProcessTab> = { id: "profiler", label: "Profiler" };

const MAIN: LogFile = { kind: "main" };

/**
 * Flink's WebUI calls the list of files `log` for the JobManager and `log-list` for a TaskManager,
 * and so does Drey.
 */
const LIST = { jobmanager: "log", taskmanager: "log-list" } as const;

/**
 * Reads the part after `#/job-manager/` or `#/task-manager/<id>/`, with the paths of Flink's WebUI:
 * `metrics`, `config`, `logs`, `stdout`, `log/<name>` or `log-list/<name>`, `thread-dump`,
 * `profiler`. `rest` is decoded.
 */
export function readProcessLocation(kind: keyof typeof LIST, rest: string): ProcessLocation {
  const [part = "", ...names] = rest.split("/");
  const name = names.join("/");
  switch (part) {
    case "logs":
      return { tab: "logs", file: MAIN };
    case "stdout":
      return { tab: "logs", file: { kind: "stdout" } };
    case LIST[kind]:
      return { tab: "logs", file: name === "" ? MAIN : { kind: "named", name } };
    case "thread-dump":
      return { tab: "threads", file: MAIN };
    case "profiler":
      return { tab: "profiler", file: MAIN };
    case "config":
      return { tab: kind === "jobmanager" ? "config" : "metrics", file: MAIN };
    default:
      return { tab: "metrics", file: MAIN };
  }
}

/** The last part of the path that {@link readProcessLocation} reads. */
export function processPath(kind: keyof typeof LIST, { tab, file }: ProcessLocation): string {
  switch (tab) {
    case "metrics":
    case "config":
    case "profiler":
      return tab;
    case "threads":
      return "thread-dump";
    case "logs":
      if (file.kind === "named") return `${LIST[kind]}/${urlPart(file.name)}`;
      return file.kind === "main" ? "logs" : "stdout";
  }
}

/** The vertex whose thread a link goes to: `thread-dump?vertexName=…`, as in Flink's WebUI. */
export function useVertexName(): string | undefined {
  const [parameters] = useSearchParams();
  const name = parameters.get("vertexName")?.trim() ?? "";
  return name === "" ? undefined : name;
}

/** The place in a log that a link goes to: `logs?at=<epoch ms>&find=<text>`. Undefined without a time. */
export function useLogPlace(): LogPlace | undefined {
  const [parameters] = useSearchParams();
  const at = parameters.get("at") ?? "";
  const find = parameters.get("find") ?? "";
  return useMemo(() => (/^\d{1,15}$/.test(at) ? { atMs: Number(at), find } : undefined), [at, find]);
}
