import type { ReactNode } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { applicationPath } from "../../domain/application-path.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { formatClock, formatDurationMillis, formatSpan, shortId } from "../../domain/units.ts";
import { useNow } from "../../ui/clock.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { StateBadge, TaskCounts } from "../../ui/state-badge.tsx";
import type { ApplicationRow } from "./applications-model.ts";
import { Time } from "../../ui/time.tsx";

/** The running applications, newest first. */
export function RunningApplicationsTable({ rows }: { rows: readonly ApplicationRow[] | undefined }): ReactNode {
  return (
    <DataTable
      label="Running applications"
      columns={RUNNING_COLUMNS}
      rows={rows}
      rowKey={rowKey}
      initialSort={{ id: "start", isDescending: true }}
      minWidth={900}
      skeletonRows={2}
    />
  );
}

/** The applications that have ended, most recently ended first. */
export function CompletedApplicationsTable({ rows }: { rows: readonly ApplicationRow[] | undefined }): ReactNode {
  return (
    <DataTable
      label="Completed applications"
      columns={COMPLETED_COLUMNS}
      rows={rows}
      rowKey={rowKey}
      density="scan"
      initialSort={{ id: "end", isDescending: true }}
      minWidth={980}
      skeletonRows={2}
    />
  );
}

function rowKey(row: ApplicationRow): string {
  return row.id;
}

const STATUS: Column<ApplicationRow> = {
  id: "status",
  header: "Status",
  hint: JOB_GLOSSARY.applicationState,
  width: 128,
  sortBy: (row) => row.stateOrder,
  cell: (row) => <StateBadge {...row.look} />,
};

const NAME: Column<ApplicationRow> = {
  id: "name",
  header: "Name",
  sortBy: (row) => row.name,
  cell: (row) => (
    <Link
      className="font-strong text-inherit"
      to={applicationPath(row.id, { list: row.isOver ? "completed" : "running" })}
      title={row.name}
    >
      {row.name}
    </Link>
  ),
};

const ID: Column<ApplicationRow> = {
  id: "id",
  header: "Application ID",
  width: 124,
  className: "mono text-fg-2",
  cell: (row) => <span title={visibleText(row.id)}>{visibleText(shortId(row.id))}</span>,
};

const JOBS: Column<ApplicationRow> = {
  id: "jobs",
  header: "Jobs",
  hint: JOB_GLOSSARY.applicationJobs,
  width: 236,
  sortBy: (row) => row.jobCount,
  cell: (row) => <TaskCounts counts={row.jobs} showsBar={false} />,
};

const START: Column<ApplicationRow> = {
  id: "start",
  header: "Start time",
  width: 134,
  isNumeric: true,
  sortBy: (row) => row.startMs,
  className: "text-fg-2",
  cell: (row) => <ClockTime atMs={row.startMs} />,
};

const END: Column<ApplicationRow> = {
  id: "end",
  header: "End time",
  width: 134,
  isNumeric: true,
  sortBy: (row) => row.endMs,
  className: "text-fg-2",
  cell: (row) => <ClockTime atMs={row.endMs} />,
};

const DURATION: Column<ApplicationRow> = {
  id: "duration",
  header: "Duration",
  hint: JOB_GLOSSARY.applicationDuration,
  width: 88,
  isNumeric: true,
  sortBy: (row) => row.durationMs,
  cell: (row) => <span title={formatDurationMillis(row.durationMs)}>{formatSpan(row.durationMs, row.isOver)}</span>,
};

const RUNNING_COLUMNS: readonly Column<ApplicationRow>[] = [STATUS, NAME, ID, JOBS, START, DURATION];
const COMPLETED_COLUMNS: readonly Column<ApplicationRow>[] = [STATUS, NAME, ID, JOBS, START, END, DURATION];

function ClockTime({ atMs }: { atMs: number | undefined }): ReactNode {
  const now = useNow();
  return <Time atMs={atMs}>{formatClock(atMs, now)}</Time>;
}
