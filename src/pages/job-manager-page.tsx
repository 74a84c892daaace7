import { type ReactNode } from "react";
import { useNavigate } from "react-router";

import { JobManagerConfiguration } from "../features/processes/jobmanager-configuration.tsx";
import { LogBrowser } from "../features/processes/log-browser.tsx";
import type { FlinkProcess } from "../observe/process.ts";
import { PROCESS_PAGE, PROCESS_PANEL } from "../features/processes/process-class.ts";
import { JobManagerMemory } from "../features/processes/process-memory.tsx";
import { ProcessMetrics } from "../features/processes/process-metrics.tsx";
import { Profiler } from "../features/processes/profiler.tsx";
import { useHasProfiler } from "../features/processes/queries.ts";
import { ThreadDump } from "../features/processes/thread-dump.tsx";
import type { EndpointId } from "../rest/routes.ts";
import { BarContent } from "../ui/bar-slot.tsx";
import { tabId, Tabs } from "../ui/tabs.tsx";
import { useAddressParts } from "./address-parts.ts";
import {
  JOB_MANAGER_TABS,
  processPath,
  PROFILER_TAB,
  type ProcessTab,
  readProcessLocation,
  useLogPlace,
  useVertexName,
} from "./process-location.ts";
import { ShowRequests } from "./show-requests.tsx";

const PANEL_ID = "job-manager-panel";
const JOB_MANAGER: FlinkProcess = { kind: "jobmanager" };

const CALLS = {
  metrics: ["jobManagerMetrics", "jobManagerConfig"],
  config: ["jobManagerConfig", "jobManagerEnvironment"],
  logs: ["jobManagerLogs", "jobManagerLog", "jobManagerStdout", "jobManagerLogFile"],
  threads: ["jobManagerThreadDump"],
  profiler: ["jobManagerProfilings"],
} as const satisfies Record<ProcessTab, readonly EndpointId[]>;

/** `#/job-manager/…`, with the paths of Flink's WebUI. */
export function JobManagerPage(): ReactNode {
  const [, ...parts] = useAddressParts();
  const navigate = useNavigate();
  const hasProfiler = useHasProfiler();
  const vertexName = useVertexName();
  const place = useLogPlace();
  const { tab, file } = readProcessLocation("jobmanager", parts.join("/"));
  const pathOf = (location: { tab: ProcessTab; file: typeof file }): string => `/job-manager/${processPath("jobmanager", location)}`;
  return (
    <div className={PROCESS_PAGE}>
      <BarContent title="JobManager" />
      <Tabs
        label="JobManager"
        items={hasProfiler ? [...JOB_MANAGER_TABS, PROFILER_TAB] : JOB_MANAGER_TABS}
        selected={tab}
        onSelect={(next) => void navigate(pathOf({ tab: next, file: { kind: "main" } }))}
        panelId={PANEL_ID}
        end={<ShowRequests of="JobManager" calls={CALLS[tab]} />}
      />
      <div id={PANEL_ID} role="tabpanel" aria-labelledby={tabId(PANEL_ID, tab)} className={PROCESS_PANEL}>
        {tab === "metrics" && (
          <>
            <JobManagerMemory />
            <ProcessMetrics process={JOB_MANAGER} />
          </>
        )}
        {tab === "config" && <JobManagerConfiguration />}
        {tab === "logs" && (
          <LogBrowser process={JOB_MANAGER} file={file} pathOf={(next) => pathOf({ tab: "logs", file: next })} place={place} />
        )}
        {tab === "threads" && <ThreadDump process={JOB_MANAGER} vertexName={vertexName} />}
        {tab === "profiler" && <Profiler process={JOB_MANAGER} />}
      </div>
    </div>
  );
}
