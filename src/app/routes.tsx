import { lazy, type ReactNode } from "react";
import { HashRouter, Navigate, Route, Routes } from "react-router";

import { LiveCluster } from "./live-cluster.tsx";
import { PAGE_CODE } from "./page-code.ts";
import { Shell } from "./shell.tsx";

const OverviewPage = lazy(PAGE_CODE.overview);
const JobsPage = lazy(PAGE_CODE.jobs);
const ApplicationsPage = lazy(PAGE_CODE.applications);
const ApplicationPage = lazy(PAGE_CODE.application);
const JobPage = lazy(PAGE_CODE.job);
const TaskManagersPage = lazy(PAGE_CODE.taskManagers);
const TaskManagerPage = lazy(PAGE_CODE.taskManager);
const JobManagerPage = lazy(PAGE_CODE.jobManager);
const NotFoundPage = lazy(PAGE_CODE.notFound);
const SubmitPage = lazy(PAGE_CODE.submit);

/** Pages that a History Server does not have. */
const OF_A_LIVE_CLUSTER: readonly { readonly path: string; readonly title: string; readonly page: ReactNode }[] = [
  { path: "task-manager", title: "TaskManagers", page: <TaskManagersPage /> },
  { path: "task-manager/:taskManagerId/*", title: "TaskManagers", page: <TaskManagerPage /> },
  { path: "job-manager/*", title: "JobManager", page: <JobManagerPage /> },
  { path: "submit", title: "Submit job", page: <SubmitPage /> },
];

/**
 * Hash routes with the paths of Flink's WebUI, so that links and bookmarks keep working and the app
 * can be served from any static path.
 */
export function AppRoutes(): ReactNode {
  return (
    <HashRouter>
      <Routes>
        <Route element={<Shell />}>
          <Route index element={<Navigate to="/overview" replace />} />
          <Route path="overview" element={<OverviewPage />} />
          <Route path="job/running" element={<JobsPage />} />
          <Route path="job/completed" element={<JobsPage />} />
          <Route path="job/running/:jid/*" element={<JobPage />} />
          <Route path="job/completed/:jid/*" element={<JobPage />} />
          {OF_A_LIVE_CLUSTER.map(({ path, title, page }) => (
            <Route key={path} path={path} element={<LiveCluster title={title}>{page}</LiveCluster>} />
          ))}
          <Route path="application" element={<Navigate to="/application/running" replace />} />
          <Route path="application/running" element={<ApplicationsPage />} />
          <Route path="application/completed" element={<ApplicationsPage />} />
          <Route path="application/running/:applicationid/*" element={<ApplicationPage />} />
          <Route path="application/completed/:applicationid/*" element={<ApplicationPage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </HashRouter>
  );
}
