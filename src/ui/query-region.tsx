import type { ReactNode } from "react";

import { visibleText } from "../base/visible-text.ts";
import { ErrorState } from "./empty-and-error-state.tsx";

/** What a region needs to know of its query; TanStack's result fits. */
export type RegionQuery<Data> = {
  data: Data | undefined;
  error: Error | null;
  /** When the facts came, epoch ms; 0 before the first. */
  dataUpdatedAt: number;
  refetch: () => unknown;
};

/** The reply as it came, if the error carries one. */
function replyOf(error: Error): string | undefined {
  return "reply" in error && typeof error.reply === "string" && error.reply !== "" ? error.reply : undefined;
}

/** Since when a region shows old facts, epoch ms: its last try failed and there is something to show. */
export function staleSince(query: Pick<RegionQuery<unknown>, "data" | "error" | "dataUpdatedAt">): number | undefined {
  return query.error !== null && query.data !== undefined ? query.dataUpdatedAt : undefined;
}

/**
 * Why a fact is not known: its call has failed and never succeeded. Undefined while the call is under way. A call that is retried
 * until it succeeds has its failure in `failureReason`.
 */
export function missingBecause(query: { data: unknown; error: Error | null; failureReason?: Error | null | undefined }): Error | undefined {
  return query.data === undefined ? (query.error ?? query.failureReason ?? undefined) : undefined;
}

/** In the place of facts whose call failed: what is not known, and why. `what` is the beginning of a sentence. */
export function NotKnown({ what, error }: { what: string; error: Error | null | undefined }): ReactNode {
  if (error === null || error === undefined) return null;
  return (
    <p className="not-known" role="note">
      {what}. {visibleText(error.message)}
    </p>
  );
}

/** In the place of a single value whose call failed, where there is no room for a sentence. */
export function UnknownValue({ error }: { error: Error }): ReactNode {
  const words = `not known: ${visibleText(error.message)}`;
  return (
    <span className="unknown-value" title={words}>
      ?<span className="sr"> {words}</span>
    </span>
  );
}

/**
 * A region of data and its states: loading at first, the error in words with nothing to show, the facts, and old facts
 * greyed when the last try failed. Put a `StaleMark` into the region's head with {@link staleSince}.
 */
export function QueryRegion<Data>({
  query,
  loading,
  children,
}: {
  query: RegionQuery<Data>;
  loading: ReactNode;
  children: (data: Data) => ReactNode;
}): ReactNode {
  if (query.data !== undefined) {
    return query.error === null ? children(query.data) : <div className="greyed">{children(query.data)}</div>;
  }
  if (query.error !== null) {
    return <ErrorState words={visibleText(query.error.message)} reply={replyOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  return loading;
}
