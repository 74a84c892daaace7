import { clsx } from "clsx";
import { lazy, type ReactNode, Suspense, useMemo } from "react";
import type { UseQueryResult } from "@tanstack/react-query";

import { executionStateLook } from "../../domain/execution-state.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { takesCheckpoints } from "../../domain/batch-job.ts";
import type { RateBook, RatePoint } from "../../domain/rate.ts";
import {
  DASH,
  formatAgo,
  formatAgoTenths,
  formatBytes,
  formatDuration,
  formatPercent,
  formatRate,
  measureRate,
} from "../../domain/units.ts";
import { vertexPhase } from "../../domain/vertex-phase.ts";
import { useFact } from "../../client/use-client.tsx";
import { containerNamesOptions } from "../../observe/containers.ts";
import { type LiveVertex, vertexOptions } from "../../observe/vertices.ts";
import type { Checkpoints, CheckpointSubtasks } from "../../rest/checkpoints.ts";
import type { Job, JobVertex } from "../../rest/jobs.ts";
import type { Container } from "../../rest/playground.ts";
import { FactAge } from "../../ui/age.tsx";
import { TimeBar } from "../../ui/bar.tsx";
import { useEachSecond } from "../../ui/clock.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Hint } from "../../ui/hint.tsx";
import { InspectorHeading, InspectorSection } from "../../ui/inspector.tsx";
import { KeyValue, KeyValues } from "../../ui/key-values.tsx";
import { Legend, LegendItem, Swatch } from "../../ui/legend.tsx";
import { missingBecause, NotKnown, QueryRegion } from "../../ui/query-region.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { chartPoints, failuresInWindow } from "./chart-model.ts";
import { useBackpressure, useCheckpointPart } from "./queries.ts";
import { Amount } from "./counter-text.tsx";
import { TaskManagerLink } from "./task-manager-link.tsx";
import { VertexFacts } from "./vertex-facts.tsx";
import { attemptsInWords, type SubtaskRow, subtaskRows, timeOfBusiest } from "./subtasks-model.ts";

const RecordsChart = lazy(async () => ({ default: (await import("./records-chart.tsx")).RecordsChart }));

/** See {@link DetailTab}. */
export type DetailTabProps = {
  job: Job;
  vertex: JobVertex;
  /** The index of the highlighted subtask. */
  subtask: number | undefined;
  /** Rates of the job's vertices. */
  rates: RateBook;
  checkpoints: Checkpoints | undefined;
  /** Why the checkpoints are unknown. */
  checkpointsError: Error | undefined;
  /** Why the job has none, if it could have some. */
  noCheckpoints: string | undefined;
  /** When the job failed, epoch ms. */
  failuresMs: readonly number[];
  isLive: boolean;
};

/** A vertex at a glance: input rate, load, totals, subtasks, and its part of the latest checkpoint. */
export function DetailTab(props: DetailTabProps): ReactNode {
  const { job, vertex, rates, checkpoints, checkpointsError, failuresMs, isLive } = props;
  const live = useFact(vertexOptions, job.jid, vertex.id, isLive);
  const series = rates.series[vertex.id];
  const phase = vertexPhase(vertex);
  const recordsIn = phase === "working" ? series?.rates?.recordsInPerSecond : undefined;
  return (
    <>
      <InspectorSection>
        <InspectorHeading
          title={<Hint {...JOB_GLOSSARY.recordsInPerSecond}>Records in</Hint>}
          end={<Figure perSecond={recordsIn} />}
          isTall
        />
        <Records points={series?.points} failuresMs={failuresMs} observedMs={rates.observedMs} />
      </InspectorSection>
      <BusiestSubtask jobId={job.jid} vertex={vertex} isWorking={phase === "working"} live={live} />
      <VertexFacts vertex={vertex} durations={live.data?.vertex.aggregated?.["status-duration"]} />
      <InspectorSection>
        <QueryRegion query={live} loading={<Skeleton width={220} />}>
          {(data) => <Subtasks jobId={job.jid} vertex={vertex} isWorking={phase === "working"} live={data} subtask={props.subtask} />}
        </QueryRegion>
      </InspectorSection>
      {takesCheckpoints(job) && (
        <InCheckpoint
          jobId={job.jid}
          vertexId={vertex.id}
          checkpoints={checkpoints}
          checkpointsError={checkpointsError}
          noCheckpoints={props.noCheckpoints}
          isWaiting={phase === "waiting"}
        />
      )}
    </>
  );
}

/** Records over the last two minutes. */
function Records({
  points = NO_POINTS,
  failuresMs,
  observedMs,
}: {
  points: readonly RatePoint[] | undefined;
  failuresMs: readonly number[];
  observedMs: number;
}): ReactNode {
  const latest = useMemo(
    () => ({ points: chartPoints(points, observedMs), failures: failuresInWindow(failuresMs, observedMs) }),
    [points, failuresMs, observedMs],
  );
  const shown = useEachSecond(latest);
  return (
    <Suspense fallback={<div className="h-28" />}>
      <RecordsChart {...shown} />
    </Suspense>
  );
}

const NO_POINTS: readonly RatePoint[] = [];

const FIGURE = "text-figure-small/6 font-strong tracking-[-0.01em]";

function Figure({ perSecond }: { perSecond: number | undefined }): ReactNode {
  if (perSecond === undefined) return <span className={clsx(FIGURE, "text-fg-3")}>{DASH}</span>;
  const { value, unit } = measureRate(perSecond);
  return (
    <span className={FIGURE}>
      {value} <span className="text-dense/6 font-text tracking-normal text-fg-3">{unit}</span>
    </span>
  );
}

function BusiestSubtask({
  jobId,
  vertex,
  isWorking,
  live,
}: {
  jobId: string;
  vertex: JobVertex;
  isWorking: boolean;
  live: UseQueryResult<LiveVertex>;
}): ReactNode {
  const backpressure = useBackpressure(jobId, vertex, isWorking);
  const subtasks = live.data?.vertex.subtasks;
  const shares = useMemo(
    () => (isWorking && subtasks !== undefined ? timeOfBusiest(backpressure.data, subtasks) : undefined),
    [isWorking, subtasks, backpressure.data],
  );
  const error = missingBecause(backpressure) ?? missingBecause(live);
  const words = `busy ${formatPercent(shares?.busy)}, backpressured ${formatPercent(shares?.backpressured)}, idle ${formatPercent(shares?.idle)}`;
  return (
    <InspectorSection
      title="Busiest subtask"
      end={
        !isWorking ? (
          "no running tasks"
        ) : shares === undefined ? (
          error === undefined ? (
            "no data yet"
          ) : (
            "not known"
          )
        ) : (
          <SampledAge sampledMs={shares.sampledMs} />
        )
      }
    >
      {shares === undefined ? <div className="h-2 rounded-bar bg-surface-3" /> : <TimeBar shares={shares} label={words} />}
      <NotKnown what="The subtasks' busy and idle times are unknown" error={error} />
      <Legend className="mt-1.75">
        {(["busy", "backpressured", "idle"] as const).map((kind) => (
          <LegendItem key={kind}>
            <Swatch className={TIME_COLORS[kind]} />
            <Hint {...JOB_GLOSSARY[kind]}>
              {kind} {formatPercent(shares?.[kind])}
            </Hint>
          </LegendItem>
        ))}
      </Legend>
    </InspectorSection>
  );
}

const TIME_COLORS = { busy: "bg-busy", backpressured: "bg-backpressure", idle: "bg-idle" } as const;

function SampledAge({ sampledMs }: { sampledMs: number | undefined }): ReactNode {
  if (sampledMs === undefined) return null;
  return (
    <>
      sampled <FactAge sinceMs={sampledMs} format={formatAgo} />
    </>
  );
}

const NO_CONTAINERS: readonly Container[] = [];

function Subtasks({
  jobId,
  vertex,
  isWorking,
  live,
  subtask,
}: {
  jobId: string;
  vertex: JobVertex;
  isWorking: boolean;
  live: LiveVertex;
  subtask: number | undefined;
}): ReactNode {
  const backpressure = useBackpressure(jobId, vertex, isWorking);
  const containers = useFact(containerNamesOptions).data?.containers ?? NO_CONTAINERS;
  const { vertex: details, rates } = live;
  const rows = useMemo(() => subtaskRows(details, rates, backpressure.data, containers), [details, rates, backpressure.data, containers]);
  return (
    <>
      <InspectorHeading title="Subtasks" end={attemptsInWords(rows)} />
      <DataTable
        label="Subtasks"
        columns={SUBTASK_COLUMNS}
        rows={rows}
        rowKey={subtaskKey}
        density="inspector"
        selectedKey={subtask === undefined ? undefined : String(subtask)}
      />
    </>
  );
}

function subtaskKey(row: SubtaskRow): string {
  return row.isOther === true ? `${String(row.index)}.${String(row.attempt)}` : String(row.index);
}

const SUBTASK_COLUMNS: readonly Column<SubtaskRow>[] = [
  {
    id: "index",
    header: "#",
    width: 42,
    cell: (row) => (row.isOther === true ? `${String(row.index)}, attempt ${String(row.attempt)}` : row.index),
  },
  { id: "status", header: "Status", width: 108, className: "pr-1", cell: (row) => <StateBadge {...executionStateLook(row.status)} /> },
  {
    id: "slot",
    header: "TaskManager",
    hint: JOB_GLOSSARY.taskManagerOfSubtask,
    cell: (row) => <TaskManagerLink taskManager={row.taskManager} />,
  },
  {
    id: "in",
    header: "Rate in",
    hint: JOB_GLOSSARY.recordsInPerSecond,
    width: 46,
    isNumeric: true,
    cell: (row) => <Amount text={formatRate(row.rates?.recordsInPerSecond).replace(" /s", "")} />,
  },
  {
    id: "busy",
    header: "Busy",
    hint: JOB_GLOSSARY.busy,
    width: 48,
    isNumeric: true,
    cell: (row) => <Amount text={formatPercent(row.busyShare)} />,
  },
];

/** The vertex's part of the latest completed checkpoint, which a failure would restore. */
function InCheckpoint({
  jobId,
  vertexId,
  checkpoints,
  checkpointsError,
  noCheckpoints,
  isWaiting,
}: {
  jobId: string;
  vertexId: string;
  checkpoints: Checkpoints | undefined;
  checkpointsError: Error | undefined;
  noCheckpoints: string | undefined;
  isWaiting: boolean;
}): ReactNode {
  const completed = checkpoints?.latest.completed ?? undefined;
  const part = useCheckpointPart(jobId, completed?.id, vertexId);
  if (completed === undefined) {
    return (
      <InspectorSection title="Latest checkpoint">
        {noCheckpoints !== undefined ? (
          <p className="text-dense text-fg-2">{noCheckpoints}</p>
        ) : checkpointsError === undefined ? (
          <p className="text-dense text-fg-2">
            {checkpoints === undefined ? <Skeleton width={180} /> : "No checkpoint was completed yet."}
          </p>
        ) : (
          <NotKnown what="The latest checkpoint is unknown" error={checkpointsError} />
        )}
      </InspectorSection>
    );
  }
  return (
    <InspectorSection
      title={`In checkpoint ${part.data?.id ?? completed.id}`}
      end={isWaiting ? "will be restored" : <FactAge sinceMs={completed.latest_ack_timestamp} format={formatAgoTenths} />}
    >
      <QueryRegion query={part} loading={<PartFacts part={undefined} />}>
        {(data) => <PartFacts part={data} />}
      </QueryRegion>
    </InspectorSection>
  );
}

/** The slowest subtask counts, because the checkpoint waited for it. */
function PartFacts({ part }: { part: CheckpointSubtasks | undefined }): ReactNode {
  const summary = part?.summary;
  const duration = (ms: number | undefined): string => formatDuration(ms);
  return (
    <KeyValues className="leading-6">
      <KeyValue name={<Hint {...JOB_GLOSSARY.stateSize}>State</Hint>}>{formatBytes(part?.state_size)}</KeyValue>
      <KeyValue name={<Hint {...JOB_GLOSSARY.startDelay}>Start delay</Hint>}>{duration(summary?.start_delay.max)}</KeyValue>
      <KeyValue name={<Hint {...JOB_GLOSSARY.alignment}>Alignment</Hint>}>{duration(summary?.alignment.duration.max)}</KeyValue>
      <KeyValue name={<Hint {...JOB_GLOSSARY.snapshot}>Snapshot</Hint>}>
        {part === undefined
          ? DASH
          : `${duration(summary?.checkpoint_duration.sync.max)} sync, ${duration(summary?.checkpoint_duration.async.max)} async`}
      </KeyValue>
    </KeyValues>
  );
}
