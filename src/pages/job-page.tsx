import "./job-page.css";

import { type ReactNode, useState } from "react";
import { useHref } from "react-router";

import { BackpressurePanel } from "../features/backpressure/backpressure-panel.tsx";
import { useJobPressure } from "../features/backpressure/queries.ts";
import { CheckpointInspector } from "../features/checkpoints/checkpoint-inspector.tsx";
import { CheckpointsPanel } from "../features/checkpoints/checkpoints-panel.tsx";
import { useLiveCheckpoints } from "../features/checkpoints/queries.ts";
import { ExceptionsPanel } from "../features/exceptions/exceptions-panel.tsx";
import { type ActionName, JobActionDialog, JobActions } from "../features/job-actions/job-actions.tsx";
import { JobNotices } from "../features/job-actions/job-notices.tsx";
import { FoldedGraph } from "../features/job-graph/folded-graph.tsx";
import { JobBar } from "../features/job-graph/job-bar.tsx";
import { JobGraph } from "../features/job-graph/job-graph.tsx";
import { useExceptions, useLiveJob } from "../features/job-graph/queries.ts";
import { useGraph } from "../features/job-graph/use-graph.ts";
import { VertexInspector } from "../features/vertices/vertex-inspector.tsx";
import { VerticesTable } from "../features/vertices/vertices-table.tsx";
import { jobStatusFacts } from "../domain/job-status.ts";
import { formatAge, formatCount } from "../domain/units.ts";
import { StaleMark } from "../ui/age.tsx";
import { Region, staleSince } from "../ui/region.tsx";
import { type TabItem, tabId, Tabs } from "../ui/tabs.tsx";
import { type JobTab, useJobNavigation } from "./job-location.ts";
import { UnknownJob } from "./unknown-job.tsx";

const PANEL_ID = "job-panel";

/** `#/job/running/:jid/…` and `#/job/completed/:jid/…`: one job, with what is under way with it above. */
export function JobPage(): ReactNode {
  const { jobId } = useJobNavigation().location;
  return <OneJob key={jobId} jobId={jobId} />;
}

function OneJob({ jobId }: { jobId: string }): ReactNode {
  const [action, setAction] = useState<ActionName | undefined>(undefined);
  const job = useLiveJob(jobId).data?.job;
  const hasFailed = (useExceptions(jobId).data?.exceptionHistory.entries.length ?? 0) > 0;
  return (
    <div className="job-frame">
      {job !== undefined && <JobNotices job={job} hasFailed={hasFailed} />}
      <JobParts actions={job !== undefined && <JobActions job={job} dialog={action} onDialog={setAction} />} />
      {job !== undefined && <JobActionDialog job={job} dialog={action} onClose={() => setAction(undefined)} />}
    </div>
  );
}

/** The graph stands above its vertices; the other tabs fold it to a line. */
function JobParts({ actions }: { actions: ReactNode }): ReactNode {
  const { location, pathWith, go } = useJobNavigation();
  const { jobId, tab } = location;
  const jobQuery = useLiveJob(jobId);
  const checkpoints = useLiveCheckpoints(jobId);
  const exceptions = useExceptions(jobId);
  const live = jobQuery.data;
  const job = live?.job;
  const isOver = job !== undefined && jobStatusFacts(job.state).isTerminal;
  const { culpritId, pressures } = useJobPressure(job, !isOver);
  const graph = useGraph(jobId, live, checkpoints.data?.checkpoints, exceptions.data?.exceptionHistory.entries ?? [], culpritId);
  const exceptionsHref = useHref(pathWith({ tab: "exceptions" }));
  const graphHref = useHref(pathWith({ tab: "vertices" }));

  if (job === undefined && jobQuery.error !== null)
    return <UnknownJob jobId={jobId} error={jobQuery.error} onRetry={() => void jobQuery.refetch()} />;

  // An id that the job does not have selects nothing.
  const vertexId = job?.vertices.some(({ id }) => id === location.vertexId) === true ? location.vertexId : undefined;
  const staleSinceMs = staleSince(jobQuery);
  const tabs = (
    <Tabs
      label="Job details"
      items={tabItems(
        job?.vertices.length,
        checkpoints.data?.checkpoints.counts.completed,
        exceptions.data?.exceptionHistory.entries.length,
        pressures.some((pressure) => pressure?.level === "high"),
      )}
      selected={tab}
      onSelect={(next) => go({ tab: next })}
      panelId={PANEL_ID}
      end={staleSinceMs !== undefined && <StaleMark sinceMs={staleSinceMs} format={formatAge} />}
    />
  );
  const panel = (content: ReactNode): ReactNode => (
    <div
      id={PANEL_ID}
      role="tabpanel"
      aria-labelledby={tabId(PANEL_ID, tab)}
      className={staleSinceMs === undefined ? "panel" : "panel greyed"}
    >
      {content}
    </div>
  );

  if (tab === "vertices") {
    return (
      <div className={vertexId === undefined ? "job" : "job inspecting"}>
        <JobBar job={job} jobId={jobId} actions={actions} />
        <JobGraph
          graph={graph}
          checkpoints={checkpoints.data?.checkpoints}
          isOver={isOver}
          selectedId={vertexId}
          onSelect={(id) => go({ vertexId: id })}
          staleSinceMs={staleSinceMs}
          exceptionsHref={exceptionsHref}
        />
        <section className="dock" aria-label="Job details">
          {tabs}
          {panel(
            <VerticesTable
              jobId={jobId}
              vertices={job?.vertices}
              isLive={!isOver}
              selectedId={vertexId}
              onSelect={(id) => go({ vertexId: id === vertexId ? undefined : id })}
            />,
          )}
        </section>
        {live !== undefined && vertexId !== undefined && (
          <VertexInspector
            job={live.job}
            vertexId={vertexId}
            subtask={location.subtask}
            rates={live.rates}
            checkpoints={checkpoints.data?.checkpoints}
            isLive={!isOver}
            onClose={() => go({ vertexId: undefined })}
          />
        )}
      </div>
    );
  }
  const checkpointId = tab === "checkpoints" ? location.checkpointId : undefined;
  return (
    <div className={checkpointId === undefined ? "job-folded" : "job-folded inspecting"}>
      <JobBar job={job} jobId={jobId} actions={actions} />
      <FoldedGraph graph={graph} unfoldHref={graphHref} />
      <section className="job-details" aria-label="Job details">
        {tabs}
        {panel(
          tab === "checkpoints" ? (
            <Region
              query={checkpoints}
              loading={<CheckpointsPanel jobId={jobId} live={undefined} selectedId={undefined} onSelect={nothing} />}
            >
              {(data) => (
                <CheckpointsPanel
                  jobId={jobId}
                  live={data}
                  selectedId={checkpointId}
                  onSelect={(id) => go({ checkpointId: id === checkpointId ? undefined : id })}
                />
              )}
            </Region>
          ) : tab === "backpressure" ? (
            <BackpressurePanel job={job} isLive={!isOver} pathOf={(id) => pathWith({ tab: "vertices", vertexId: id })} />
          ) : (
            <ExceptionsPanel job={job} jobId={jobId} pathOf={(id, subtask) => pathWith({ tab: "vertices", vertexId: id, subtask })} />
          ),
        )}
      </section>
      {checkpointId !== undefined && (
        <CheckpointInspector
          jobId={jobId}
          checkpointId={checkpointId}
          vertices={job?.vertices ?? []}
          live={checkpoints.data}
          onClose={() => go({ checkpointId: undefined })}
        />
      )}
    </div>
  );
}

function nothing(): void {
  // While the checkpoints load there is none to select.
}

function tabItems(
  vertices: number | undefined,
  completed: number | undefined,
  exceptions: number | undefined,
  isHigh: boolean,
): readonly TabItem<JobTab>[] {
  return [
    { id: "vertices", label: "Vertices", count: vertices },
    { id: "checkpoints", label: "Checkpoints", count: completed === undefined ? undefined : formatCount(completed) },
    { id: "backpressure", label: "Backpressure", ...(isHigh ? { count: "HIGH", isAlert: true } : {}) },
    { id: "exceptions", label: "Exceptions", count: exceptions, isAlert: (exceptions ?? 0) > 0 },
  ];
}
