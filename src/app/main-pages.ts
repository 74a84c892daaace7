import type { ComponentType } from "react";

import { useIsHistoryServer } from "../client/use-client.tsx";
import { useHasApplications } from "../features/applications/use-has-applications.ts";
import { ApplicationsIcon, JobManagerIcon, JobsIcon, OverviewIcon, SubmitIcon, TaskManagersIcon } from "../ui/icons.tsx";

/** A page that every part of the app can lead to. */
export type MainPage = {
  readonly label: string;
  readonly path: string;
  /** The start of the addresses that belong to it. */
  readonly area: string;
  readonly Icon: ComponentType;
};

const OVERVIEW: MainPage = { label: "Overview", path: "/overview", area: "/overview", Icon: OverviewIcon };
const APPLICATIONS: MainPage = { label: "Applications", path: "/application/running", area: "/application/", Icon: ApplicationsIcon };
const JOBS: MainPage = { label: "Jobs", path: "/job/running", area: "/job/", Icon: JobsIcon };
const OF_A_LIVE_CLUSTER: readonly MainPage[] = [
  { label: "TaskManagers", path: "/task-manager", area: "/task-manager", Icon: TaskManagersIcon },
  { label: "JobManager", path: "/job-manager/metrics", area: "/job-manager", Icon: JobManagerIcon },
  { label: "Submit job", path: "/submit", area: "/submit", Icon: SubmitIcon },
];

/** The pages of the chosen backend, in their order. A History Server has only the pages about jobs. */
export function useMainPages(): readonly MainPage[] {
  const isHistoryServer = useIsHistoryServer();
  const hasApplications = useHasApplications();
  return [OVERVIEW, ...(hasApplications ? [APPLICATIONS] : []), JOBS, ...(isHistoryServer ? [] : OF_A_LIVE_CLUSTER)];
}
