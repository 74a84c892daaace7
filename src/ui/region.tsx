import type { ReactNode } from "react";

import { ErrorState } from "./faces.tsx";

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
 * A region of data and its faces: loading at first, the error in words with nothing to show, the facts, and old facts
 * greyed when the last try failed. Put a `StaleMark` into the region's head with {@link staleSince}.
 */
export function Region<Data>({
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
    return <ErrorState words={query.error.message} reply={replyOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  return loading;
}
