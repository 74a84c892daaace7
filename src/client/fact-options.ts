// An observed fact of a backend, as options of TanStack Query: for useQuery and QueryObserver alike. Keys begin with the backend's
// identity, so that another backend never shows the facts of this one. src/observe has the facts themselves.
import type { QueryFunctionContext, QueryObserverOptions, QueryState } from "@tanstack/query-core";

import type { ResponseBody } from "../rest/endpoints.ts";
import type { EndpointId, PathParams, QueryParams } from "../rest/routes.ts";
import type { Backend, ObservedBackend } from "./backend.ts";

/** What identifies a fact: the backend, the call or the fact's name, and the parameters. */
export type FactKey = readonly [backendId: string, ...parts: readonly unknown[]];

/** A fact of a backend: how it is asked for, and how often. */
export interface FactOptions<Data> extends QueryObserverOptions<Data, Error, Data, Data, FactKey> {
  readonly queryKey: FactKey;
  readonly queryFn: (context: QueryFunctionContext<FactKey>) => Promise<Data>;
}

/** How often a fact is asked for. */
export interface FactTiming<Data> {
  /** How long after the last reply it is asked for again, ms; `false` is never. By default the cluster's refresh interval. */
  readonly refreshMs?: number | false | ((state: QueryState<Data, Error>) => number | false);
  /** Off while something that the question needs is not known yet. */
  readonly isEnabled?: boolean;
  /** It never changes: once known, it is not asked for again, unless everything is. */
  readonly isFixed?: boolean;
  /** How long it is kept without observers, ms; by default as long as the query client says. */
  readonly keptMs?: number;
}

/** A part of the page that appears so soon after a reply, ms, shows that reply and does not ask again. */
const FRESH_MS = 500;

/** Puts a fact together. `ask` rejects as a client's call does. */
export function factOptions<Data>(
  { backend, refreshMs: refreshOfClusterMs }: ObservedBackend,
  parts: readonly unknown[],
  ask: (context: QueryFunctionContext<FactKey>) => Promise<Data>,
  { refreshMs = refreshOfClusterMs, isEnabled = true, isFixed = false, keptMs }: FactTiming<Data> = {},
): FactOptions<Data> {
  return {
    queryKey: [backend.id, ...parts],
    queryFn: ask,
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

/** The key of a call after the backend, made of the very parameters of the request. */
export function callKey<Id extends EndpointId>(id: Id, params: PathParams<Id>, query: QueryParams<Id>): readonly unknown[] {
  return [id, params, query];
}

/** The start of every key of a backend, or of all its replies to one call: for `invalidateQueries`. */
export function keyOf(backend: Backend, id?: EndpointId): FactKey {
  return id === undefined ? [backend.id] : [backend.id, id];
}
