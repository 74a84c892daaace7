import { lazy, type ReactNode, Suspense } from "react";

import type { EndpointId } from "../rest/routes.ts";

const RequestsButton = lazy(async () => ({ default: (await import("./requests-button.tsx")).RequestsButton }));

/** See `RequestsButton`. The first drawing does not wait for it, and keeps its place. */
export function ShowRequests(props: { of: string; calls: readonly EndpointId[] }): ReactNode {
  return (
    <span className="size-6">
      <Suspense fallback={null}>
        <RequestsButton {...props} />
      </Suspense>
    </span>
  );
}
