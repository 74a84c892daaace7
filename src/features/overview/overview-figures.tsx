import type { ReactNode } from "react";
import { overviewOptions } from "../../client/cluster-options.ts";
import { useFact } from "../../client/use-client.tsx";

import { formatCount } from "../../domain/units.ts";
import { applicationsOptions } from "../../observe/applications.ts";
import { QueryRegion } from "../../ui/query-region.tsx";
import { countApplications } from "./application-counts.ts";
import { ClusterFigures } from "./cluster-figures.tsx";

/** The figures at the top of the overview. */
export function OverviewFigures(): ReactNode {
  return (
    <>
      <QueryRegion query={useFact(overviewOptions)} loading={<ClusterFigures overview={undefined} />}>
        {(overview) => <ClusterFigures overview={overview} />}
      </QueryRegion>
      <ApplicationFigures />
    </>
  );
}

/** The applications in a line. Renders nothing for a Flink that has none. */
function ApplicationFigures(): ReactNode {
  const applications = useFact(applicationsOptions).data?.applications;
  if (applications === undefined) return null;
  const { running, finished, canceled, failed } = countApplications(applications);
  return (
    <p className="px-4 pb-3 text-dense text-fg-2">
      Applications: {formatCount(running)} running, {formatCount(finished)} finished, {formatCount(canceled)} canceled,{" "}
      {formatCount(failed)} failed
    </p>
  );
}
