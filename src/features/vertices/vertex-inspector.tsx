import { clsx } from "clsx";
import { lazy, type ReactNode, Suspense } from "react";
import { Link } from "react-router";

import { executionStateLook } from "../../domain/execution-state.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { descriptionLines } from "../../domain/plan-description.ts";
import { formatParallelism } from "../../domain/units.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { visibleText } from "../../base/visible-text.ts";
import type { Job } from "../../rest/jobs.ts";
import { Hint } from "../../ui/hint.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { NarrowIcon, WidenIcon } from "../../ui/page-icons.tsx";
import { Inspector } from "../../ui/inspector.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { tabId, Tabs } from "../../ui/tabs.tsx";
import { DetailTab, type DetailTabProps } from "./detail-tab.tsx";
import { VERTEX_TABS, type VertexTab } from "./vertex-tabs.ts";

const AccumulatorsTab = lazy(async () => ({ default: (await import("./accumulators-tab.tsx")).AccumulatorsTab }));
const BackpressureTab = lazy(async () => ({ default: (await import("./backpressure-tab.tsx")).BackpressureTab }));
const MetricsTab = lazy(async () => ({ default: (await import("./metrics-tab.tsx")).MetricsTab }));
const SubtasksTab = lazy(async () => ({ default: (await import("./subtasks-tab.tsx")).SubtasksTab }));
const TaskManagersTab = lazy(async () => ({ default: (await import("./task-managers-tab.tsx")).TaskManagersTab }));
const WatermarksTab = lazy(async () => ({ default: (await import("./watermarks-tab.tsx")).WatermarksTab }));

/** See {@link VertexInspector}. */
export type VertexInspectorProps = Omit<DetailTabProps, "vertex"> & {
  vertexId: string;
  tab: VertexTab;
  onTab: (tab: VertexTab) => void;
  /** Whether it has the whole width of the page. */
  isFull: boolean;
  /** Undefined where it has the whole width anyway. */
  onFull: ((isFull: boolean) => void) | undefined;
  /** The address of the vertex's flame graph; undefined if the cluster has none. */
  flamePath: string | undefined;
  onClose: () => void;
};

const PANEL_ID = "vertex-panel";

/** The drawer of one vertex. Only the facts of its visible tab are requested. */
export function VertexInspector(props: VertexInspectorProps): ReactNode {
  const { job, vertexId, tab, onTab, isFull, onFull, flamePath, onClose } = props;
  const vertex = job.vertices.find(({ id }) => id === vertexId);
  if (vertex === undefined) return null;
  return (
    <Inspector
      label={`Vertex ${vertexTitle(vertex.name)}`}
      title={vertexTitle(vertex.name)}
      facts={
        <>
          <StateBadge {...executionStateLook(vertex.status)} filled />
          <Hint {...JOB_GLOSSARY.maxParallelism}>
            parallelism {formatParallelism(vertex.parallelism)}, at most {formatParallelism(vertex.maxParallelism)}
          </Hint>
        </>
      }
      controls={
        onFull !== undefined && (
          <IconButton
            label={isFull ? "Beside the graph" : "Full width"}
            title={isFull ? "Beside the graph" : "Full width"}
            onPress={() => onFull(!isFull)}
          >
            {isFull ? <NarrowIcon /> : <WidenIcon />}
          </IconButton>
        )
      }
      description={
        <>
          {tab === "detail" && <Description job={job} vertexId={vertexId} name={vertex.name} />}
          <div className="-mx-4 mt-2 -mb-3">
            <Tabs
              label="Vertex details"
              items={VERTEX_TABS}
              selected={tab}
              onSelect={onTab}
              panelId={PANEL_ID}
              end={flamePath !== undefined && <Link to={flamePath}>Flame graph</Link>}
              isCompact
            />
          </div>
        </>
      }
      onClose={onClose}
    >
      <div
        id={PANEL_ID}
        role="tabpanel"
        aria-labelledby={tabId(PANEL_ID, tab)}
        // Detail scrolls with the drawer. The tables of the other tabs scroll in the space that is left, and reach to its sides.
        className={clsx("flex flex-col", tab !== "detail" && "min-h-60 flex-1 [--message-padding:12px_16px_16px] max-laptop:max-h-[75dvh]")}
      >
        <Suspense fallback={<Skeleton width={220} />}>
          <TabContent key={vertexId} {...props} vertex={vertex} />
        </Suspense>
      </div>
    </Inspector>
  );
}

function TabContent(props: DetailTabProps & { tab: VertexTab }): ReactNode {
  const { job, vertex, tab, subtask, isLive } = props;
  const of = { jobId: job.jid, vertexId: vertex.id, isLive };
  switch (tab) {
    case "detail":
      return <DetailTab {...props} />;
    case "subtasks":
      return <SubtasksTab jobId={job.jid} vertex={vertex} isLive={isLive} subtask={subtask} />;
    case "taskmanagers":
      return <TaskManagersTab {...of} />;
    case "watermarks":
      return <WatermarksTab {...of} isSource={isSource(job, vertex.id)} />;
    case "accumulators":
      return <AccumulatorsTab {...of} />;
    case "backpressure":
      return <BackpressureTab jobId={job.jid} vertex={vertex} isLive={isLive} />;
    case "metrics":
      return <MetricsTab jobId={job.jid} vertex={vertex} isLive={isLive} />;
  }
}

/** Whether the plan says that a vertex has no inputs. */
function isSource({ plan }: Job, vertexId: string): boolean {
  const node = plan.nodes.find(({ id }) => id === vertexId);
  return node !== undefined && (node.inputs ?? []).length === 0;
}

/** The operators from the plan; nothing if they repeat the name. The text is untrusted. */
function Description({ job, vertexId, name }: { job: Job; vertexId: string; name: string }): ReactNode {
  const description = job.plan.nodes.find(({ id }) => id === vertexId)?.description ?? "";
  const lines = descriptionLines(description);
  if (lines.length === 0 || (lines.length === 1 && lines[0]?.trim() === name)) return null;
  return (
    <p className="mt-2 max-h-24 overflow-auto font-mono text-label wrap-anywhere whitespace-pre-wrap text-fg-2">
      {visibleText(lines.join("\n"))}
    </p>
  );
}
