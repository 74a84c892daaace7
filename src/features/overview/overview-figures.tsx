import type { ReactNode } from "react";

import { Region } from "../../ui/region.tsx";
import { ClusterFigures } from "./cluster-figures.tsx";
import { useOverview } from "./queries.ts";

/** The figures at the top of the overview. */
export function OverviewFigures(): ReactNode {
  return (
    <Region query={useOverview()} loading={<ClusterFigures overview={undefined} />}>
      {(overview) => <ClusterFigures overview={overview} />}
    </Region>
  );
}
