import type { ReactNode } from "react";

import { useBackend } from "../../client/use-client.tsx";
import { useConfig, useJobManagerHeap, useOverview } from "./queries.ts";
import { TaskManagerCards } from "./task-manager-cards.tsx";
import { ThisCluster } from "./this-cluster.tsx";
import "./overview.css";

/** Beside the tables: TaskManagers with their slots, and what this cluster is. */
export function OverviewAside(): ReactNode {
  const config = useConfig().data;
  const overview = useOverview().data;
  const heap = useJobManagerHeap();
  const { hasPlayground } = useBackend();
  return (
    <>
      <TaskManagerCards />
      <ThisCluster config={config} overview={overview} heap={heap} hasPlayground={hasPlayground} />
    </>
  );
}
