import type { ReactNode, Ref } from "react";

import { useBackend, useCall } from "../client/use-client.tsx";
import { formatCounted } from "../domain/units.ts";
import { ClusterIcon, EngineIcon } from "../ui/icons.tsx";
import { Liveness } from "./liveness.tsx";

/** Above every page: which backend, how current, and what the page puts into its slot. */
export function Bar({ slotRef }: { slotRef: Ref<HTMLDivElement> }): ReactNode {
  return (
    <header className="bar">
      <BackendLabel />
      <Liveness />
      <span className="rule" />
      <div ref={slotRef} className="subject" />
    </header>
  );
}

/** Names the backend. With a second one this becomes the place to choose. */
function BackendLabel(): ReactNode {
  const backend = useBackend();
  const overview = useCall("overview", {}, {}).data;
  const version = overview === undefined ? "" : `Flink ${overview["flink-version"]}, `;
  return (
    <div className="backend" aria-label={`Backend: ${backend.label}`} role="group">
      {backend.kind === "browser" ? <EngineIcon /> : <ClusterIcon />}
      <span className="two">
        <b>{backend.label}</b>
        <small>
          {backend.kind === "browser"
            ? "a small cluster in this page"
            : overview === undefined
              ? "no reply yet"
              : `${version}${formatCounted(overview.taskmanagers, "TaskManager")}`}
        </small>
      </span>
    </div>
  );
}
