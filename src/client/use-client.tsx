// Connects React with the client: a backend in a context, and one hook for the facts of
// src/observe.
import { notifyManager, QueryObserver, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useMemo,
  useReducer,
  useState,
  useSyncExternalStore,
} from "react";

import { ensureExists } from "../base/assert.ts";
import type { Config } from "../rest/config.ts";
import type { Backend, ObservedBackend } from "./backend.ts";
import { configOptions, jobsOverviewOptions, overviewOptions, refreshMsOf } from "./cluster-options.ts";
import type { FactOptions } from "./fact-options.ts";

const BackendContext = createContext<Backend | undefined>(undefined);

/** Provides the chosen backend to its children. */
export function BackendProvider({ backend, children }: { backend: Backend; children: ReactNode }): ReactNode {
  return <BackendContext value={backend}>{children}</BackendContext>;
}

/** The chosen backend: its label, capabilities and client. */
export function useBackend(): Backend {
  return ensureExists(useContext(BackendContext), "a BackendProvider above");
}

/** `GET /config` of the chosen backend; undefined until it has answered. */
export function useConfig(): Config | undefined {
  return useQuery(configOptions(useBackend())).data;
}

/** Whether the chosen backend is a History Server (`web-history`), which serves only jobs that have ended. False until it has answered. */
export function useIsHistoryServer(): boolean {
  return useConfig()?.features["web-history"] === true;
}

/** The refresh interval of the chosen backend, ms. See refreshMsOf. */
export function useRefreshMs(): number {
  const { data } = useQuery({ ...configOptions(useBackend()), select: refreshMsOf });
  return data ?? refreshMsOf(undefined);
}

/** The chosen backend in the form that the facts of src/observe take. */
export function useObserved(): ObservedBackend {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  return useMemo(() => ({ backend, refreshMs }), [backend, refreshMs]);
}

/**
 * Observes a fact of the chosen backend: `useFact(taskManagersOptions)`. It is refreshed at its
 * interval while the tab is visible, once for all observers. Old facts stay when a later call
 * fails.
 */
export function useFact<Params extends readonly unknown[], Data>(
  options: (observed: ObservedBackend, ...params: Params) => FactOptions<Data>,
  ...params: Params
): UseQueryResult<Data> {
  return useQuery(options(useObserved(), ...params));
}

/**
 * The call that every page makes, so it shows whether the cluster answers: `GET /overview`, or
 * `GET /jobs/overview` of a History Server, which has no overview.
 */
export function usePulse(): UseQueryResult {
  const isHistoryServer = useIsHistoryServer();
  const overview = useFact(overviewOptions, !isHistoryServer);
  const jobs = useFact(jobsOverviewOptions, isHistoryServer);
  return isHistoryServer ? jobs : overview;
}

/**
 * As {@link useFact}, for a fact on which a whole page depends. React renders the change of an
 * external store, which `useQuery` reads, in one task. This one is rendered in slices (a
 * transition), so that a page of any size stays responsive.
 */
export function useLargeFact<Params extends readonly unknown[], Data>(
  options: (observed: ObservedBackend, ...params: Params) => FactOptions<Data>,
  ...params: Params
): UseQueryResult<Data> {
  const client = useQueryClient();
  // As `useQuery` does: a request that is about to start counts as started.
  const defaulted = { ...client.defaultQueryOptions(options(useObserved(), ...params)), _optimisticResults: "optimistic" as const };
  const [observer] = useState(() => new QueryObserver(client, defaulted));
  const [, render] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const stop = observer.subscribe(notifyManager.batchCalls(() => startTransition(render)));
    // A reply may have arrived between the rendering and the subscription.
    observer.updateResult();
    return stop;
  }, [observer]);
  useEffect(() => observer.setOptions(defaulted));
  return observer.trackResult(observer.getOptimisticResult(defaulted)) as UseQueryResult<Data>;
}

/** How far the page's clock is ahead of the cluster's. See ClusterClock. */
export function useClockAheadMs(): number | undefined {
  const { clock } = useBackend().client;
  return useSyncExternalStore(clock.subscribe, clock.aheadMs);
}

/** Whether the cluster's replies say that pages of every origin may read them. */
export function useAllowsAnyOrigin(): boolean {
  const { corsExposure } = useBackend();
  return useSyncExternalStore(corsExposure.subscribe, corsExposure.allowsAnyOrigin);
}
