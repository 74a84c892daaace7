import type { ReactNode } from "react";
import { overviewOptions } from "../../client/cluster-options.ts";
import { useFact } from "../../client/use-client.tsx";

import { QueryRegion } from "../../ui/query-region.tsx";
import { ClusterFigures } from "./cluster-figures.tsx";

/** The figures at the top of the overview. */
export function OverviewFigures(): ReactNode {
  return (
    <QueryRegion query={useFact(overviewOptions)} loading={<ClusterFigures overview={undefined} />}>
      {(overview) => <ClusterFigures overview={overview} />}
    </QueryRegion>
  );
}
