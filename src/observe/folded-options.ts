// Facts that are more than a single reply: folded into the previous value, or requested in step
// with another fact.
import type { QueryClient, QueryState } from "@tanstack/query-core";

import type { Backend, ObservedBackend } from "../client/backend.ts";
import { factOptions, type FactOptions, type FactTiming } from "../client/fact-options.ts";

/** The input of a folded fact's request. */
export interface Asking<Known> {
  readonly client: Backend["client"];
  readonly signal: AbortSignal;
  /** The value at the time of the request; undefined the first time. */
  readonly known: Known | undefined;
  /** The cache, for requests that depend on other facts. */
  readonly queryClient: QueryClient;
}

/** See {@link foldedOptions}. */
export interface Folded<Reply, Known> extends FactTiming<Known> {
  /**
   * Identifies the fact beside the backend. A fact made of one call has that call's key, so that
   * the call is not made under another key too.
   */
  readonly key: readonly unknown[];
  readonly ask: (asking: Asking<Known>) => Promise<Reply>;
  /**
   * The value after another reply, which arrived at `atMs`, epoch ms by the observer's clock. Pure.
   */
  readonly fold: (known: Known | undefined, reply: Reply, atMs: number) => Known;
}

/**
 * A fact whose replies are folded into its previous value: rates, history, positions. The value is
 * stored in the query cache.
 */
export function foldedOptions<Reply, Known>(
  observed: ObservedBackend,
  { key, ask, fold, ...timing }: Folded<Reply, Known>,
): FactOptions<Known> {
  return factOptions<Known>(
    observed,
    key,
    async ({ client: queryClient, queryKey, signal }) => {
      const { client } = observed.backend;
      const reply = await ask({ client, signal, queryClient, known: queryClient.getQueryData<Known>(queryKey) });
      // Read only now, because the value may have changed during the request.
      return fold(queryClient.getQueryData<Known>(queryKey), reply, Date.now());
    },
    timing,
  );
}

/** When a query was last answered, successfully or not, epoch ms. */
function answeredMs({ dataUpdatedAt, errorUpdatedAt }: QueryState<unknown, Error>): number {
  return Math.max(dataUpdatedAt, errorUpdatedAt);
}

/**
 * For {@link FactTiming}: requests in step with another fact, once after each of its replies and at
 * no other time. `leaderMs` is when its last reply arrived, epoch ms; `leastMs` the minimum time
 * between two requests.
 */
export function inStepWith<Data>(leaderMs: number, leastMs = 0): (state: QueryState<Data, Error>) => number | false {
  return (state) => {
    if (state.fetchStatus === "fetching" || answeredMs(state) + leastMs >= leaderMs) return false;
    return AT_ONCE_MS;
  };
}

/** The shortest interval of TanStack Query, because 0 means none. */
const AT_ONCE_MS = 1;
