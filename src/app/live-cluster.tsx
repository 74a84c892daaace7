import type { ReactNode } from "react";
import { Link } from "react-router";

import { useIsHistoryServer } from "../client/use-client.tsx";
import { BarContent } from "../ui/bar-slot.tsx";
import { EmptyState } from "../ui/empty-and-error-state.tsx";

/**
 * A page that only a running cluster has. A History Server serves the jobs that have ended, and
 * answers 404 to everything about the cluster's processes and to actions.
 */
export function LiveCluster({ title, children }: { title: string; children: ReactNode }): ReactNode {
  if (!useIsHistoryServer()) return children;
  return (
    <>
      <BarContent title={title} />
      <EmptyState>
        This is a History Server. It has the jobs that have ended, but no JobManager and no TaskManagers, and it starts no jobs.{" "}
        <Link to="/job/completed">Jobs that have ended</Link>
      </EmptyState>
    </>
  );
}
