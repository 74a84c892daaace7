import { type ReactNode, useMemo } from "react";
import { Link, useNavigate } from "react-router";

import { urlPart } from "../base/url-part.ts";
import { useFact } from "../client/use-client.tsx";
import { LogBrowser } from "../features/processes/log-browser.tsx";
import { PROCESS_PAGE, PROCESS_PANEL } from "../features/processes/process-class.ts";
import { ProcessMetrics } from "../features/processes/process-metrics.tsx";
import { TaskManagerMemory } from "../features/processes/process-memory.tsx";
import { TaskManagerBarFacts, TaskManagerStrip } from "../features/processes/taskmanager-facts.tsx";
import { TaskManagerResources } from "../features/processes/taskmanager-resources.tsx";
import { Profiler } from "../features/processes/profiler.tsx";
import { useHasProfiler } from "../features/processes/queries.ts";
import { ThreadDump } from "../features/processes/thread-dump.tsx";
import { taskManagersOptions } from "../observe/task-managers.ts";
import type { EndpointId } from "../rest/routes.ts";
import { BarContent } from "../ui/bar-slot.tsx";
import { type TabItem, tabId, Tabs } from "../ui/tabs.tsx";
import { useAddressParts } from "./address-parts.ts";
import { processPath, PROFILER_TAB, type ProcessTab, readProcessLocation, useLogPlace, useVertexName } from "./process-location.ts";
import { TaskManagersPage } from "./task-managers-page.tsx";
import { ShowRequests } from "./show-requests.tsx";

const PANEL_ID = "task-manager-panel";

const CALLS = {
  metrics: ["taskManager", "taskManagerMetrics"],
  config: [],
  logs: ["taskManagerLogs", "taskManagerLog", "taskManagerStdout", "taskManagerLogFile"],
  threads: ["taskManagerThreadDump"],
  profiler: ["taskManagerProfilings"],
} as const satisfies Record<ProcessTab, readonly EndpointId[]>;

const TABS: readonly TabItem<ProcessTab>[] = [
  { id: "metrics", label: "Metrics" },
  { id: "logs", label: "Logs" },
  { id: "threads", label: "Threads" },
];

/**
 * `#/task-manager/:taskManagerId/…`, with the paths of Flink's WebUI. If it is not registered, the
 * page says so above the list.
 */
export function TaskManagerPage(): ReactNode {
  const [, taskManagerId = ""] = useAddressParts();
  const registered = useFact(taskManagersOptions).data?.taskmanagers;
  if (registered !== undefined && !registered.some(({ id }) => id === taskManagerId)) return <TaskManagersPage />;
  return <OneTaskManager key={taskManagerId} id={taskManagerId} />;
}

function OneTaskManager({ id }: { id: string }): ReactNode {
  const [, , ...parts] = useAddressParts();
  const navigate = useNavigate();
  const hasProfiler = useHasProfiler();
  const vertexName = useVertexName();
  const place = useLogPlace();
  const { tab, file } = readProcessLocation("taskmanager", parts.join("/"));
  const process = useMemo(() => ({ kind: "taskmanager", id }) as const, [id]);
  const pathOf = (location: { tab: ProcessTab; file: typeof file }): string =>
    `/task-manager/${urlPart(id)}/${processPath("taskmanager", location)}`;
  return (
    <div className={PROCESS_PAGE}>
      <BarContent crumb={<Link to="/task-manager">TaskManagers</Link>} title={id} facts={<TaskManagerBarFacts id={id} />} />
      <TaskManagerStrip id={id} />
      <Tabs
        label="TaskManager"
        items={hasProfiler ? [...TABS, PROFILER_TAB] : TABS}
        selected={tab}
        onSelect={(next) => void navigate(pathOf({ tab: next, file: { kind: "main" } }))}
        panelId={PANEL_ID}
        end={<ShowRequests of="TaskManager" calls={CALLS[tab]} />}
      />
      <div id={PANEL_ID} role="tabpanel" aria-labelledby={tabId(PANEL_ID, tab)} className={PROCESS_PANEL}>
        {tab === "metrics" && (
          <>
            <TaskManagerMemory process={process} />
            <TaskManagerResources id={id} />
            <ProcessMetrics process={process} />
          </>
        )}
        {tab === "logs" && (
          <LogBrowser process={process} file={file} pathOf={(next) => pathOf({ tab: "logs", file: next })} place={place} />
        )}
        {tab === "threads" && <ThreadDump process={process} vertexName={vertexName} />}
        {tab === "profiler" && <Profiler process={process} />}
      </div>
    </div>
  );
}
