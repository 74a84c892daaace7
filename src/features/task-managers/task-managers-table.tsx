import { clsx } from "clsx";
import { type ReactNode, useMemo } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { urlPart } from "../../base/url-part.ts";
import { useClockAheadMs, useFact } from "../../client/use-client.tsx";
import { GLOSSARY } from "../../domain/glossary.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { LATE_HEARTBEAT_MS } from "../../domain/task-manager.ts";
import { DASH, formatAgo, formatBytes, formatCount, formatElapsed, formatOf } from "../../domain/units.ts";
import { taskManagersOptions } from "../../observe/task-managers.ts";
import { FactAge, StaleMark } from "../../ui/age.tsx";
import { useFactsNow } from "../../ui/clock.ts";
import type { Column } from "../../ui/data-table.tsx";
import { FilteredTable, type TableFilter } from "../../ui/filtered-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { Time } from "../../ui/time.tsx";
import { type TaskManagerRow, taskManagerRow } from "./task-managers-model.ts";

/** All registered TaskManagers: slots, heartbeat, resources, address. */
export function TaskManagersTable({ selectedId }: { selectedId: string | undefined }): ReactNode {
  const query = useFact(taskManagersOptions);
  const staleMs = staleSince(query);
  const clockAheadMs = useClockAheadMs();
  const rows = useMemo(() => query.data?.taskmanagers.map(taskManagerRow), [query.data]);
  const unreported = unreportedColumns(rows ?? []).join();
  const columns = useMemo(() => COLUMNS.filter(({ id }) => !unreported.split(",").includes(id)), [unreported]);
  const table = (shown: readonly TaskManagerRow[] | undefined): ReactNode => (
    <FilteredTable
      label="TaskManagers"
      columns={columns}
      rows={shown}
      rowKey={rowKey}
      initialSort={BY_ID}
      selectedKey={selectedId}
      minWidth={unreported === "" ? 1290 : 800}
      skeletonRows={2}
      filter={FILTER}
    />
  );
  return (
    <>
      {staleMs !== undefined && (
        <p className="px-4 pt-2.5">
          <StaleMark sinceMs={staleMs} error={query.error} format={formatElapsed} />
        </p>
      )}
      <QueryRegion query={query} loading={table(undefined)}>
        {({ taskmanagers }) =>
          taskmanagers.length === 0 ? (
            <EmptyState>No TaskManager is registered, so there are no slots and jobs wait.</EmptyState>
          ) : (
            <>
              {table(rows)}
              <UnreportedNote columnIds={unreported} />
              {clockAheadMs === undefined && (
                <EmptyState>Ages are by this browser's clock, because no reply on this page has the cluster's time.</EmptyState>
              )}
              {selectedId !== undefined && !taskmanagers.some((info) => info.id === selectedId) && (
                <EmptyState>
                  <span className="mono">{visibleText(selectedId)}</span> is not registered. A restarted TaskManager gets a new ID.
                </EmptyState>
              )}
            </>
          )
        }
      </QueryRegion>
    </>
  );
}

/**
 * The columns that no TaskManager has a value for. They are left out, with the reason below the
 * table. None while there are no TaskManagers.
 */
function unreportedColumns(rows: readonly TaskManagerRow[]): readonly string[] {
  if (rows.length === 0) return [];
  return RESOURCE_COLUMNS.filter(({ sortBy }) => rows.every((row) => sortBy?.(row) === undefined)).map(({ id }) => id);
}

/** `columnIds` are joined by commas. */
function UnreportedNote({ columnIds }: { columnIds: string }): ReactNode {
  const names = RESOURCE_COLUMNS.filter(({ id }) => columnIds.split(",").includes(id)).map(({ header }) => header);
  if (names.length === 0) return null;
  return (
    <EmptyState>
      No TaskManager reports: {names.join(", ").toLowerCase().replace("jvm", "JVM")}. A process without a JVM, such as a worker of Drey's
      engine, does not have them.
    </EmptyState>
  );
}

const BY_ID = { id: "id", isDescending: false };

function rowKey(row: TaskManagerRow): string {
  return row.id;
}

/** Absent where a TaskManager has no JVM. */
const RESOURCE_COLUMNS: readonly Column<TaskManagerRow>[] = [
  {
    id: "cores",
    header: "Cores",
    width: 68,
    isNumeric: true,
    sortBy: (row) => row.cpuCores,
    cell: (row) => amount(row.cpuCores, formatCount),
  },
  {
    id: "physical",
    header: "Physical memory",
    hint: JOB_GLOSSARY.physicalMemory,
    width: 116,
    isNumeric: true,
    sortBy: (row) => row.physicalMemoryBytes,
    cell: (row) => amount(row.physicalMemoryBytes, formatBytes),
  },
  {
    id: "jvm-heap",
    header: "JVM heap",
    hint: JOB_GLOSSARY.jvmHeap,
    width: 92,
    isNumeric: true,
    sortBy: (row) => row.jvmHeapBytes,
    cell: (row) => amount(row.jvmHeapBytes, formatBytes),
  },
  {
    id: "heap",
    header: "Task heap",
    hint: JOB_GLOSSARY.taskHeap,
    width: 92,
    isNumeric: true,
    sortBy: (row) => row.taskHeapBytes,
    cell: (row) => amount(row.taskHeapBytes, formatBytes),
  },
  {
    id: "managed",
    header: "Managed memory",
    hint: GLOSSARY.managedMemory,
    width: 122,
    isNumeric: true,
    sortBy: (row) => row.managedMemoryBytes,
    cell: (row) => amount(row.managedMemoryBytes, formatBytes),
  },
  {
    id: "network",
    header: "Network memory",
    hint: JOB_GLOSSARY.networkMemory,
    width: 118,
    isNumeric: true,
    sortBy: (row) => row.networkMemoryBytes,
    cell: (row) => amount(row.networkMemoryBytes, formatBytes),
  },
];

const COLUMNS: readonly Column<TaskManagerRow>[] = [
  {
    id: "id",
    header: "TaskManager",
    width: 240,
    sortBy: (row) => row.id,
    cell: (row) => (
      <>
        <Link className="mono font-strong text-fg" title={visibleText(row.id)} to={`/task-manager/${urlPart(row.id)}/metrics`}>
          {visibleText(row.id)}
        </Link>
        {row.isBlocked && (
          <Hint {...GLOSSARY.blocked} className="ml-1 font-strong text-st-restarting-text">
            blocked
          </Hint>
        )}
      </>
    ),
  },
  {
    id: "slots",
    header: "Slots taken",
    hint: JOB_GLOSSARY.slots,
    width: 176,
    sortBy: takenSlots,
    cell: (row) => <SlotGauge taken={takenSlots(row)} count={row.slotCount} />,
  },
  {
    id: "tasks",
    header: "Tasks",
    hint: JOB_GLOSSARY.assignedTasks,
    width: 72,
    isNumeric: true,
    sortBy: (row) => row.taskCount,
    cell: (row) => amount(row.taskCount, formatCount),
  },
  {
    id: "heartbeat",
    header: "Heartbeat",
    hint: GLOSSARY.heartbeat,
    width: 100,
    isNumeric: true,
    sortBy: (row) => row.lastHeartbeatMs,
    cell: (row) => <Heartbeat atMs={row.lastHeartbeatMs} />,
  },
  ...RESOURCE_COLUMNS,
  {
    id: "port",
    header: "Data port",
    hint: JOB_GLOSSARY.dataPort,
    width: 84,
    isNumeric: true,
    className: "text-fg-2",
    sortBy: (row) => row.dataPort,
    cell: (row) => (row.dataPort === undefined ? <span className="text-fg-3">{DASH}</span> : row.dataPort),
  },
  {
    id: "path",
    header: "Path",
    className: "mono text-fg-2",
    sortBy: (row) => row.path,
    cell: (row) => <span title={visibleText(row.path)}>{visibleText(row.path)}</span>,
  },
];

/** A TaskManager that gave back slots may report more free slots than it has. */
function takenSlots({ slotCount, freeSlotCount }: TaskManagerRow): number {
  return Math.max(0, slotCount - freeSlotCount);
}

function amount(value: number | undefined, format: (value: number) => string): ReactNode {
  return value === undefined ? <span className="text-fg-3">{DASH}</span> : format(value);
}

/** This many slots are drawn individually. Beyond it, only the number is shown. */
const MOST_DRAWN_SLOTS = 12;

function SlotGauge({ taken, count }: { taken: number; count: number }): ReactNode {
  return (
    <span className="inline-flex items-center gap-2.5">
      {count <= MOST_DRAWN_SLOTS && (
        <span className="inline-flex gap-0.5" aria-hidden="true">
          {Array.from({ length: count }, (_, index) => (
            <i key={index} className={clsx("size-2.5 rounded-bar", index < taken ? "bg-fg-3" : "inset-ring-1 inset-ring-line-strong")} />
          ))}
        </span>
      )}
      {formatOf(taken, count)}
    </span>
  );
}

function Heartbeat({ atMs }: { atMs: number }): ReactNode {
  const isLate = useFactsNow() - atMs > LATE_HEARTBEAT_MS;
  return (
    <span className={isLate ? "font-strong text-st-restarting-text" : undefined}>
      <Time atMs={atMs}>
        <FactAge sinceMs={atMs} format={formatAgo} />
      </Time>
    </span>
  );
}

const FILTER: TableFilter<TaskManagerRow> = { label: "Filter TaskManagers", textOf: ({ id, path }) => `${id} ${path}` };
