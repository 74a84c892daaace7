// How facts of observe/ are put together beyond a single reply: folded into what was known, or asked for in step with another fact.
import type { QueryClient, QueryState } from "@tanstack/query-core";

import type { Backend, ObservedBackend } from "../client/backend.ts";
import { factOptions, type FactOptions, type FactTiming } from "../client/fact-options.ts";

/** What a question of a folded fact may use. */
export interface Asking<Known> {
  readonly client: Backend["client"];
  readonly signal: AbortSignal;
  /** What was known when the question was asked; undefined the first time. */
  readonly known: Known | undefined;
  /** The cache, for questions that build on other facts. */
  readonly queryClient: QueryClient;
}

/** See {@link foldedOptions}. */
export interface Folded<Reply, Known> extends FactTiming<Known> {
  /**
   * What identifies the fact beside the backend. A fact made of one call has that call's key, so
   * that the call is not made under another key too.
   */
  readonly key: readonly unknown[];
  readonly ask: (asking: Asking<Known>) => Promise<Reply>;
  /** What is known after one more reply, which came at `atMs`, epoch ms by the observer's clock. Pure. */
  readonly fold: (known: Known | undefined, reply: Reply, atMs: number) => Known;
}

/** A fact whose replies are folded into what was known before: rates, history, positions. What was known lives in the query cache. */
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
      // Only now: what is known may have changed while the question was under way.
      return fold(queryClient.getQueryData<Known>(queryKey), reply, Date.now());
    },
    timing,
  );
}

/** When a query was last answered, well or not, epoch ms. */
function answeredMs({ dataUpdatedAt, errorUpdatedAt }: QueryState<unknown, Error>): number {
  return Math.max(dataUpdatedAt, errorUpdatedAt);
}

/**
 * For {@link FactTiming}: asks in step with another fact, once after each of its replies and at no other time. `leaderMs` is when the last of
 * those came, epoch ms; `leastMs` how much time has to be between two questions.
 */
export function inStepWith<Data>(leaderMs: number, leastMs = 0): (state: QueryState<Data, Error>) => number | false {
  return (state) => {
    if (state.fetchStatus === "fetching" || answeredMs(state) + leastMs >= leaderMs) return false;
    return AT_ONCE_MS;
  };
}

/** The shortest interval that TanStack Query knows: 0 is none. */
const AT_ONCE_MS = 1;
