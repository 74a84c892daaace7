import { lazy, type ReactNode, Suspense, useState } from "react";
import { Outlet, useLocation } from "react-router";

import { BarSlotContext } from "../ui/bar-slot.tsx";
import { Bar } from "./bar.tsx";
import { ClusterGate } from "./cluster-gate.tsx";
import { AwayStrip, OpenStrip, useIsAway } from "./cluster-strips.tsx";
import { CrashBoundary } from "./crash-boundary.tsx";
import { Rail } from "./rail.tsx";

// Seldom there, and not worth waiting for at the start.
const UnfinishedRescales = lazy(async () => ({
  default: (await import("../features/job-actions/unfinished-rescales.tsx")).UnfinishedRescales,
}));

/** The frame of every page: rail, bar, and the page. */
export function Shell(): ReactNode {
  const [slot, setSlot] = useState<HTMLElement | undefined>(undefined);
  const { pathname } = useLocation();
  const isAway = useIsAway();
  return (
    <BarSlotContext value={slot}>
      <div className="app">
        <a className="skip" href="#main" onClick={focusMain}>
          Skip to the page
        </a>
        <Rail />
        <Bar slotRef={(element) => setSlot(element ?? undefined)} />
        <div className="page-area">
          <AwayStrip />
          <OpenStrip />
          <Suspense fallback={null}>
            <UnfinishedRescales />
          </Suspense>
          <main id="main" className={isAway ? "page away" : "page"} tabIndex={-1}>
            <CrashBoundary resetKey={pathname}>
              <Suspense fallback={null}>
                <ClusterGate>
                  <Outlet />
                </ClusterGate>
              </Suspense>
            </CrashBoundary>
          </main>
        </div>
      </div>
    </BarSlotContext>
  );
}

/** The hash is the router's; so the jump is made by hand. */
function focusMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
