import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";

import { useIsHistoryServer } from "../client/use-client.tsx";
import { useHasApplications } from "../features/applications/use-has-applications.ts";
import { ApplicationsIcon, JobManagerIcon, JobsIcon, NestIcon, OverviewIcon, SubmitIcon, TaskManagersIcon } from "../ui/icons.tsx";
import { RAIL_STOP } from "./rail-stop.ts";
import { ThemeToggle } from "./theme-toggle.tsx";
import { TimesToggle } from "./times-toggle.tsx";

/**
 * The navigation: at the side, or at the bottom below 720 px. A History Server has only the pages
 * about jobs.
 */
export function Rail(): ReactNode {
  const { pathname } = useLocation();
  const isHistoryServer = useIsHistoryServer();
  const hasApplications = useHasApplications();
  return (
    <nav
      className="row-span-full flex flex-col items-stretch border-r border-line px-1 pb-2.5 max-phone:row-3 max-phone:flex-row max-phone:overflow-x-auto max-phone:border-t max-phone:border-r-0 max-phone:py-0.5"
      aria-label="Main"
    >
      <Link
        className="grid h-bar place-items-center text-fg *:size-7.5 max-phone:hidden"
        to="/overview"
        aria-label="Drey, overview"
        aria-current={false}
      >
        <NestIcon />
      </Link>
      <NavItem to="/overview" isHere={pathname.startsWith("/overview")} icon={<OverviewIcon />}>
        Overview
      </NavItem>
      {hasApplications && (
        <NavItem to="/application/running" isHere={pathname.startsWith("/application/")} icon={<ApplicationsIcon />}>
          Applications
        </NavItem>
      )}
      <NavItem to="/job/running" isHere={pathname.startsWith("/job/")} icon={<JobsIcon />}>
        Jobs
      </NavItem>
      {!isHistoryServer && (
        <>
          <NavItem to="/task-manager" isHere={pathname.startsWith("/task-manager")} icon={<TaskManagersIcon />}>
            Task
            <wbr />
            Managers
          </NavItem>
          <NavItem to="/job-manager/metrics" isHere={pathname.startsWith("/job-manager")} icon={<JobManagerIcon />}>
            Job
            <wbr />
            Manager
          </NavItem>
          <NavItem to="/submit" isHere={pathname.startsWith("/submit")} icon={<SubmitIcon />}>
            Submit job
          </NavItem>
        </>
      )}
      <span className="flex-1 max-phone:hidden" />
      <TimesToggle />
      <ThemeToggle />
      <LicensesLink />
    </nav>
  );
}

function NavItem({ to, isHere, icon, children }: { to: string; isHere: boolean; icon: ReactNode; children: ReactNode }): ReactNode {
  return (
    <Link className={RAIL_STOP} to={to} aria-current={isHere ? "page" : false}>
      {icon}
      <span>{children}</span>
    </Link>
  );
}

/**
 * A file of the build (tools/third-party-licenses.ts). It opens in a new tab, because leaving this
 * page would end the playground.
 */
function LicensesLink(): ReactNode {
  return (
    <a
      className="py-1 text-center text-label text-fg-3 max-phone:self-center max-phone:px-1"
      href="./third-party-licenses.txt"
      target="_blank"
      rel="noreferrer"
    >
      Licenses
    </a>
  );
}
