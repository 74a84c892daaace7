// Whether the cluster answers at all. `GET /overview` is the call that every page makes, but one call that fails is not a cluster
// that is away: it may answer all others, and an error that it sends is an answer as well.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState, useSyncExternalStore } from "react";

import { HttpStatusError } from "./http-status-error.ts";
import { ResponseShapeError } from "./response-shape-error.ts";
import { TransportError } from "./transport.ts";
import type { Backend } from "./backend.ts";
import { overviewOptions } from "./cluster-options.ts";
import { keyOf } from "./fact-options.ts";
import { useBackend, useFact, useRefreshMs } from "./use-client.tsx";

/** The next answer is due one refresh after the last. If it is this late, ms, the cluster hangs, even if no call has failed yet. */
export const LATE_MS = 6_000;

/** How the cluster stands to this page. */
export type Contact =
  | { readonly kind: "answers" }
  /** It answers, but not `GET /overview`. */
  | { readonly kind: "overview-fails"; readonly error: Error }
  /** It answers no call. */
  | { readonly kind: "silent"; readonly error: Error };

/** A gateway says with these that it has no answer from the cluster. */
const GATEWAY_STATUSES: readonly number[] = [502, 503, 504];

/** Whether a failed call was answered by the cluster itself. */
function isAnswer(error: Error | null): boolean {
  if (error instanceof HttpStatusError) return !GATEWAY_STATUSES.includes(error.status);
  return error instanceof ResponseShapeError || (error instanceof TransportError && error.kind === "unreadable");
}

/** When the cluster last answered any call of this page, epoch ms; 0 before the first answer. */
export function lastAnswerMs(queryClient: QueryClient, backend: Backend): number {
  const queries = queryClient.getQueryCache().findAll({ queryKey: keyOf(backend) });
  return Math.max(0, ...queries.map(({ state }) => Math.max(state.dataUpdatedAt, isAnswer(state.error) ? state.errorUpdatedAt : 0)));
}

/** {@link Contact} with the chosen backend. */
export function useContact(): Contact {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const refreshMs = useRefreshMs();
  const { error, errorUpdatedAt } = useFact(overviewOptions);
  // The first failure in a row: what was answered before it says nothing of now.
  const [failingSinceMs, setFailingSinceMs] = useState<number | undefined>(undefined);
  if (error !== null && failingSinceMs === undefined) setFailingSinceMs(errorUpdatedAt);
  if (error === null && failingSinceMs !== undefined) setFailingSinceMs(undefined);
  const sinceMs = Math.max(failingSinceMs ?? errorUpdatedAt, errorUpdatedAt - refreshMs - LATE_MS);
  const isAsked = error !== null && !isAnswer(error);
  const subscribe = useCallback((listener: () => void) => queryClient.getQueryCache().subscribe(listener), [queryClient]);
  const isOtherAnswered = useSyncExternalStore(subscribe, () => isAsked && lastAnswerMs(queryClient, backend) > sinceMs);
  if (error === null) return { kind: "answers" };
  return { kind: isAsked && !isOtherAnswered ? "silent" : "overview-fails", error };
}
