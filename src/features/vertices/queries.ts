import { keepPreviousData, useQueries, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";

import { spreadRefresh } from "../../client/request-budget.ts";
import { callOptions, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import { counterSample, nextRateBook, type RateBook } from "../../domain/rate.ts";
import type { CheckpointSubtasks } from "../../rest/checkpoints.ts";
import type { Container } from "../../rest/playground.ts";
import type { Vertex, VertexBackpressure } from "../../rest/vertices.ts";

/** A vertex with its subtasks as of the last reply, and their rates by subtask index. */
export type LiveVertex = { vertex: Vertex; rates: RateBook };

/** `GET …/vertices/:vertexid` at the refresh interval, for the one that is inspected. */
export function useLiveVertex(jobid: string, vertexid: string, isLive: boolean): UseQueryResult<LiveVertex> {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const refreshMs = useRefreshMs();
  const queryKey = [backend.id, "liveVertex", { jobid, vertexid }] as const;
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<LiveVertex> => {
      const vertex = await backend.client.call("vertex", { jobid, vertexid }, {}, { signal });
      return { vertex, rates: nextRateBook(queryClient.getQueryData<LiveVertex>(queryKey)?.rates, vertex.now, samplesOf(vertex)) };
    },
    refetchInterval: isLive ? refreshMs : false,
  });
}

function samplesOf({ subtasks, now }: Vertex): Parameters<typeof nextRateBook>[2] {
  return Object.fromEntries(
    subtasks.map((subtask) => [
      String(subtask.subtask),
      counterSample(subtask.metrics, { atMs: now, startedMs: subtask["start-time"], taskCount: subtask.status === "RUNNING" ? 1 : 0 }),
    ]),
  );
}

/** Attempts change with a restart only, and no other call tells them. */
const ATTEMPTS_REFRESH_MS = 3000;

/** The details of all vertices by id, for their attempts. */
export function useVertexDetails(jobid: string, ids: readonly string[], isLive: boolean): Readonly<Record<string, Vertex | undefined>> {
  const backend = useBackend();
  const refreshMs = spreadRefresh(ATTEMPTS_REFRESH_MS, ids.length);
  const queries = useQueries({
    queries: ids.map((vertexid) => callOptions(backend, "vertex", { jobid, vertexid }, {}, isLive ? refreshMs : false)),
  });
  return Object.fromEntries(ids.map((id, index) => [id, queries[index]?.data]));
}

/** `GET …/backpressure` at the refresh interval: Flink samples when it is asked. Of a vertex none of whose tasks works it has no answer. */
export function useBackpressure(
  jobid: string,
  vertexid: string,
  isWorking: boolean,
): { readonly data: VertexBackpressure | undefined; readonly error: Error | null } {
  const { data, error } = useCall("vertexBackpressure", { jobid, vertexid }, {}, { isEnabled: isWorking });
  return isWorking ? { data, error } : NOTHING_MEASURED;
}

const NOTHING_MEASURED = { data: undefined, error: null };

/** What one vertex contributed to one checkpoint; it does not change once that is complete. The last one stays until the next is there. */
export function useCheckpointPart(jobid: string, checkpointId: number | undefined, vertexid: string): UseQueryResult<CheckpointSubtasks> {
  const backend = useBackend();
  return useQuery({
    ...callOptions(backend, "checkpointSubtasks", { jobid, checkpointid: String(checkpointId ?? ""), vertexid }, {}, false),
    enabled: checkpointId !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The containers, for the TaskManagers' names; none without the playground. */
export function useContainers(): readonly Container[] {
  const { hasPlayground } = useBackend();
  return useCall("playgroundContainers", {}, {}, { isEnabled: hasPlayground }).data?.containers ?? [];
}
