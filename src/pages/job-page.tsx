import { cva } from "class-variance-authority";
import { clsx } from "clsx";
import { type CSSProperties, lazy, type ReactNode, Suspense, useCallback, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useBackend, useFact, useIsHistoryServer, useLargeFact } from "../client/use-client.tsx";

import { useJobPressure } from "../features/backpressure/queries.ts";
import { type ActionName, JobActionDialog, JobActions } from "../features/job-actions/job-actions.tsx";
import { JobNotices } from "../features/job-actions/job-notices.tsx";
import { useHasFlameGraphs } from "../features/flame-graph/queries.ts";
import { FoldedGraph } from "../features/job-graph/folded-graph.tsx";
import { JobBar } from "../features/job-graph/job-bar.tsx";
import { JobGraph } from "../features/job-graph/job-graph.tsx";
import { pendingOperators } from "../features/job-graph/structure.ts";
import { useGraph } from "../features/job-graph/use-graph.ts";
import { useHasRescales } from "../features/rescales/queries.ts";
import { JobIncident } from "../features/incidents/job-incident.tsx";
import type { Reason } from "../domain/assessment.ts";
import { takesCheckpoints } from "../domain/batch-job.ts";
import { isJobOver } from "../domain/job-status.ts";
import { noVerticesWords } from "../domain/no-vertices.ts";
import { formatAge } from "../domain/units.ts";
import { checkpointsOptions, noCheckpointsWords } from "../observe/checkpoints.ts";
import { exceptionsOptions } from "../observe/exceptions.ts";
import { jobOptions } from "../observe/jobs.ts";
import { triageOptions } from "../observe/triage.ts";
import type { ExceptionEntry } from "../rest/exceptions.ts";
import { StaleMark } from "../ui/age.tsx";
import { Hint } from "../ui/hint.tsx";
import { missingBecause, staleSince } from "../ui/query-region.tsx";
import { Splitter } from "../ui/splitter.tsx";
import { Strip } from "../ui/strip.tsx";
import { tabId, Tabs } from "../ui/tabs.tsx";
import { PlaygroundPanel } from "./playground-panel.tsx";
import { JobCommands } from "./job-commands.tsx";
import type { JobData } from "./job-data.ts";
import { type JobLocation, type JobTab, useJobNavigation } from "./job-location.ts";
import { PlaygroundIncident } from "./playground-incident.tsx";
import { inspectorOf, JobTabPanel, jobTabItems, requestsOfTab } from "./job-tabs.tsx";
import { UnknownJob } from "./unknown-job.tsx";
import { useStoredSize } from "./use-stored-size.ts";
import { useFullWidth } from "./use-full-width.ts";

const JobFirstSteps = lazy(async () => ({ default: (await import("./playground-first-steps.tsx")).JobFirstSteps }));

const PANEL_ID = "job-panel";

/**
 * `#/job/running/:jid/…` and `#/job/completed/:jid/…`: one job, with its operations in progress
 * above.
 */
export function JobPage(): ReactNode {
  const { jobId } = useJobNavigation().location;
  return <OneJob key={jobId} jobId={jobId} />;
}

function OneJob({ jobId }: { jobId: string }): ReactNode {
  const [action, setAction] = useState<ActionName | undefined>(undefined);
  const jobQuery = useLargeFact(jobOptions, jobId);
  const job = jobQuery.data?.job;
  const { error } = jobQuery;
  const isForgotten = job !== undefined && error !== null && "status" in error && error.status === 404;
  const hasFailed = (useFact(exceptionsOptions, jobId).data?.exceptionHistory.entries.length ?? 0) > 0;
  const { hasPlayground } = useBackend();
  const reasons = useFact(triageOptions, jobId, hasPlayground && job !== undefined && !isJobOver(job)).data?.assessment.reasons;
  return (
    <div className="flex h-full flex-col overflow-auto">
      {isForgotten && <Forgotten />}
      {hasPlayground && job !== undefined && (
        <Suspense fallback={null}>
          <JobFirstSteps job={job} reasons={reasons ?? NO_REASONS} onRescale={() => setAction("rescale")} />
        </Suspense>
      )}
      {job !== undefined && <JobNotices job={job} hasFailed={hasFailed} />}
      <JobParts actions={job !== undefined && <JobActions job={job} dialog={action} onDialog={setAction} />} />
      {job !== undefined && <JobActionDialog job={job} dialog={action} onClose={() => setAction(undefined)} />}
    </div>
  );
}

/** The cluster answers but no longer knows this job. The page shows its last known state. */
function Forgotten(): ReactNode {
  return (
    <Strip tone="away" label="Unknown job" title="The cluster no longer knows this job.">
      Its JobManager restarted, or removed the job from its history. The page shows the last known state.{" "}
      <Link to="/job/running">All jobs of this cluster</Link>
    </Strip>
  );
}

/**
 * The graph is above the vertices, with the incident above it and the playground below. Other tabs
 * collapse the graph to a line and use the space. The tabs keep their elements, so that the focus
 * stays on them.
 */
function JobParts({ actions }: { actions: ReactNode }): ReactNode {
  const { location, go, pathWith } = useJobNavigation();
  const { jobId } = location;
  const navigate = useNavigate();
  const { hasPlayground } = useBackend();
  const isHistoryServer = useIsHistoryServer();
  const jobQuery = useLargeFact(jobOptions, jobId);
  const exceptionsQuery = useFact(exceptionsOptions, jobId);
  const exceptions = exceptionsQuery.data?.exceptionHistory.entries;
  const live = jobQuery.data;
  const hasCheckpoints = live === undefined || takesCheckpoints(live.job);
  const checkpointsQuery = useFact(checkpointsOptions, jobId, live !== undefined && hasCheckpoints);
  const hasRescales = useHasRescales(live?.job);
  const hasFlameGraphs = useHasFlameGraphs();
  const isOver = live !== undefined && isJobOver(live.job);
  const { bottleneck, pressures } = useJobPressure(live?.job, !isOver);
  const triage = useFact(triageOptions, jobId, live !== undefined && !isOver && !isHistoryServer);
  const assessment = isOver ? undefined : triage.data?.assessment;
  const [inView, setInView] = useState<readonly string[]>(NONE_IN_VIEW);
  const drawerWidth = useFullWidth();
  const [dockPx, resizeDock] = useStoredSize("job-details");
  const [inspectorPx, resizeInspector] = useStoredSize("inspector");
  const [drawerPx, resizeDrawer] = useStoredSize("drawer");
  const isCovered = drawerWidth.isFull && location.tab === "vertices" && location.vertexId !== undefined;
  const shownInView = isCovered ? NONE_IN_VIEW : inView;
  const [showsPending, setShowsPending] = useState(false);
  const pendingCount = live === undefined ? 0 : pendingOperators(live.job).length;
  const graph = useGraph(
    jobId,
    live,
    checkpointsQuery.data?.checkpoints,
    exceptions ?? NO_EXCEPTIONS,
    // Of a large job, only the triage reads the load of some vertices.
    pressures.length > 0 || isOver ? bottleneck : triage.data?.bottleneck,
    shownInView,
    showsPending,
  );
  const selectVertex = useCallback((vertexId: string | undefined) => go({ vertexId }), [go]);

  if (live === undefined && jobQuery.error !== null) {
    return <UnknownJob jobId={jobId} error={jobQuery.error} cause={exceptions?.[0]} onRetry={() => void jobQuery.refetch()} />;
  }
  const staleSinceMs = staleSince(jobQuery);
  const noCheckpoints = noCheckpointsWords(live?.job, checkpointsQuery);
  const noVertices = live === undefined ? "" : noVerticesWords(live.job);
  const data: JobData = {
    jobId,
    live,
    atMs: jobQuery.dataUpdatedAt,
    isOver,
    checkpointsQuery,
    exceptions,
    hasCheckpoints,
    noCheckpoints,
    hasRescales,
    hasFlameGraphs,
    isHistoryServer,
    hasPlayground,
    reasons: assessment?.reasons ?? NO_REASONS,
    isBackpressureHigh: pressures.some((pressure) => pressure?.level === "high"),
    location,
    select: go,
    drawerWidth,
    pathOfTab: (next) => pathWith({ tab: next }),
    pathOf: (id, subtask) => pathWith({ tab: "vertices", vertexId: id, subtask }),
  };
  const items = jobTabItems(data);
  const tab = items.some(({ id }) => id === location.tab) ? location.tab : "vertices";
  const isFolded = tab !== "vertices";
  const inspector = inspectorOf(tab, data);
  const inspecting = inspectingSize(inspector !== undefined, tab, location, isCovered);
  // The checkpoints and exceptions have calls of their own, which may fail while the job's call does not.
  const tabQuery = tab === "checkpoints" ? checkpointsQuery : tab === "exceptions" ? exceptionsQuery : jobQuery;
  const staleQuery = staleSinceMs === undefined ? tabQuery : jobQuery;
  const tabStaleSinceMs = staleSince(staleQuery);
  return (
    <div className={jobClass({ isFolded, inspecting })} style={sizesStyle(dockPx, inspectorPx, drawerPx)}>
      <JobBar job={live?.job} jobId={jobId} actions={actions} />
      {live !== undefined && <JobCommands data={data} tabs={items} />}
      {isFolded ? (
        <div className="col-span-full min-w-0">
          <FoldedGraph
            graph={graph}
            noVertices={noVertices}
            pathOf={(id) => pathWith({ tab: "vertices", vertexId: id ?? location.vertexId, checkpointId: undefined })}
          />
        </div>
      ) : (
        <JobGraph
          graph={graph}
          checkpoints={checkpointsQuery.data?.checkpoints}
          checkpointsError={missingBecause(checkpointsQuery)}
          hasCheckpoints={hasCheckpoints}
          noCheckpoints={noCheckpoints}
          noVertices={noVertices}
          isOver={isOver}
          // An id that the job does not have selects nothing in the graph, and the inspector says
          // so.
          selectedId={live === undefined ? undefined : location.vertexId}
          onSelect={selectVertex}
          onInView={setInView}
          staleSinceMs={staleSinceMs}
          pending={pendingCount === 0 ? undefined : { count: pendingCount, isShown: showsPending, onToggle: setShowsPending }}
          exceptionsPath={pathWith({ tab: "exceptions" })}
        >
          {hasPlayground ? (
            <PlaygroundIncident jobId={jobId} assessment={assessment} />
          ) : (
            <JobIncident jobId={jobId} assessment={assessment} />
          )}
        </JobGraph>
      )}
      <section className={dockClass({ isFolded })} aria-label="Job details">
        <Tabs
          label="Job details"
          items={items}
          selected={tab}
          onSelect={(next) => go({ tab: next })}
          panelId={PANEL_ID}
          end={
            <>
              {tabStaleSinceMs !== undefined ? (
                <StaleMark sinceMs={tabStaleSinceMs} error={staleQuery.error} format={formatAge} />
              ) : (
                isHistoryServer && (
                  <Hint title="Archived job" text={ARCHIVED}>
                    archived
                  </Hint>
                )
              )}
              {requestsOfTab(tab)}
            </>
          }
        />
        <div
          id={PANEL_ID}
          role="tabpanel"
          aria-labelledby={tabId(PANEL_ID, tab)}
          className={clsx("min-h-0 overflow-auto", isFolded && "flex-1", tabStaleSinceMs !== undefined && "greyed")}
        >
          <JobTabPanel tab={tab} data={data} />
        </div>
        {!isFolded && <Splitter label="Height of the job details" orientation="horizontal" leastPx={LEAST_DOCK_PX} onResize={resizeDock} />}
      </section>
      {inspector !== undefined && (
        <div className={inspectorPlaceClass({ isFolded, inspecting })} data-kept="">
          {inspector}
          {inspecting !== "full" && (
            <Splitter
              label="Width of the inspector"
              orientation="vertical"
              leastPx={LEAST_INSPECTOR_PX}
              onResize={inspecting === "wide" ? resizeDrawer : resizeInspector}
            />
          )}
        </div>
      )}
      {hasPlayground && !isFolded && (
        <div className={DECK} data-kept="">
          {/* A reset replaces the job. */}
          <PlaygroundPanel jobId={jobId} onReset={() => void navigate("/job/running")} />
        </div>
      )}
    </div>
  );
}

/** The tabs and one row below a table's head. */
const LEAST_DOCK_PX = 110;
const LEAST_INSPECTOR_PX = 280;
/** The graph's least height once its share of the page was chosen, px. */
const LEAST_GRAPH_PX = 280;

/** The sizes that the user has chosen. In a smaller window they leave room for the graph. */
function sizesStyle(dockPx: number | undefined, inspectorPx: number | undefined, drawerPx: number | undefined): CSSProperties {
  const style: CSSProperties & Record<`--${string}`, string> = {
    ...(dockPx === undefined ? {} : { "--dock-height": `min(${String(dockPx)}px, 70vh)`, "--graph-least": `${String(LEAST_GRAPH_PX)}px` }),
    ...(inspectorPx === undefined ? {} : { "--inspector-width": `min(${String(inspectorPx)}px, 70%)` }),
    ...(drawerPx === undefined ? {} : { "--drawer-width": `min(${String(drawerPx)}px, 70%)` }),
  };
  return style;
}

/**
 * How much room the inspector has: none, its own width, most of the page's, or all of it. A tab of
 * the vertex drawer with a table needs more than the first one.
 */
type Inspecting = "none" | "narrow" | "wide" | "full";

function inspectingSize(isShown: boolean, tab: JobTab, { vertexTab }: JobLocation, isCovered: boolean): Inspecting {
  if (!isShown) return "none";
  if (isCovered) return "full";
  return tab === "vertices" && vertexTab !== undefined ? "wide" : "narrow";
}

const INSPECTING: Inspecting[] = ["narrow", "wide", "full"];
/** In a narrow window. */
const INSPECTOR_BELOW = "max-laptop:h-auto max-laptop:flex-none max-laptop:grid-cols-[minmax(0,1fr)]";

/**
 * The graph above the tab, or the tab alone below a line, with the inspector beside both. Extra
 * height goes to the graph.
 */
const jobClass = cva("grid h-full flex-auto", {
  variants: {
    isFolded: {
      true: "min-h-0 grid-rows-[50px_minmax(0,1fr)]",
      false:
        "min-h-160 grid-rows-[minmax(var(--graph-least,430px),1fr)_auto_auto] max-phone:h-auto max-phone:flex-none max-phone:grid-rows-[auto_auto_auto]",
    },
    inspecting: {
      narrow: ["grid-cols-[minmax(0,1fr)_var(--inspector-width,var(--spacing-inspector))]", INSPECTOR_BELOW],
      wide: ["grid-cols-[minmax(0,2fr)_var(--drawer-width,minmax(var(--spacing-inspector),3fr))]", INSPECTOR_BELOW],
      full: ["grid-cols-[minmax(0,1fr)_var(--spacing-inspector)] [&>:not([data-kept])]:invisible", INSPECTOR_BELOW],
      none: "grid-cols-[minmax(0,1fr)]",
    },
  },
  compoundVariants: [
    { isFolded: true, inspecting: INSPECTING, className: "max-laptop:grid-rows-[50px_auto_auto]" },
    {
      isFolded: false,
      inspecting: INSPECTING,
      className: "max-laptop:grid-rows-[520px_auto_auto_auto] max-phone:grid-rows-[auto_auto_auto_auto]",
    },
  ],
});

const dockClass = cva("relative col-start-1 flex min-w-0 flex-col bg-surface [&>:first-child]:flex-none", {
  variants: {
    isFolded: {
      true: "min-h-0 [&>:first-child]:border-b [&>:first-child]:border-line",
      // Four rows of vertices below the table head. More rows scroll.
      false: "h-(--dock-height,197px) border-t border-line max-laptop:order-2",
    },
  },
});

/** The inspector is beside the graph and the tab. In a narrow window it is below them. */
const inspectorPlaceClass = cva(
  "relative grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] border-l border-line max-laptop:col-start-1 max-laptop:row-auto max-laptop:grid-rows-[auto] max-laptop:border-t max-laptop:border-l-0",
  {
    variants: {
      isFolded: { true: "row-start-2", false: "row-start-1 row-end-3 max-laptop:order-1" },
      inspecting: { none: "", narrow: "col-start-2", wide: "col-start-2", full: "z-8 col-span-full col-start-1 bg-surface" },
    },
  },
);

/**
 * The playground stays visible below the incident, because its actions show their effect there. A
 * collapsed one scrolls with the page.
 */
const DECK = clsx(
  "col-span-full min-w-0 max-laptop:order-3",
  "phone:[@media_(height>=640px)]:has-[section]:sticky phone:[@media_(height>=640px)]:has-[section]:bottom-0 phone:[@media_(height>=640px)]:has-[section]:z-7",
);

const ARCHIVED =
  "A History Server has what was archived when the job ended. That has no metrics, so there is no backpressure, no data skew and no flame graphs.";
const NONE_IN_VIEW: readonly string[] = [];
const NO_EXCEPTIONS: readonly ExceptionEntry[] = [];
const NO_REASONS: readonly Reason[] = [];
