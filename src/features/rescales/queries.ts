import { useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { isNotFound } from "../../client/http-status-error.ts";
import { callOptions, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import { rescaleWay } from "../../domain/scheduler.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Rescale, RescaleConfig, RescaleHistory, RescaleSummary } from "../../rest/rescales.ts";
import type { ResourceRequirements } from "../../rest/resource-requirements.ts";

/** Whether the cluster has answered that it has no such thing; that stays so, and is not asked again. Without an answer nobody knows. */
function isRefusal(error: Error | null): boolean {
  return isNotFound(error);
}

/** Whether a job's scheduler rescales it in place, and so has rescales to tell of. */
export function useHasRescales(job: Job | undefined): boolean {
  const config = useCall("config", {}, {}, { refreshMs: false }).data;
  return job !== undefined && rescaleWay(job, config) === "in place";
}

/** `GET …/rescales/history`, newest first, at the refresh interval. 404 where none is kept. */
export function useRescaleHistory(jobid: string, isLive: boolean): UseQueryResult<RescaleHistory> {
  const refreshMs = useRefreshMs();
  return useQuery({
    ...callOptions(useBackend(), "rescaleHistory", { jobid }, {}, refreshMs),
    refetchInterval: ({ state }) => (isLive && !isRefusal(state.error) ? refreshMs : false),
  });
}

/** `GET …/rescales/summary`, at the refresh interval. 404 where no history is kept. */
export function useRescaleSummary(jobid: string, isLive: boolean): UseQueryResult<RescaleSummary> {
  const refreshMs = useRefreshMs();
  return useQuery({
    ...callOptions(useBackend(), "rescaleSummary", { jobid }, {}, refreshMs),
    refetchInterval: ({ state }) => (isLive && !isRefusal(state.error) ? refreshMs : false),
  });
}

/** `GET …/rescales/config`: it is the cluster's, and does not change. 404 before 2.3. */
export function useRescaleConfig(jobid: string): UseQueryResult<RescaleConfig> {
  return useCall("rescaleConfig", { jobid }, {}, { refreshMs: false });
}

/** `GET …/resource-requirements`, at the refresh interval. A job that has ended has none. */
export function useRequirements(jobid: string, isLive: boolean): UseQueryResult<ResourceRequirements> {
  return useCall("resourceRequirements", { jobid }, {}, { isEnabled: isLive });
}

/** `GET …/rescales/details/:rescaleuuid`: asked again only while it is under way. */
export function useRescale(jobid: string, rescaleuuid: string, isUnderWay: boolean): UseQueryResult<Rescale> {
  const refreshMs = useRefreshMs();
  return useCall("rescaleDetails", { jobid, rescaleuuid }, {}, { refreshMs: isUnderWay ? refreshMs : false });
}

/** The parallelisms and states of so many rescales are asked for at once; each is one call, and older ones are told when they are opened. */
const WITH_DETAILS = 20;

/** The details of the newest rescales by id: the history has neither their vertices nor their states. */
export function useNewestDetails(jobid: string, history: RescaleHistory): Readonly<Record<string, Rescale | undefined>> {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  const newest = history.slice(0, WITH_DETAILS);
  const queries = useQueries({
    queries: newest.map(({ rescaleUuid, terminalState }) => {
      const isOver = terminalState !== null && terminalState !== undefined;
      return {
        // Under the state that the history says, so that the last word of one that was under way is asked for once more.
        queryKey: [backend.id, "rescaleInHistory", { jobid, rescaleUuid, isOver }] as const,
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          backend.client.call("rescaleDetails", { jobid, rescaleuuid: rescaleUuid }, {}, { signal }),
        refetchInterval: isOver ? (false as const) : refreshMs,
        staleTime: isOver ? Number.POSITIVE_INFINITY : 0,
      };
    }),
  });
  return Object.fromEntries(newest.map(({ rescaleUuid }, index) => [rescaleUuid, queries[index]?.data]));
}
