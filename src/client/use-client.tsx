// How React meets the client: one backend in a context, and one hook per call. Keys begin with the backend's identity, so that
// another backend never shows the facts of this one, and are made of the very parameters of the request.
import { queryOptions, useQuery, type UseQueryOptions, type UseQueryResult } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

import { ensureExists } from "../base/assert.ts";
import { timerMs } from "../base/timer.ts";
import type { ResponseBody } from "../rest/endpoints.ts";
import type { EndpointId, PathParams, QueryParams } from "../rest/routes.ts";
import type { ChosenBackend } from "./create-transport.ts";

/** What the dashboard is connected to. */
export type Backend = ChosenBackend;

const BackendContext = createContext<Backend | undefined>(undefined);

/** Gives the chosen backend to everything below. */
export function BackendProvider({ backend, children }: { backend: Backend; children: ReactNode }): ReactNode {
  return <BackendContext value={backend}>{children}</BackendContext>;
}

/** The chosen backend: its label, capabilities and client. */
export function useBackend(): Backend {
  return ensureExists(useContext(BackendContext), "a BackendProvider above");
}

/** See {@link useCall}. */
export type CallOptions = {
  /** How often to ask again, ms; `false` is never. By default the cluster's own refresh interval. */
  refreshMs?: number | false;
  /** Off while something that the call needs is not known yet. */
  isEnabled?: boolean;
};

type Call<Id extends EndpointId> = UseQueryOptions<
  ResponseBody<Id>,
  Error,
  ResponseBody<Id>,
  readonly [string, Id, PathParams<Id>, QueryParams<Id>]
>;

/** A call as TanStack's query options, for `useQueries`, prefetching and reading the cache. */
export function callOptions<Id extends EndpointId>(
  backend: Backend,
  id: Id,
  params: PathParams<Id>,
  query: QueryParams<Id>,
  refreshMs: number | false,
): Call<Id> {
  return queryOptions({
    queryKey: [backend.id, id, params, query] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => backend.client.call(id, params, query, { signal }),
    refetchInterval: refreshMs,
  });
}

/** The start of every key of a backend, or of all its replies to one call: for `invalidateQueries`. */
export function callKey(backend: Backend, id?: EndpointId): readonly string[] {
  return id === undefined ? [backend.id] : [backend.id, id];
}

/** Makes a call and makes it again at each refresh while the tab is visible. Old facts stay when a later one fails. */
export function useCall<Id extends EndpointId>(
  id: Id,
  params: PathParams<Id>,
  query: QueryParams<Id>,
  { refreshMs, isEnabled = true }: CallOptions = {},
): UseQueryResult<ResponseBody<Id>> {
  const backend = useBackend();
  const refreshOfClusterMs = useRefreshMs();
  return useQuery({
    ...callOptions(backend, id, params, query, refreshMs ?? refreshOfClusterMs),
    enabled: isEnabled,
  });
}

/** Before the cluster has told its refresh interval: Flink's default. */
const DEFAULT_REFRESH_MS = 3000;
/** How long after a failure a cluster is asked again what it is. */
export const CONFIG_RETRY_MS = 3000;
const SHORTEST_REFRESH_MS = 500;

/**
 * How often this cluster wants to be asked (`web.refresh-interval`, `GET /config`), ms. Its REST replies are cached for as
 * long, so asking more often brings nothing new. An interval that no timer can hold (some set the longest to switch refreshing
 * off) becomes the longest that one can.
 */
export function useRefreshMs(): number {
  const backend = useBackend();
  const config = useQuery(configOptions(backend)).data;
  return timerMs(config?.["refresh-interval"] ?? DEFAULT_REFRESH_MS, SHORTEST_REFRESH_MS);
}

/** `GET /config` until it has been answered. */
export function configOptions(backend: Backend): Call<"config"> {
  return queryOptions({
    ...callOptions(backend, "config", {}, {}, false),
    staleTime: Number.POSITIVE_INFINITY,
    // The one call that is not polled: without this a cluster that was away when the page opened would stay unknown.
    retry: true,
    retryDelay: CONFIG_RETRY_MS,
  });
}

/** Whether the cluster's replies have said that pages of every origin may read them. */
export function useIsOpenToAll(): boolean {
  const { openness } = useBackend();
  return useSyncExternalStore(openness.subscribe, openness.isOpen);
}
