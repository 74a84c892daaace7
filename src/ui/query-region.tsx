import type { ReactNode } from "react";

import { visibleText } from "../base/visible-text.ts";
import { ErrorState } from "./empty-and-error-state.tsx";
import { Hint } from "./hint.tsx";

/** The part of a query that a region needs. TanStack's result fits. */
export type RegionQuery<Data> = {
  data: Data | undefined;
  error: Error | null;
  /** When the facts arrived, epoch ms; 0 before the first. */
  dataUpdatedAt: number;
  refetch: () => unknown;
};

/** The unchanged reply, if the error has one. */
function replyOf(error: Error): string | undefined {
  return "reply" in error && typeof error.reply === "string" && error.reply !== "" ? error.reply : undefined;
}

/**
 * Since when a region shows stale facts, epoch ms: its last request failed, and there are older
 * facts.
 */
export function staleSince(query: Pick<RegionQuery<unknown>, "data" | "error" | "dataUpdatedAt">): number | undefined {
  return query.error !== null && query.data !== undefined ? query.dataUpdatedAt : undefined;
}

/**
 * Why a fact is unknown: its call has failed and never succeeded. Undefined while the call is in
 * progress. A call that is retried until it succeeds has its failure in `failureReason`.
 */
export function missingBecause(query: { data: unknown; error: Error | null; failureReason?: Error | null | undefined }): Error | undefined {
  return query.data === undefined ? (query.error ?? query.failureReason ?? undefined) : undefined;
}

/**
 * Replaces facts whose call failed: a sentence about the unknown fact, and the reason. `what` is
 * the sentence without its full stop.
 */
export function NotKnown({ what, error }: { what: string; error: Error | null | undefined }): ReactNode {
  if (error === null || error === undefined) return null;
  return (
    <p className="my-1.5 text-dense/[inherit] wrap-anywhere text-st-restarting-text in-[dialog]:text-fg-2" role="note">
      {what}. {visibleText(error.message)}
    </p>
  );
}

/** Replaces a single value whose call failed, if there is no space for a sentence. */
export function UnknownValue({ error }: { error: Error }): ReactNode {
  const words = `not known: ${visibleText(error.message)}`;
  return (
    <Hint text={words} className="text-st-restarting-text">
      ?<span className="sr-only"> {words}</span>
    </Hint>
  );
}

/**
 * A region of data with its states: loading at first, the error if there is nothing to show, the
 * facts, and greyed facts after a failed request. Put a `StaleMark` into the region's head with
 * {@link staleSince}.
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
