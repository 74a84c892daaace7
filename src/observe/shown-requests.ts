import type { QueryClient } from "@tanstack/query-core";

import type { Backend } from "../client/backend.ts";
import { buildPath } from "../rest/build-path.ts";
import { type EndpointId, ROUTES } from "../rest/routes.ts";
import type { LogFile } from "./process.ts";

/** A call whose reply the page shows. */
export type ShownRequest = {
  readonly id: EndpointId;
  /** Path and query, without the cluster's address. */
  readonly path: string;
  /** How many other calls of the same kind the page shows, such as those for other vertices. */
  readonly more: number;
};

/**
 * The calls whose replies the page shows now, the first one of each of these kinds, in the given
 * order. Reads the cache only.
 */
export function shownRequests(queryClient: QueryClient, backend: Backend, ids: readonly EndpointId[]): readonly ShownRequest[] {
  const paths = new Map<EndpointId, Set<string>>(ids.map((id) => [id, new Set()]));
  for (const query of queryClient.getQueryCache().findAll({ queryKey: [backend.id] })) {
    // A fact that is requested only by a press is not active.
    if (query.getObserversCount() === 0 || (!query.isActive() && query.state.data === undefined)) continue;
    const call = callOf(query.queryKey);
    if (call !== undefined) paths.get(call.id)?.add(call.path);
  }
  return Array.from(paths, ([id, [path, ...others]]) => (path === undefined ? [] : [{ id, path, more: others.length }])).flat();
}

/** The call of a fact whose key names one, see callKey; undefined for a fact of several calls. */
function callOf([, name, params, query]: readonly unknown[]): Pick<ShownRequest, "id" | "path"> | undefined {
  if (typeof name === "string" && typeof params === "string") return processCallOf(name, params, query);
  if (!isEndpointId(name) || ROUTES[name].method !== "GET") return undefined;
  return pathOf(name, params, query);
}

function isEndpointId(name: unknown): name is EndpointId {
  return typeof name === "string" && Object.hasOwn(ROUTES, name);
}

/** The parameters come from a key, which has the ones of the request. */
function pathOf(id: EndpointId, params: unknown, query: unknown): Pick<ShownRequest, "id" | "path"> {
  return { id, path: buildPath(id, (params ?? {}) as never, (query ?? {}) as never) };
}

/** The calls of the facts in processes.ts: of the JobManager, and of a TaskManager. */
const PROCESS_CALLS: Readonly<Record<string, readonly [EndpointId, EndpointId] | undefined>> = {
  processLogs: ["jobManagerLogs", "taskManagerLogs"],
  processMetricNames: ["jobManagerMetrics", "taskManagerMetrics"],
  processProfilings: ["jobManagerProfilings", "taskManagerProfilings"],
  processThreads: ["jobManagerThreadDump", "taskManagerThreadDump"],
};

const LOG_CALLS: Readonly<Record<LogFile["kind"], readonly [EndpointId, EndpointId]>> = {
  main: ["jobManagerLog", "taskManagerLog"],
  stdout: ["jobManagerStdout", "taskManagerStdout"],
  named: ["jobManagerLogFile", "taskManagerLogFile"],
};

/** `key` as processKey makes it; `file` of a log. */
function processCallOf(name: string, key: string, file: unknown): Pick<ShownRequest, "id" | "path"> | undefined {
  const log = name === "processLog" ? (file as LogFile) : undefined;
  const calls = log === undefined ? PROCESS_CALLS[name] : LOG_CALLS[log.kind];
  if (calls === undefined) return undefined;
  const named = log?.kind === "named" ? { filename: log.name } : {};
  return key.startsWith(TASK_MANAGER)
    ? pathOf(calls[1], { taskmanagerid: key.slice(TASK_MANAGER.length), ...named }, {})
    : pathOf(calls[0], named, {});
}

const TASK_MANAGER = "taskmanager ";
