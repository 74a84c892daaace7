// Observed facts of a backend, as options of TanStack Query for useQuery and QueryObserver. Keys
// start with the backend's identity, so another backend never shows the facts of this one. The
// facts themselves are in src/observe.
import type { QueryFunctionContext, QueryObserverOptions, QueryState } from "@tanstack/query-core";

import type { ResponseBody } from "../rest/endpoints.ts";
import type { EndpointId, PathParams, QueryParams } from "../rest/routes.ts";
import type { Backend, ObservedBackend } from "./backend.ts";

/** Identifies a fact: the backend, the call or the fact's name, and the parameters. */
export type FactKey = readonly [backendId: string, ...parts: readonly unknown[]];

/** A fact of a backend: how and how often it is requested. */
export interface FactOptions<Data> extends QueryObserverOptions<Data, Error, Data, Data, FactKey> {
  readonly queryKey: FactKey;
  readonly queryFn: (context: QueryFunctionContext<FactKey>) => Promise<Data>;
}

/** How often a fact is requested. */
export interface FactTiming<Data> {
  /**
   * The time after the last reply until the next request, ms; `false` for no repetition. Defaults
   * to the cluster's refresh interval.
   */
  readonly refreshMs?: number | false | ((state: QueryState<Data, Error>) => number | false);
  /** Disabled while a parameter is unknown. */
  readonly isEnabled?: boolean;
  /** It never changes. Once known, it is requested again only by a full refresh. */
  readonly isFixed?: boolean;
  /**
   * Whether it is one of many facts of a kind, like the load of each vertex. Its first request is
   * made at once. The following ones wait until the page makes few enough requests.
   */
  readonly isOneOfMany?: boolean;
  /** How long it is kept without observers, ms; defaults to the query client's setting. */
  readonly keptMs?: number;
}

/**
 * A component that mounts within this time after a reply, ms, shows that reply without a new
 * request.
 */
const FRESH_MS = 500;

/** Creates a fact. `ask` rejects as a client's call does. */
export function factOptions<Data>(
  { backend, refreshMs: refreshOfClusterMs }: ObservedBackend,
  parts: readonly unknown[],
  ask: (context: QueryFunctionContext<FactKey>) => Promise<Data>,
  { refreshMs = refreshOfClusterMs, isEnabled = true, isFixed = false, isOneOfMany = false, keptMs }: FactTiming<Data> = {},
): FactOptions<Data> {
  const askInTurn = async (context: QueryFunctionContext<FactKey>): Promise<Data> => {
    const { dataUpdateCount = 0, errorUpdateCount = 0 } = context.client.getQueryState(context.queryKey) ?? {};
    if (dataUpdateCount + errorUpdateCount > 0) await backend.client.pacer.turn(context.signal);
    return ask(context);
  };
  return {
    queryKey: [backend.id, ...parts],
    queryFn: isOneOfMany ? askInTurn : ask,
    refetchInterval: typeof refreshMs === "function" ? ({ state }) => refreshMs(state) : isFixed ? false : refreshMs,
    enabled: isEnabled,
    staleTime: isFixed ? Number.POSITIVE_INFINITY : FRESH_MS,
    ...(keptMs === undefined ? {} : { gcTime: keptMs }),
  };
}

/** The reply to one call as a fact. */
export function callOptions<Id extends EndpointId>(
  observed: ObservedBackend,
  id: Id,
  params: PathParams<Id>,
  query: QueryParams<Id>,
  timing: FactTiming<ResponseBody<Id>> = {},
): FactOptions<ResponseBody<Id>> {
  const ask = ({ signal }: { signal: AbortSignal }): Promise<ResponseBody<Id>> =>
    observed.backend.client.call(id, params, query, { signal });
  return factOptions(observed, callKey(id, params, query), ask, timing);
}

/** The key of a call after the backend's, from the same parameters as the request. */
export function callKey<Id extends EndpointId>(id: Id, params: PathParams<Id>, query: QueryParams<Id>): readonly unknown[] {
  return [id, params, query];
}

/**
 * The start of every key of a backend, or of all its replies to one call, for `invalidateQueries`.
 */
export function keyOf(backend: Backend, id?: EndpointId): FactKey {
  return id === undefined ? [backend.id] : [backend.id, id];
}
