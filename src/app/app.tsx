import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";

import type { Backend } from "../client/backend.ts";
import type { BackendSwitch } from "./backend-switch.ts";
import { CrashBoundary } from "./crash-boundary.tsx";
import { Providers } from "./providers.tsx";
import { AppRoutes } from "./routes.tsx";
import { CannotStart, type StartFailure, startFailure } from "./start-failure.tsx";
import { BackendSwitchProvider, useSelection } from "./use-backend-switch.tsx";

// Most addresses name a cluster.
const NoCluster = lazy(async () => ({ default: (await import("./no-cluster.tsx")).NoCluster }));

/** The dashboard over the backend that the page's address names. */
export function App({ backendSwitch }: { backendSwitch: BackendSwitch }): ReactNode {
  const selection = useSelection(backendSwitch);
  return <BackendSwitchProvider value={backendSwitch}>{contentOf(selection)}</BackendSwitchProvider>;
}

function contentOf(selection: ReturnType<typeof useSelection>): ReactNode {
  switch (selection.kind) {
    case "reading":
      // The choice takes one small file. Rendering something in between would only flicker.
      return null;
    case "misconfigured":
      return <CannotStart failure={startFailure(selection.error)} />;
    case "none":
      return (
        <Suspense fallback={null}>
          <NoCluster wanted={selection.wanted} words={selection.words} rows={selection.rows} />
        </Suspense>
      );
    case "chosen":
      // A different key gives a new cache, without data of the previous cluster.
      return <Connected key={selection.count} backend={selection.backend} />;
  }
}

function Connected({ backend }: { backend: Backend }): ReactNode {
  const failure = useFailure(backend);
  if (failure !== undefined) return <CannotStart failure={failure} />;
  return (
    <CrashBoundary resetKey="">
      <Providers backend={backend}>
        <AppRoutes />
      </Providers>
    </CrashBoundary>
  );
}

/** The backend's own report that it cannot start or continue. */
function useFailure(backend: Backend): StartFailure | undefined {
  const [failure, setFailure] = useState<StartFailure | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    void backend.failed.then((next) => {
      if (!isGone) setFailure(next);
    });
    return () => {
      isGone = true;
    };
  }, [backend]);
  return failure;
}
