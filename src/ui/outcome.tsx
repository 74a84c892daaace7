import type { ReactNode } from "react";

import { ErrorState } from "./empty-and-error-state.tsx";
import { StateShape } from "./state-shape.tsx";

/** What becomes of something that was asked: under way, done, or failed in the cluster's words. */
export function Outcome({
  phase,
  children,
  reply,
}: {
  phase: "working" | "done" | "failed";
  /** A sentence; of a failure its words. */
  children: ReactNode;
  /** The whole reply, shown on request. */
  reply?: string | undefined;
}): ReactNode {
  if (phase === "failed" && typeof children === "string") return <ErrorState words={children} reply={reply} />;
  return (
    <div className="outcome" role="status">
      {phase === "working" ? <StateShape shape="initializing" tone="initializing" /> : <StateShape shape="finished" tone="running" />}
      <div>{children}</div>
    </div>
  );
}
