import { type ReactNode, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { type ExecutionStateCount, executionStateCounts, executionStateLook } from "../../domain/execution-state.ts";
import { GLOSSARY } from "../../domain/glossary.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { containerNamesOptions } from "../../observe/containers.ts";
import { vertexTaskManagersOptions } from "../../observe/vertices.ts";
import type { AggregatedTaskDetails } from "../../rest/io-metrics.ts";
import type { Container } from "../../rest/playground.ts";
import type { VertexTaskManager } from "../../rest/vertices.ts";
import { Button } from "../../ui/button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { FilteredTable, type TableFilter } from "../../ui/filtered-table.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { StateBadge, TaskCounts } from "../../ui/state-badge.tsx";
import { AggregatedTable } from "./aggregated-table.tsx";
import { readKnown, readTotals, type Totals } from "./attempts-model.ts";
import { COUNTER_COLUMNS, DURATION_COLUMN, END_COLUMN, START_COLUMN, TIME_COLUMNS } from "./counter-columns.tsx";
import { taskManagerOf, type TaskManagerPlace } from "./subtasks-model.ts";
import { LogLink, TaskManagerLink } from "./task-manager-link.tsx";

/** A TaskManager's share of a vertex as a row. */
type ShareRow = Totals & {
  key: string;
  /** Undefined for the subtasks without a slot. */
  taskManager: TaskManagerPlace | undefined;
  endpoint: string;
  status: string;
  tasks: readonly ExecutionStateCount[];
  startMs: number | undefined;
  endMs: number | undefined;
  durationMs: number | undefined;
  aggregated: AggregatedTaskDetails | undefined;
};

/** What each TaskManager does for a vertex. */
export function TaskManagersTab({ jobId, vertexId, isLive }: { jobId: string; vertexId: string; isLive: boolean }): ReactNode {
  const query = useFact(vertexTaskManagersOptions, jobId, vertexId, isLive);
  const containers = useFact(containerNamesOptions).data?.containers ?? NO_CONTAINERS;
  const [opened, setOpened] = useState<string | undefined>(undefined);
  const columns = useMemo(() => columnsWith(jobId, setOpened), [jobId]);
  const shares = query.data?.taskmanagers;
  const rows = useMemo(() => shares?.map((share) => shareRow(share, containers)), [shares, containers]);
  const row = rows?.find(({ key }) => key === opened);
  const table = (
    <FilteredTable
      label="TaskManagers of the vertex"
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      density="scan"
      minWidth={1790}
      isPinned
      filter={FILTER}
    />
  );
  return (
    <>
      <QueryRegion query={query} loading={table}>
        {() => (rows?.length === 0 ? <EmptyState>No TaskManager has a task of this vertex.</EmptyState> : table)}
      </QueryRegion>
      {row !== undefined && (
        <Dialog title={`Aggregated metrics on ${nameOf(row)}`} isWide onClose={() => setOpened(undefined)}>
          <AggregatedTable aggregated={row.aggregated} />
          <DialogActions>
            <Button onPress={() => setOpened(undefined)}>Close</Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

const NO_CONTAINERS: readonly Container[] = [];

function nameOf({ taskManager }: ShareRow): string {
  return taskManager === undefined ? "subtasks without a slot" : visibleText(taskManager.name);
}

function shareRow(share: VertexTaskManager, containers: readonly Container[]): ShareRow {
  const taskManager = taskManagerOf(share, containers);
  const counts = share["status-counts"];
  const isReporting = (counts.RUNNING ?? 0) + (counts.INITIALIZING ?? 0) + (counts.DEPLOYING ?? 0) > 0;
  return {
    key: share["taskmanager-id"],
    taskManager,
    endpoint: taskManager === undefined ? "" : share.endpoint || (share.host ?? ""),
    status: share.status,
    tasks: executionStateCounts(counts),
    startMs: readKnown(share["start-time"]),
    endMs: readKnown(share["end-time"]),
    durationMs: readKnown(share.duration),
    ...readTotals(share.metrics, isReporting),
    aggregated: share.aggregated,
  };
}

function columnsWith(jobId: string, open: (key: string) => void): readonly Column<ShareRow>[] {
  return [
    {
      id: "task-manager",
      header: "TaskManager",
      hint: JOB_GLOSSARY.taskManagerOfSubtask,
      sortBy: (row) => row.taskManager?.name,
      cell: (row) => <TaskManagerLink taskManager={row.taskManager} />,
    },
    { id: "log", header: "Log", width: 52, cell: (row) => <LogLink jobId={jobId} taskManager={row.taskManager} /> },
    {
      id: "aggregated",
      header: "Statistics",
      width: 96,
      cell: (row) => <LinkButton onPress={() => open(row.key)}>Aggregated</LinkButton>,
    },
    {
      id: "endpoint",
      header: "Endpoint",
      width: 150,
      className: "mono",
      sortBy: (row) => (row.endpoint === "" ? undefined : row.endpoint),
      cell: (row) => visibleText(row.endpoint),
    },
    {
      id: "status",
      header: "Status",
      width: 122,
      sortBy: (row) => row.status,
      cell: (row) => <StateBadge {...executionStateLook(row.status)} />,
    },
    { id: "tasks", header: "Tasks", hint: GLOSSARY.tasks, width: 140, cell: (row) => <TaskCounts counts={row.tasks} showsBar={false} /> },
    ...COUNTER_COLUMNS,
    START_COLUMN,
    END_COLUMN,
    DURATION_COLUMN,
    ...TIME_COLUMNS,
  ];
}

const FILTER: TableFilter<ShareRow> = {
  label: "Filter TaskManagers",
  textOf: ({ taskManager, endpoint, status }) => `${taskManager?.id ?? ""} ${taskManager?.name ?? ""} ${endpoint} ${status}`,
};
