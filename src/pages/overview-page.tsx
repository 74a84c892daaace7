import { clsx } from "clsx";
import { lazy, type ReactNode, Suspense } from "react";

import { ApplicationsOnOverview } from "../features/applications/applications-on-overview.tsx";
import { OverviewAside } from "../features/overview/overview-aside.tsx";
import { OverviewFacts } from "../features/overview/overview-facts.tsx";
import { OverviewFigures } from "../features/overview/overview-figures.tsx";
import { JobsTables } from "../features/overview/jobs-tables.tsx";
import { useBackend, useIsHistoryServer } from "../client/use-client.tsx";
import { BarContent } from "../ui/bar-slot.tsx";
import { JobsPage } from "./jobs-page.tsx";
import { ShowRequests } from "./show-requests.tsx";

const OverviewFirstSteps = lazy(async () => ({ default: (await import("./playground-first-steps.tsx")).OverviewFirstSteps }));

/** `#/overview`: the cluster at a glance. Of a History Server, which has no cluster, the jobs. */
export function OverviewPage(): ReactNode {
  const { hasPlayground } = useBackend();
  if (useIsHistoryServer()) return <JobsPage title="Overview" />;
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_404px] overflow-auto max-desk:block">
      <BarContent title="Overview" actions={<ShowRequests of="Overview" calls={CALLS} />} facts={<OverviewFacts />} />
      <div className="min-w-0 bg-surface">
        {hasPlayground && (
          <Suspense fallback={null}>
            <OverviewFirstSteps />
          </Suspense>
        )}
        <OverviewFigures />
        <JobsTables />
        <ApplicationsOnOverview />
      </div>
      <aside className={SIDE}>
        <OverviewAside />
      </aside>
    </div>
  );
}

/** The tables scroll, the side list stays. In a narrow window it is below the tables, which need the width more. */
const SIDE = clsx(
  "sticky top-0 h-[calc(100dvh-var(--spacing-bar))] overflow-auto border-l border-line px-5 py-4.5 [--message-padding:12px_0_16px]",
  "max-desk:static max-desk:grid max-desk:h-auto max-desk:grid-cols-[minmax(0,1fr)_minmax(0,404px)] max-desk:gap-8",
  "max-desk:overflow-visible max-desk:border-t max-desk:border-l-0 max-phone:block",
);

const CALLS = ["overview", "jobsOverview", "taskManagers", "taskManager", "applicationsOverview"] as const;
