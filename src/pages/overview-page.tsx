import { type ReactNode, useRef } from "react";

import { OverviewAside } from "../features/overview/overview-aside.tsx";
import { OverviewFacts } from "../features/overview/overview-facts.tsx";
import { OverviewFigures } from "../features/overview/overview-figures.tsx";
import { JobsTables } from "../features/overview/jobs-tables.tsx";
import { BarContent } from "../ui/bar-slot.tsx";

/** `#/overview`: the cluster at a glance. */
export function OverviewPage(): ReactNode {
  const scrollBox = useRef<HTMLDivElement>(null);
  return (
    <div ref={scrollBox} className="over">
      <BarContent title="Overview" facts={<OverviewFacts />} />
      <div>
        <OverviewFigures />
        <JobsTables scrollBox={scrollBox} />
      </div>
      <aside>
        <OverviewAside />
      </aside>
    </div>
  );
}
