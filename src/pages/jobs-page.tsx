import { type ReactNode, useRef } from "react";

import { OverviewFacts } from "../features/overview/overview-facts.tsx";
import { JobsTables } from "../features/overview/jobs-tables.tsx";
import { BarContent } from "../ui/bar-slot.tsx";

/** `#/job/running` and `#/job/completed`: all jobs the JobManager knows, those that live above those that are over. */
export function JobsPage(): ReactNode {
  const scrollBox = useRef<HTMLDivElement>(null);
  return (
    <div ref={scrollBox} className="h-full overflow-auto bg-surface">
      <BarContent title="Jobs" facts={<OverviewFacts />} />
      <JobsTables scrollBox={scrollBox} />
    </div>
  );
}
