// Whether the cluster answers. Every page makes one call (usePulse), but a single failed call does not
// mean that the cluster is down: it may answer other calls, and an error status is an answer too.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState, useSyncExternalStore } from "react";

import { gatewayStatus } from "../rest/gateway-status.ts";
import { needsSignIn } from "./failure-words.ts";
import { HttpStatusError } from "./http-status-error.ts";
import { ResponseShapeError } from "./response-shape-error.ts";
import { TransportError } from "./transport.ts";
import type { Backend } from "./backend.ts";
import { keyOf } from "./fact-options.ts";
import { useBackend, usePulse, useRefreshMs } from "./use-client.tsx";

/**
 * The next reply is due one refresh after the last. If it is later than this, ms, the cluster
 * hangs, even if no call has failed yet.
 */
export const LATE_MS = 6_000;

/** The state of the connection to the cluster. */
export type Contact =
  | { readonly kind: "answers" }
  /** It answers, but not the call that every page makes. */
  | { readonly kind: "overview-fails"; readonly error: Error }
  /** A gateway in front of it requires a login. */
  | { readonly kind: "signed-out"; readonly error: Error }
  /** It answers no call. */
  | { readonly kind: "silent"; readonly error: Error };

/** Whether the cluster itself answered a failed call. */
function isAnswer(error: Error | null): boolean {
  if (needsSignIn(error)) return false;
  if (error instanceof HttpStatusError) return gatewayStatus(error.status)?.isClusterSilent !== true;
  return error instanceof ResponseShapeError || (error instanceof TransportError && error.kind === "unreadable");
}

/** When the cluster last answered any call of this page, epoch ms; 0 before the first answer. */
export function lastAnswerMs(queryClient: QueryClient, backend: Backend): number {
  const queries = queryClient.getQueryCache().findAll({ queryKey: keyOf(backend) });
  return Math.max(0, ...queries.map(({ state }) => Math.max(state.dataUpdatedAt, isAnswer(state.error) ? state.errorUpdatedAt : 0)));
}

/** The {@link Contact} of the chosen backend. */
export function useContact(): Contact {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const refreshMs = useRefreshMs();
  const { error, errorUpdatedAt } = usePulse();
  // The first failure in a row. Earlier answers say nothing about the present.
  const [failingSinceMs, setFailingSinceMs] = useState<number | undefined>(undefined);
  if (error !== null && failingSinceMs === undefined) setFailingSinceMs(errorUpdatedAt);
  if (error === null && failingSinceMs !== undefined) setFailingSinceMs(undefined);
  const sinceMs = Math.max(failingSinceMs ?? errorUpdatedAt, errorUpdatedAt - refreshMs - LATE_MS);
  const isAsked = error !== null && !isAnswer(error);
  const subscribe = useCallback((listener: () => void) => queryClient.getQueryCache().subscribe(listener), [queryClient]);
  const isOtherAnswered = useSyncExternalStore(subscribe, () => isAsked && lastAnswerMs(queryClient, backend) > sinceMs);
  if (error === null) return { kind: "answers" };
  if (needsSignIn(error)) return { kind: "signed-out", error };
  return { kind: isAsked && !isOtherAnswered ? "silent" : "overview-fails", error };
}

/**
 * Whether the cluster answered before and does not answer now, so the screen shows its last known
 * state.
 */
export function useIsAway(): boolean {
  const { kind } = useContact();
  const { data } = usePulse();
  return (kind === "silent" || kind === "signed-out") && data !== undefined;
}
