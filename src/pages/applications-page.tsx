import type { ReactNode } from "react";

import { ApplicationsLists } from "../features/applications/applications-lists.tsx";
import { BarContent } from "../ui/bar-slot.tsx";
import { ShowRequests } from "./show-requests.tsx";

/**
 * `#/application/running` and `#/application/completed`: all applications that the JobManager knows,
 * running ones above ended ones.
 */
export function ApplicationsPage(): ReactNode {
  return (
    <div className="h-full overflow-auto bg-surface">
      <BarContent title="Applications" actions={<ShowRequests of="Applications" calls={CALLS} />} />
      <ApplicationsLists />
    </div>
  );
}

const CALLS = ["applicationsOverview"] as const;
