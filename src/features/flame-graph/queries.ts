import { useQuery, type UseQueryResult } from "@tanstack/react-query";

import { useMayBeSwitchedOn } from "../../client/capabilities.ts";
import { callOptions, useBackend, useRefreshMs } from "../../client/use-client.tsx";
import type { FlameGraph } from "../../rest/flame-graph.ts";

/** Which threads a sample is made of: those that run, those that wait, or all. Flink's words. */
export type SampleType = "on_cpu" | "off_cpu" | "full";

/** What a sample is asked of. */
export type SampleOf = {
  /** Undefined while it is not known. */
  vertexId: string | undefined;
  type: SampleType;
  /** Undefined for all of the vertex. */
  subtask: number | undefined;
};

/** A sample that is there changes when Flink's `rest.flamegraph.refresh-interval` is over, a minute by default; so often we look. */
const LOOK_AGAIN_MS = 15_000;

/** Whether the cluster samples its tasks. Its configuration is asked, for asking for a sample would take one. */
export function useHasFlameGraphs(): boolean {
  return useMayBeSwitchedOn("rest.flamegraph.enabled");
}

/** `GET …/flamegraph`. Asking makes Flink take a sample if its last one is old; until then it says that there is none yet. */
export function useFlameGraph(jobid: string, { vertexId, type, subtask }: SampleOf, isLive: boolean): UseQueryResult<FlameGraph> {
  const refreshMs = useRefreshMs();
  const query = subtask === undefined ? { type } : { type, subtaskindex: subtask };
  return useQuery({
    ...callOptions(useBackend(), "vertexFlameGraph", { jobid, vertexid: vertexId ?? "" }, query, refreshMs),
    refetchInterval: ({ state }) => (!isLive ? false : state.data?.data === undefined ? refreshMs : LOOK_AGAIN_MS),
    enabled: vertexId !== undefined,
  });
}
