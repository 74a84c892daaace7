import { type ReactNode, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { executionStateFacts, executionStateLook, TIMED_STATES } from "../../domain/execution-state.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { DASH, formatBytes, formatCount, formatCounted, formatDuration } from "../../domain/units.ts";
import { useFact } from "../../client/use-client.tsx";
import { containerNamesOptions } from "../../observe/containers.ts";
import { vertexOptions } from "../../observe/vertices.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import type { Container } from "../../rest/playground.ts";
import type { Vertex } from "../../rest/vertices.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Segments } from "../../ui/segments.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { AggregatedTable } from "./aggregated-table.tsx";
import { type AttemptRow, attemptRows, filterAttempts, sumOf } from "./attempts-model.ts";
import { COUNTER_COLUMNS, DURATION_COLUMN, END_COLUMN, START_COLUMN, TIME_COLUMNS } from "./counter-columns.tsx";
import { Amount, CounterText, Duration } from "./counter-text.tsx";
import { TabTools } from "./tab-tools.tsx";
import { LogLink, TaskManagerLink } from "./task-manager-link.tsx";

/** See {@link SubtasksTab}. */
export type SubtasksTabProps = {
  jobId: string;
  vertex: JobVertex;
  /** The index of the highlighted subtask. */
  subtask: number | undefined;
  isLive: boolean;
};

const VIEWS = [
  { id: "subtasks", label: "Subtasks" },
  { id: "aggregated", label: "Aggregated" },
] as const;

/** Every attempt of the subtasks with its counters and times, or their statistics. */
export function SubtasksTab({ jobId, vertex, subtask, isLive }: SubtasksTabProps): ReactNode {
  const live = useFact(vertexOptions, jobId, vertex.id, isLive);
  const containers = useFact(containerNamesOptions).data?.containers ?? NO_CONTAINERS;
  const [view, setView] = useState<(typeof VIEWS)[number]["id"]>("subtasks");
  const choice = <Segments label="View" items={VIEWS} selected={view} onSelect={setView} />;
  return (
    <QueryRegion query={live} loading={<Attempts jobId={jobId} rows={undefined} selected={subtask} />}>
      {(data) =>
        view === "subtasks" ? (
          <AttemptList jobId={jobId} vertex={data.vertex} containers={containers} selected={subtask} choice={choice} />
        ) : (
          <>
            <TabTools>{choice}</TabTools>
            <AggregatedTable aggregated={data.vertex.aggregated} />
          </>
        )
      }
    </QueryRegion>
  );
}

const NO_CONTAINERS: readonly Container[] = [];

function AttemptList({
  jobId,
  vertex,
  containers,
  selected,
  choice,
}: {
  jobId: string;
  vertex: Vertex;
  containers: readonly Container[];
  selected: number | undefined;
  choice: ReactNode;
}): ReactNode {
  const [filter, setFilter] = useState("");
  const rows = useMemo(() => attemptRows(vertex, containers), [vertex, containers]);
  const shown = useMemo(() => filterAttempts(rows, filter), [rows, filter]);
  const current = shown.filter(({ isOther }) => !isOther);
  return (
    <>
      <TabTools>
        {choice}
        <SearchField label="Filter subtasks" value={filter} onChange={setFilter} />
        <span aria-label="Totals" role="group">
          {formatCounted(current.length, "subtask")}
          {shown.length > current.length && ` and ${formatCounted(shown.length - current.length, "concurrent attempt")}`}, received{" "}
          <CounterText counter={sumOf(shown, (row) => row.recordsReceived)} format={formatCount} /> records (
          <CounterText counter={sumOf(shown, (row) => row.bytesReceived)} format={formatBytes} />
          ), sent <CounterText counter={sumOf(shown, (row) => row.recordsSent)} format={formatCount} /> records (
          <CounterText counter={sumOf(shown, (row) => row.bytesSent)} format={formatBytes} />)
        </span>
      </TabTools>
      {shown.length === 0 && rows.length > 0 ? (
        <EmptyState>No subtask’s index, state or TaskManager contains “{filter.trim()}”.</EmptyState>
      ) : (
        <Attempts jobId={jobId} rows={shown} selected={selected} />
      )}
    </>
  );
}

function Attempts({
  jobId,
  rows,
  selected,
}: {
  jobId: string;
  rows: readonly AttemptRow[] | undefined;
  selected: number | undefined;
}): ReactNode {
  const columns = useMemo(() => columnsOf(jobId), [jobId]);
  return (
    <DataTable
      label="Subtasks of the vertex"
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      density="scan"
      minWidth={2196}
      isPinned
      skeletonRows={8}
      selectedKey={selected === undefined ? undefined : String(selected)}
    />
  );
}

function columnsOf(jobId: string): readonly Column<AttemptRow>[] {
  return [
    {
      id: "index",
      header: "#",
      width: 88,
      sortBy: (row) => row.index,
      cell: (row) => (row.isOther ? `${String(row.index)}, attempt ${String(row.attempt)}` : row.index),
    },
    {
      id: "status",
      header: "Status",
      width: 122,
      sortBy: (row) => row.status,
      cell: (row) => <StateBadge {...executionStateLook(row.status)} />,
    },
    {
      id: "attempt",
      header: "Attempt",
      hint: JOB_GLOSSARY.attempt,
      width: 74,
      isNumeric: true,
      sortBy: (row) => row.attempt,
      cell: (row) => <Amount text={formatCount(row.attempt)} />,
    },
    {
      id: "task-manager",
      header: "TaskManager",
      hint: JOB_GLOSSARY.taskManagerOfSubtask,
      sortBy: (row) => row.taskManager?.name,
      cell: (row) => <TaskManagerLink taskManager={row.taskManager} />,
    },
    {
      id: "endpoint",
      header: "Endpoint",
      hint: { title: "Endpoint", text: "Host and data port of the TaskManager." },
      width: 150,
      className: "mono",
      sortBy: (row) => (row.endpoint === "" ? undefined : row.endpoint),
      cell: (row) => <Amount text={row.endpoint === "" ? DASH : visibleText(row.endpoint)} />,
    },
    { id: "log", header: "Log", width: 52, cell: (row) => <LogLink jobId={jobId} taskManager={row.taskManager} /> },
    ...COUNTER_COLUMNS,
    START_COLUMN,
    DURATION_COLUMN,
    END_COLUMN,
    ...TIME_COLUMNS,
    ...TIMED_STATES.map((state): Column<AttemptRow> => ({
      id: state,
      header: state,
      hint: { title: `Time in ${state}`, text: executionStateFacts(state).meaning },
      width: 92,
      isNumeric: true,
      sortBy: (row) => row.stateMs[state],
      cell: (row) => <Duration ms={row.stateMs[state]} text={formatDuration(row.stateMs[state])} />,
    })),
  ];
}
