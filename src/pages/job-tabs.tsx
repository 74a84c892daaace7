// The tabs of a job's page, one row each. A new tab needs an id in job-location.ts and a row here.
import { lazy, type ReactNode, Suspense } from "react";

import { formatCount } from "../domain/units.ts";
import { newestCheckpoint } from "../domain/seen-checkpoints.ts";
import { taskProgressOf } from "../domain/vertex-phase.ts";
import { VerticesTable } from "../features/vertices/vertices-table.tsx";
import type { JobVertex } from "../rest/jobs.ts";
import type { EndpointId } from "../rest/routes.ts";
import { EmptyState } from "../ui/empty-and-error-state.tsx";
import { missingBecause, QueryRegion } from "../ui/query-region.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { TabItem } from "../ui/tabs.tsx";
import type { JobData } from "./job-data.ts";
import { JOB_TAB_IDS, type JobTab } from "./job-location.ts";
import { ShowRequests } from "./show-requests.tsx";
import { UnknownVertex } from "./unknown-vertex.tsx";

// The first screen shows none of these, so each loads at its first use.
const BackpressurePanel = lazy(async () => ({
  default: (await import("../features/backpressure/backpressure-panel.tsx")).BackpressurePanel,
}));
const CheckpointInspector = lazy(async () => ({
  default: (await import("../features/checkpoints/checkpoint-inspector.tsx")).CheckpointInspector,
}));
const CheckpointsPanel = lazy(async () => ({ default: (await import("../features/checkpoints/checkpoints-panel.tsx")).CheckpointsPanel }));
const ClusterConfiguration = lazy(async () => ({
  default: (await import("../features/processes/jobmanager-configuration.tsx")).JobManagerConfigurationOfJob,
}));
const ConfigurationPanel = lazy(async () => ({
  default: (await import("../features/job-configuration/configuration-panel.tsx")).ConfigurationPanel,
}));
const DataSkewPanel = lazy(async () => ({ default: (await import("../features/data-skew/data-skew-panel.tsx")).DataSkewPanel }));
const ExceptionsPanel = lazy(async () => ({ default: (await import("../features/exceptions/exceptions-panel.tsx")).ExceptionsPanel }));
const FlamePanel = lazy(async () => ({ default: (await import("../features/flame-graph/flame-panel.tsx")).FlamePanel }));
const HistoryPanel = lazy(async () => ({ default: (await import("../features/history/history-panel.tsx")).HistoryPanel }));
const TimelinePanel = lazy(async () => ({ default: (await import("../features/job-timeline/timeline-panel.tsx")).TimelinePanel }));
const TopicRecords = lazy(async () => ({ default: (await import("../features/proof/topic-records.tsx")).TopicRecords }));
const RescaleInspector = lazy(async () => ({ default: (await import("../features/rescales/rescale-inspector.tsx")).RescaleInspector }));
const RescalesPanel = lazy(async () => ({ default: (await import("../features/rescales/rescales-panel.tsx")).RescalesPanel }));
const VertexInspector = lazy(async () => ({ default: (await import("../features/vertices/vertex-inspector.tsx")).VertexInspector }));

/** A tab of the job's page. */
type JobTabRow = {
  label: string;
  /** Whether this job has the tab. By default every job has it. */
  isShown?: (data: JobData) => boolean;
  /** Content beside the label. */
  badge?: (data: JobData) => Pick<TabItem<JobTab>, "count" | "isAlert">;
  /** The panel. A press on the selected item clears the selection. */
  Panel: (props: { data: JobData }) => ReactNode;
  /** The calls whose replies the panel and its details show. Empty if they show none of Flink's. */
  calls: readonly EndpointId[];
  /** The details of the selection; undefined without one. */
  inspect?: (data: JobData) => ReactNode | undefined;
};

const ROWS: Readonly<Record<JobTab, JobTabRow>> = {
  vertices: {
    label: "Vertices",
    calls: [
      "job",
      "vertex",
      "vertexTaskManagers",
      "vertexBackpressure",
      "vertexWatermarks",
      "subtasksMetrics",
      "vertexAccumulators",
      "subtasksAccumulators",
    ],
    badge: ({ live }) => ({ count: live?.job.vertices.length }),
    Panel: ({ data: { live, atMs, location, select } }) => (
      <VerticesTable
        job={live?.job}
        atMs={atMs}
        selectedId={location.vertexId}
        onSelect={(id) => select({ vertexId: id === location.vertexId ? undefined : id })}
      />
    ),
    inspect: inspectVertex,
  },
  checkpoints: {
    label: "Checkpoints",
    calls: ["checkpoints", "checkpointConfig", "checkpoint", "checkpointSubtasks"],
    isShown: ({ hasCheckpoints }) => hasCheckpoints,
    badge: ({ checkpointsQuery: { data } }) => ({ count: data === undefined ? undefined : formatCount(data.checkpoints.counts.completed) }),
    Panel: ({ data }) => {
      const { jobId, live, location, checkpointsQuery, noCheckpoints, select } = data;
      if (noCheckpoints !== undefined) return <EmptyState>{noCheckpoints}</EmptyState>;
      const selectedId = selectedCheckpoint(data);
      const panel = {
        jobId,
        vertices: live?.job.vertices ?? NO_VERTICES,
        selectedId,
        isFollowing: location.checkpointId === "newest",
        view: location.view,
        comparedIds: location.comparedIds,
        onSelect: (id: number) => select({ checkpointId: id === location.checkpointId ? undefined : id }),
        onFollow: (isFollowing: boolean) => select({ checkpointId: isFollowing ? "newest" : selectedId }),
        onView: (view: string) => select({ view }),
        onCompare: (comparedIds: readonly [number, number]) => select({ view: "compare", comparedIds }),
      };
      return (
        <QueryRegion query={checkpointsQuery} loading={<CheckpointsPanel {...panel} live={undefined} />}>
          {(checkpoints) => <CheckpointsPanel {...panel} live={checkpoints} />}
        </QueryRegion>
      );
    },
    inspect: (data) => {
      const { jobId, live, location, checkpointsQuery, noCheckpoints, select } = data;
      const checkpointId = selectedCheckpoint(data);
      return checkpointId === undefined || noCheckpoints !== undefined ? undefined : (
        <CheckpointInspector
          jobId={jobId}
          checkpointId={checkpointId}
          isFollowing={location.checkpointId === "newest"}
          vertices={live?.job.vertices ?? NO_VERTICES}
          live={checkpointsQuery.data}
          onOperators={() => select({ view: "operators" })}
          onClose={() => select({ checkpointId: undefined })}
        />
      );
    },
  },
  backpressure: {
    label: "Backpressure",
    calls: ["vertexBackpressure"],
    // A History Server measures nothing.
    isShown: ({ isHistoryServer }) => !isHistoryServer,
    badge: ({ isBackpressureHigh }) => (isBackpressureHigh ? { count: "HIGH", isAlert: true } : {}),
    Panel: ({ data: { live, isOver, location, pathOf, select } }) => (
      <BackpressurePanel
        job={live?.job}
        rates={live?.rates}
        isLive={!isOver}
        pathOf={pathOf}
        view={location.view}
        onView={(view) => select({ view })}
      />
    ),
  },
  exceptions: {
    label: "Exceptions",
    calls: ["jobExceptions"],
    // An alert until the job has recovered from them.
    badge: ({ live, exceptions }) => ({
      count: exceptions?.length,
      isAlert: (exceptions ?? []).length > 0 && !(live !== undefined && isWell(live.job.vertices)),
    }),
    Panel: ({ data: { jobId, live, location, pathOf, select } }) => (
      <ExceptionsPanel job={live?.job} jobId={jobId} pathOf={pathOf} view={location.view} onView={(view) => select({ view })} />
    ),
  },
  history: {
    label: "History",
    calls: [],
    // Nothing changes in a History Server.
    isShown: ({ isHistoryServer }) => !isHistoryServer,
    Panel: ({ data: { jobId, live } }) => <HistoryPanel jobId={jobId} jobName={live?.job.name ?? ""} />,
  },
  timeline: {
    label: "Timeline",
    calls: ["job", "vertex"],
    Panel: ({ data: { live, isOver, location, select } }) => (
      <TimelinePanel
        job={live?.job}
        isLive={!isOver}
        vertexId={live === undefined ? undefined : location.vertexId}
        onVertex={(id) => select({ vertexId: id === location.vertexId ? undefined : id })}
      />
    ),
  },
  dataskew: {
    label: "Data skew",
    calls: ["subtasksMetrics"],
    // A History Server has no metrics.
    isShown: ({ isHistoryServer }) => !isHistoryServer,
    Panel: ({ data: { live, isOver, pathOf } }) => <DataSkewPanel job={live?.job} isLive={!isOver} pathOf={pathOf} />,
  },
  flamegraph: {
    label: "Flame graph",
    calls: ["vertexFlameGraph"],
    isShown: ({ hasFlameGraphs }) => hasFlameGraphs,
    Panel: ({ data: { live, isOver, location, select } }) => (
      <FlamePanel
        job={live?.job}
        isLive={!isOver}
        vertexId={live === undefined ? undefined : location.vertexId}
        onVertex={(id) => select({ vertexId: id })}
      />
    ),
  },
  rescales: {
    label: "Rescales",
    calls: ["rescaleOverview", "rescaleHistory", "rescaleSummary", "rescaleConfig", "rescaleDetails", "resourceRequirements"],
    isShown: ({ hasRescales }) => hasRescales,
    Panel: ({ data: { jobId, live, isOver, location, select } }) => (
      <RescalesPanel
        jobId={jobId}
        job={live?.job}
        isLive={!isOver}
        selectedId={location.rescaleId}
        view={location.view}
        onSelect={(id) => select({ rescaleId: id === location.rescaleId ? undefined : id })}
        onView={(view) => select({ view })}
      />
    ),
    inspect: ({ jobId, isOver, location: { rescaleId }, select }) =>
      rescaleId === undefined ? undefined : (
        <RescaleInspector
          jobId={jobId}
          rescaleId={rescaleId}
          isLive={!isOver}
          onTables={() => select({ view: "tables" })}
          onClose={() => select({ rescaleId: undefined })}
        />
      ),
  },
  configuration: {
    label: "Configuration",
    calls: ["jobConfig"],
    Panel: ({ data: { jobId } }) => <ConfigurationPanel jobId={jobId} />,
  },
  cluster_configuration: {
    label: "Cluster configuration",
    calls: ["jobManagerConfigOfJob", "jobManagerEnvironmentOfJob"],
    // A running cluster has it on the page of the JobManager.
    isShown: ({ isHistoryServer }) => isHistoryServer,
    Panel: ({ data: { jobId } }) => <ClusterConfiguration jobId={jobId} />,
  },
  output: {
    label: "Output",
    calls: [],
    isShown: ({ hasPlayground }) => hasPlayground,
    Panel: () => <TopicRecords />,
  },
};

const NO_VERTICES: readonly JobVertex[] = [];

/** The selected checkpoint, or the newest one if it is followed. */
function selectedCheckpoint({ location: { checkpointId }, checkpointsQuery: { data } }: JobData): number | undefined {
  return checkpointId === "newest" ? newestCheckpoint(data?.seen ?? [])?.id : checkpointId;
}

/** The tabs that this job has, as the tab list shows them. */
export function jobTabItems(data: JobData): readonly TabItem<JobTab>[] {
  return JOB_TAB_IDS.filter((id) => ROWS[id].isShown?.(data) ?? true).map((id) => ({
    id,
    label: ROWS[id].label,
    ...ROWS[id].badge?.(data),
    mark: markOf(id, data),
  }));
}

/** The reasons that are about a tab, in words; undefined if there are none. */
function markOf(id: JobTab, { reasons }: JobData): string | undefined {
  const labels = reasons.filter(({ tab }) => tab === id).map(({ label }) => label);
  return labels.length === 0 ? undefined : `needs attention: ${labels.join(", ")}`;
}

/** Shows the requests behind a tab; undefined if it shows no replies of Flink. */
export function requestsOfTab(tab: JobTab): ReactNode | undefined {
  const { label, calls } = ROWS[tab];
  return calls.length === 0 ? undefined : <ShowRequests key={tab} of={label} calls={calls} />;
}

/** The content of a tab. The key makes a press show at once, also if the tab's code has yet to load. */
export function JobTabPanel({ tab, data }: { tab: JobTab; data: JobData }): ReactNode {
  const { Panel } = ROWS[tab];
  return (
    <Suspense key={tab} fallback={<Loading />}>
      <Panel data={data} />
    </Suspense>
  );
}

/** The details of a tab's selection; undefined without one. */
export function inspectorOf(tab: JobTab, data: JobData): ReactNode | undefined {
  const inspector = ROWS[tab].inspect?.(data);
  return inspector === undefined ? undefined : <Suspense fallback={<Loading />}>{inspector}</Suspense>;
}

/** While the code of a tab or an inspector loads. */
function Loading(): ReactNode {
  return (
    <p className="p-4">
      <Skeleton width={180} />
    </p>
  );
}

function inspectVertex({
  live,
  isOver,
  location: { vertexId, vertexTab, subtask },
  checkpointsQuery,
  noCheckpoints,
  exceptions,
  hasFlameGraphs,
  drawerWidth,
  select,
  pathOfTab,
}: JobData): ReactNode | undefined {
  if (live === undefined || vertexId === undefined) return undefined;
  const close = (): void => select({ vertexId: undefined });
  if (!live.job.vertices.some(({ id }) => id === vertexId)) return <UnknownVertex vertexId={vertexId} onClose={close} />;
  return (
    <VertexInspector
      job={live.job}
      vertexId={vertexId}
      tab={vertexTab ?? "detail"}
      onTab={(next) => select({ vertexTab: next === "detail" ? undefined : next, subtask })}
      isFull={drawerWidth.isFull}
      onFull={drawerWidth.setFull}
      flamePath={hasFlameGraphs ? pathOfTab("flamegraph") : undefined}
      subtask={subtask}
      rates={live.rates}
      checkpoints={checkpointsQuery.data?.checkpoints}
      checkpointsError={missingBecause(checkpointsQuery)}
      noCheckpoints={noCheckpoints}
      failuresMs={(exceptions ?? []).map(({ timestamp }) => timestamp)}
      isLive={!isOver}
      onClose={close}
    />
  );
}

function isWell(vertices: Parameters<typeof taskProgressOf>[0]): boolean {
  const tasks = taskProgressOf(vertices);
  return tasks.total > 0 && tasks.running + tasks.finished === tasks.total;
}
