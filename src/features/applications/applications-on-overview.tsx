import { lazy, type ReactNode, Suspense, useState } from "react";

import { readSetting, writeSetting } from "../../client/settings.ts";
import { useFact } from "../../client/use-client.tsx";
import { isApplicationOver } from "../../domain/application-state.ts";
import { formatCount } from "../../domain/units.ts";
import { applicationsOptions } from "../../observe/applications.ts";
import type { ApplicationsOverview } from "../../rest/applications.ts";

/** Hidden on most clusters, so their code is not part of the first load. */
const ApplicationTables = lazy(async () => ({ default: (await import("./applications-lists.tsx")).ApplicationTables }));

/**
 * Running and completed applications on the overview, where they can be hidden: if each application has
 * one job, they repeat the lists of jobs. Renders nothing for a cluster without applications.
 */
export function ApplicationsOnOverview(): ReactNode {
  const query = useFact(applicationsOptions);
  const applications = query.data?.applications;
  const [stored, setStored] = useState(() => readSetting(SHOWN));
  if (applications === undefined) return null;
  const isOpen = stored === undefined ? applications.some(hasOtherJobs) : stored === "yes";
  const completed = applications.filter(isApplicationOver).length;
  return (
    <details
      className="group mt-3.5 border-t border-line"
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open === isOpen) return;
        setStored(currentTarget.open ? "yes" : "no");
        writeSetting(SHOWN, currentTarget.open ? "yes" : "no");
      }}
    >
      <summary className="flex h-10 cursor-pointer items-center gap-2 px-4">
        <h2 className="font-title">Applications</h2>
        <span className="text-fg-3">
          {formatCount(applications.length - completed)} running, {formatCount(completed)} completed
        </span>
      </summary>
      {isOpen && (
        <Suspense fallback={null}>
          <ApplicationTables query={query} />
        </Suspense>
      )}
    </details>
  );
}

const SHOWN = "drey.overview.applications";

/** Whether the list of jobs does not tell all about the application: it has several jobs, or none. */
function hasOtherJobs({ jobs }: ApplicationsOverview["applications"][number]): boolean {
  return Object.values(jobs).reduce((sum, count) => sum + count, 0) !== 1;
}
