import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";

import { BarContent } from "../ui/bar-slot.tsx";
import { Notice } from "./notice.tsx";

/**
 * The page for an unknown address: an old link, or a page of Flink's WebUI that Drey does not have.
 */
export function NotFoundPage(): ReactNode {
  const { pathname } = useLocation();
  return (
    <>
      <BarContent title="No such page" />
      <Notice title="Drey has no such page">
        <p>
          No page has the address <span className="mono">#{pathname}</span>.
        </p>
        <p>
          Go to the <Link to="/overview">overview</Link>, the <Link to="/job/running">jobs</Link>, the{" "}
          <Link to="/task-manager">TaskManagers</Link> or the <Link to="/job-manager/metrics">JobManager</Link>.
        </p>
      </Notice>
    </>
  );
}
