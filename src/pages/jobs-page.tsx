import { type ReactNode } from "react";

import { OverviewFacts } from "../features/overview/overview-facts.tsx";
import { JobsTables } from "../features/overview/jobs-tables.tsx";
import { BarContent } from "../ui/bar-slot.tsx";
import { ShowRequests } from "./show-requests.tsx";

/**
 * `#/job/running` and `#/job/completed`: all jobs that the JobManager knows, running ones above
 * ended ones.
 */
export function JobsPage({ title = "Jobs" }: { title?: string }): ReactNode {
  return (
    <div className="h-full overflow-auto bg-surface">
      <BarContent title={title} actions={<ShowRequests of="Jobs" calls={CALLS} />} facts={<OverviewFacts />} />
      <JobsTables />
    </div>
  );
}

const CALLS = ["jobsOverview", "overview"] as const;
