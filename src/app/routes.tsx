import { lazy, type ReactNode } from "react";
import { HashRouter, Navigate, Route, Routes } from "react-router";

import { LiveCluster } from "./live-cluster.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { Shell } from "./shell.tsx";

const OverviewPage = lazy(async () => ({ default: (await import("../pages/overview-page.tsx")).OverviewPage }));
const JobsPage = lazy(async () => ({ default: (await import("../pages/jobs-page.tsx")).JobsPage }));
const ApplicationsPage = lazy(async () => ({
  default: (await import("../pages/applications-page.tsx")).ApplicationsPage,
}));
const ApplicationPage = lazy(async () => ({ default: (await import("../pages/application-page.tsx")).ApplicationPage }));
const JobPage = lazy(async () => ({ default: (await import("../pages/job-page.tsx")).JobPage }));
const TaskManagersPage = lazy(async () => ({
  default: (await import("../pages/task-managers-page.tsx")).TaskManagersPage,
}));
const TaskManagerPage = lazy(async () => ({ default: (await import("../pages/task-manager-page.tsx")).TaskManagerPage }));
const JobManagerPage = lazy(async () => ({ default: (await import("../pages/job-manager-page.tsx")).JobManagerPage }));
const SubmitPage = lazy(async () => ({ default: (await import("../pages/submit-page.tsx")).SubmitPage }));

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
