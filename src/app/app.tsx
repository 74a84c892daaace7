import { type ReactNode, useEffect, useState } from "react";

import type { Backend } from "../client/use-client.tsx";
import { CrashBoundary } from "./crash-boundary.tsx";
import { Providers } from "./providers.tsx";
import { AppRoutes } from "./routes.tsx";
import { CannotStart, type StartFailure, startFailure } from "./start-failure.tsx";

/** The dashboard over the backend that is being chosen. */
export function App({ choosing }: { choosing: Promise<Backend> }): ReactNode {
  const start = useStart(choosing);
  if (start.kind === "failed") return <CannotStart failure={start.failure} />;
  // Choosing takes one small file: nothing is drawn meanwhile that would only flash.
  if (start.kind === "choosing") return null;
  return (
    <CrashBoundary resetKey="">
      <Providers backend={start.backend}>
        <AppRoutes />
      </Providers>
    </CrashBoundary>
  );
}

type Start = { kind: "choosing" } | { kind: "ready"; backend: Backend } | { kind: "failed"; failure: StartFailure };

/** Follows the choice of a backend, and the backend's own word that it cannot start or go on. */
function useStart(choosing: Promise<Backend>): Start {
  const [start, setStart] = useState<Start>({ kind: "choosing" });
  useEffect(() => {
    let isGone = false;
    const set = (next: Start): void => {
      if (!isGone) setStart(next);
    };
    const follow = async (): Promise<void> => {
      try {
        const backend = await choosing;
        set({ kind: "ready", backend });
        set({ kind: "failed", failure: await backend.failed });
      } catch (error) {
        set({ kind: "failed", failure: startFailure(error) });
      }
    };
    void follow();
    return () => {
      isGone = true;
    };
  }, [choosing]);
  return start;
}
