import { urlPart } from "../base/url-part.ts";

import { useMemo } from "react";
import { type NavigateFunction, useLocation, useNavigate } from "react-router";

import { type VertexTab, vertexTabOf } from "../features/vertices/vertex-tabs.ts";
import { useAddressParts } from "./address-parts.ts";

/**
 * The tabs of a job's page, in their order. `vertices` shows the graph above it, the others
 * collapse it to a line.
 */
export const JOB_TAB_IDS = [
  "vertices",
  "checkpoints",
  "backpressure",
  "exceptions",
  "history",
  "timeline",
  "dataskew",
  "flamegraph",
  "rescales",
  "configuration",
  "cluster_configuration",
  "output",
] as const;

export type JobTab = (typeof JOB_TAB_IDS)[number];

/** The state in the address of a job's page. */
export type JobLocation = {
  jobId: string;
  tab: JobTab;
  /** Unchecked. The page decides whether such a vertex, checkpoint or rescale exists. */
  vertexId: string | undefined;
  /** The tab of the vertex drawer; undefined for the first one. */
  vertexTab?: VertexTab | undefined;
  /** The index of the subtask to highlight. */
  subtask?: number | undefined;
  /** `newest` follows the newest one that has ended. */
  checkpointId: number | "newest" | undefined;
  /** The ids of two checkpoints to compare. Unchecked. */
  comparedIds?: readonly [number, number] | undefined;
  /** Its UUID. */
  rescaleId?: string | undefined;
  /** Which view of the tab is open, if it has several. Unchecked. */
  view?: string | undefined;
};

/** Flink's WebUI calls the graph's tab `overview`. */
const VERTICES_PATH = "overview";

function tabOfPath(path: string): JobTab {
  return JOB_TAB_IDS.find((id) => pathOfTab(id) === path) ?? "vertices";
}

function pathOfTab(tab: JobTab): string {
  return tab === "vertices" ? VERTICES_PATH : tab;
}

/**
 * Reads `<jid>/<tab>?vertex=<id>&show=<vertex tab>&subtask=<i>&checkpoint=<n>&compare=<n>-<n>&rescale=<uuid>&view=<view>`,
 * and Flink's own bookmarks `<jid>/overview/<vertexId>/<vertex tab>`. A path that only Flink has shows
 * the graph.
 */
export function readJobLocation(jobId: string, rest: string, search: string): JobLocation {
  const [path = "", vertexInPath, partOfVertex = ""] = rest.split("/");
  const query = new URLSearchParams(search);
  const checkpoint = query.get("checkpoint");
  const subtask = query.get("subtask");
  const rescale = query.get("rescale");
  const vertexId = query.get("vertex") ?? (path === VERTICES_PATH ? vertexInPath : undefined);
  return {
    jobId,
    tab: tabOfPath(partOfVertex === "flamegraph" ? partOfVertex : path),
    vertexId: vertexId === "" ? undefined : vertexId,
    vertexTab: readVertexTab(query.get("show") ?? partOfVertex),
    subtask: subtask !== null && /^\d+$/.test(subtask) ? Number(subtask) : undefined,
    checkpointId: checkpoint === "newest" ? checkpoint : checkpoint !== null && /^\d+$/.test(checkpoint) ? Number(checkpoint) : undefined,
    comparedIds: readPair(query.get("compare")),
    rescaleId: rescale === null || rescale === "" ? undefined : rescale,
    view: query.get("view") ?? undefined,
  };
}

function readPair(text: string | null): readonly [number, number] | undefined {
  const [, first, second] = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? "") ?? [];
  return first === undefined || second === undefined ? undefined : [Number(first), Number(second)];
}

/** The first tab is the default, which has no name in addresses. */
function readVertexTab(text: string): VertexTab | undefined {
  const tab = vertexTabOf(text);
  return tab === "detail" ? undefined : tab;
}

/** The path of a job's page within the router. `list` selects one of Flink's two lists. */
export function jobPath(
  list: "running" | "completed",
  { jobId, tab, vertexId, vertexTab, subtask, checkpointId, comparedIds, rescaleId, view }: JobLocation,
): string {
  const query = new URLSearchParams();
  if (vertexId !== undefined) query.set("vertex", vertexId);
  if (vertexId !== undefined && vertexTab !== undefined && vertexTab !== "detail") query.set("show", vertexTab);
  if (vertexId !== undefined && subtask !== undefined) query.set("subtask", String(subtask));
  if (checkpointId !== undefined) query.set("checkpoint", String(checkpointId));
  if (comparedIds !== undefined) query.set("compare", comparedIds.join("-"));
  if (rescaleId !== undefined) query.set("rescale", rescaleId);
  if (view !== undefined) query.set("view", view);
  const search = query.size === 0 ? "" : `?${query.toString()}`;
  return `/job/${list}/${urlPart(jobId)}/${pathOfTab(tab)}${search}`;
}

/** The view state of the job page, stored in the address. */
export type JobNavigation = {
  location: JobLocation;
  /** The path after a change, for a link. */
  pathWith: (change: Partial<JobLocation>) => string;
  /**
   * Navigates. Tabs and the first selection, which opens an inspector, add an entry to the browser's history: Back closes it.
   * Further selections replace the entry.
   */
  go: (change: Partial<JobLocation>) => void;
};

/** Reads and writes the address of a job's page. */
export function useJobNavigation(): JobNavigation {
  // /job/running/<jid>/…
  const [, , jid = "", ...parts] = useAddressParts();
  const rest = parts.join("/");
  const { pathname, search, state } = useLocation();
  const isOpened = state === OPENED;
  const navigate: NavigateFunction = useNavigate();
  return useMemo(() => {
    const location = readJobLocation(jid, rest, search);
    const list = pathname.startsWith("/job/completed/") ? "completed" : "running";
    // The views of another tab are others.
    const pathWith = (change: Partial<JobLocation>): string =>
      jobPath(list, { ...location, subtask: undefined, view: change.tab === undefined ? location.view : undefined, ...change });
    const go = (change: Partial<JobLocation>): void => {
      if (change.tab !== undefined) return void navigate(pathWith(change));
      const [was, becomes] = [isInspecting(location), isInspecting({ ...location, ...change })];
      // The entry before it is this page without an inspector.
      if (was && !becomes && isOpened) return void navigate(-1);
      return void navigate(pathWith(change), { replace: was || !becomes, state: becomes && (isOpened || !was) ? OPENED : null });
    };
    return { location, pathWith, go };
  }, [jid, rest, search, pathname, navigate, isOpened]);
}

/** The state of an entry in the browser's history that an inspector has added. */
const OPENED = "inspector";

function isInspecting({ vertexId, checkpointId, rescaleId }: JobLocation): boolean {
  return vertexId !== undefined || checkpointId !== undefined || rescaleId !== undefined;
}
