import { clsx } from "clsx";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Outlet, useLocation } from "react-router";

import { BarSlotContext, TitleBadgeContext } from "../ui/bar-slot.tsx";
import { createPageCommands, PageCommandsContext } from "../ui/page-commands.ts";
import { Bar } from "./bar.tsx";
import { ClusterGate } from "./cluster-gate.tsx";
import { useIsAway } from "../client/use-contact.ts";
import { AwayStrip, OpenStrip } from "./cluster-strips.tsx";
import { CrashBoundary } from "./crash-boundary.tsx";
import { Rail } from "./rail.tsx";
import { ZonedPages } from "./zoned-pages.tsx";

// The first drawing needs none of them.
const Recording = lazy(async () => ({ default: (await import("./recording.tsx")).Recording }));
const TabAlerts = lazy(async () => ({ default: (await import("./tab-alerts.tsx")).TabAlerts }));
const UnfinishedRescales = lazy(async () => ({
  default: (await import("../features/job-actions/unfinished-rescales.tsx")).UnfinishedRescales,
}));

/** The frame of every page: rail, bar, and the page. */
export function Shell(): ReactNode {
  const [slot, setSlot] = useState<HTMLElement | undefined>(undefined);
  const [troubled, setTroubled] = useState(0);
  const [commands] = useState(createPageCommands);
  const { pathname } = useLocation();
  const isAway = useIsAway();
  return (
    <BarSlotContext value={slot}>
      <TitleBadgeContext value={troubled}>
        <PageCommandsContext value={commands}>
          <div className="grid h-dvh grid-cols-[var(--spacing-rail)_minmax(0,1fr)] grid-rows-[minmax(var(--spacing-bar),auto)_minmax(0,1fr)] max-phone:grid-cols-1 max-phone:grid-rows-[minmax(var(--spacing-bar),auto)_minmax(0,1fr)_62px]">
            <a
              className="fixed -top-15 left-2 z-20 rounded-2 bg-accent-fill px-3 py-2 text-on-accent focus:top-2"
              href="#main"
              onClick={focusMain}
            >
              Skip to content
            </a>
            <Rail />
            <Bar slotRef={(element) => setSlot(element ?? undefined)} />
            <div className="flex min-h-0 min-w-0 flex-col max-phone:row-2">
              <AwayStrip />
              <OpenStrip />
              <Suspense fallback={null}>
                <Recording />
                <TabAlerts onTroubled={setTroubled} />
                <UnfinishedRescales />
              </Suspense>
              {/* Stale facts stay readable but lose the colours of the current state. */}
              <main id="main" className={clsx("min-h-0 min-w-0 flex-1 overflow-auto", isAway && "grayscale-90")} tabIndex={-1}>
                <CrashBoundary resetKey={pathname}>
                  <Suspense fallback={null}>
                    <ClusterGate>
                      <ZonedPages>
                        <Outlet />
                      </ZonedPages>
                    </ClusterGate>
                  </Suspense>
                </CrashBoundary>
              </main>
            </div>
          </div>
        </PageCommandsContext>
      </TitleBadgeContext>
    </BarSlotContext>
  );
}

/** The router owns the hash, so the jump is done in code. */
function focusMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
