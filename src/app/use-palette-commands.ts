import { useQuery } from "@tanstack/react-query";
import { useContext, useEffect, useMemo, useReducer } from "react";
import { useNavigate } from "react-router";

import { urlPart } from "../base/url-part.ts";
import { visibleText } from "../base/visible-text.ts";
import { useIsHistoryServer, useObserved } from "../client/use-client.tsx";
import { jobTitle } from "../domain/job-name.ts";
import { isJobOver, jobStatusFacts } from "../domain/job-status.ts";
import { jobsOverviewOptions } from "../observe/jobs.ts";
import { taskManagersOptions } from "../observe/task-managers.ts";
import { JOB_MANAGER_TABS, processPath } from "../pages/process-location.ts";
import type { JobOverview } from "../rest/jobs.ts";
import { type PageCommand, PageCommandsContext } from "../ui/page-commands.ts";
import { useMainPages } from "./main-pages.ts";

/** Asked when the palette opens and not repeated: a list that moves while one reads it is hard to use. */
const ONCE = { refetchInterval: false } as const;

/** Every entry of the palette, and why some are missing. */
export function usePaletteCommands(): { commands: readonly PageCommand[]; jobsError: Error | null; taskManagersError: Error | null } {
  const navigate = useNavigate();
  const pages = useMainPages();
  const isHistoryServer = useIsHistoryServer();
  const observed = useObserved();
  const jobs = useQuery({ ...jobsOverviewOptions(observed), ...ONCE });
  const taskManagers = useQuery({ ...taskManagersOptions(observed, !isHistoryServer), ...ONCE });
  const ofPage = usePageCommands();
  const go = (path: string) => (): void => void navigate(path);
  const sortedJobs = useMemo(() => (jobs.data?.jobs ?? []).toSorted(runningFirst), [jobs.data]);
  return {
    commands: [
      ...ofPage,
      ...sortedJobs.map((job) => ({
        id: `job ${job.jid}`,
        group: "Jobs",
        label: jobTitle(job),
        keywords: `${visibleText(job.jid)} ${job.state}`,
        badge: { tone: jobStatusFacts(job.state).tone, label: visibleText(job.state) },
        run: go(jobPathOf(job)),
      })),
      ...(taskManagers.data?.taskmanagers ?? []).map(({ id }) => ({
        id: `taskmanager ${id}`,
        group: "TaskManagers",
        label: visibleText(id),
        run: go(`/task-manager/${urlPart(id)}/metrics`),
      })),
      ...pages.map(({ label, path }) => ({ id: `page ${path}`, group: "Pages", label, run: go(path) })),
      ...(isHistoryServer
        ? []
        : JOB_MANAGER_TABS.map(({ id, label }) => ({
            id: `page job-manager ${id}`,
            group: "Pages",
            label: `JobManager: ${label}`,
            run: go(`/job-manager/${processPath("jobmanager", { tab: id, file: { kind: "main" } })}`),
          }))),
    ],
    jobsError: jobs.data === undefined ? jobs.error : null,
    taskManagersError: taskManagers.data === undefined ? taskManagers.error : null,
  };
}

function jobPathOf(job: JobOverview): string {
  return `/job/${isJobOver(job) ? "completed" : "running"}/${urlPart(job.jid)}/overview`;
}

/** Then the newest first. */
function runningFirst(a: JobOverview, b: JobOverview): number {
  return Number(isJobOver(a)) - Number(isJobOver(b)) || b["start-time"] - a["start-time"];
}

/** What the open page offers, kept current while the palette is open. */
function usePageCommands(): readonly PageCommand[] {
  const commands = useContext(PageCommandsContext);
  const [, render] = useReducer((count: number) => count + 1, 0);
  useEffect(() => commands?.subscribe(render), [commands]);
  return commands?.all() ?? [];
}
