import type { ReactNode } from "react";

import { useBackend, useClockAheadMs, useConfig, useFact } from "../../client/use-client.tsx";
import { jobManagerHeapOptions } from "../../observe/job-manager.ts";
import { heapUse } from "../../domain/heap-use.ts";
import { missingBecause } from "../../ui/query-region.tsx";
import { TaskManagerCards } from "./task-manager-cards.tsx";
import { ThisCluster } from "./this-cluster.tsx";
import { overviewOptions } from "../../client/cluster-options.ts";

/** Beside the tables: the TaskManagers with their slots, and facts about the cluster. */
export function OverviewAside(): ReactNode {
  const config = useConfig();
  const overview = useFact(overviewOptions).data;
  const heapQuery = useFact(jobManagerHeapOptions);
  const heap = heapUse(heapQuery.data);
  const { hasPlayground } = useBackend();
  return (
    <>
      <TaskManagerCards />
      <ThisCluster
        config={config}
        overview={overview}
        heap={heap}
        heapError={missingBecause(heapQuery)}
        clockAheadMs={useClockAheadMs()}
        hasPlayground={hasPlayground}
      />
    </>
  );
}
