import type { ReactNode } from "react";

import { ErrorState } from "./empty-and-error-state.tsx";
import { StateShape } from "./state-shape.tsx";

/** The state of a request: in progress, done, or failed with the cluster's message. */
export function Outcome({
  phase,
  children,
  reply,
}: {
  phase: "working" | "done" | "failed";
  /** A sentence, or the error message. */
  children: ReactNode;
  /** The whole reply, shown on request. */
  reply?: string | undefined;
}): ReactNode {
  if (phase === "failed" && typeof children === "string") return <ErrorState words={children} reply={reply} />;
  return (
    <div className="mt-3 flex items-start gap-2 text-fg [&>svg]:mt-1" role="status">
      {phase === "working" ? <StateShape shape="initializing" tone="initializing" /> : <StateShape shape="finished" tone="running" />}
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </div>
  );
}
