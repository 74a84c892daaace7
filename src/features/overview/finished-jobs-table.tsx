import { visibleText } from "../../base/visible-text.ts";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { urlPart } from "../../base/url-part.ts";
import { GLOSSARY } from "../../domain/glossary.ts";
import { formatClock, formatDuration, formatDurationMillis, shortId } from "../../domain/units.ts";
import { useNow } from "../../ui/clock.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { JobTasks } from "./job-tasks.tsx";
import type { JobRow } from "./jobs-model.ts";
import { Time } from "../../ui/time.tsx";

/** The jobs that have ended, most recently ended first. */
export function FinishedJobsTable({ rows }: { rows: readonly JobRow[] | undefined }): ReactNode {
  return (
    <DataTable
      label="Finished jobs"
      columns={COLUMNS}
      rows={rows}
      rowKey={rowKey}
      density="scan"
      initialSort={LAST_ENDED_FIRST}
      minWidth={980}
      skeletonRows={2}
    />
  );
}

const LAST_ENDED_FIRST = { id: "end", isDescending: true };

function rowKey(row: JobRow): string {
  return row.id;
}

const COLUMNS: readonly Column<JobRow>[] = [
  {
    id: "status",
    header: "Status",
    hint: GLOSSARY.jobStatus,
    width: 168,
    sortBy: (row) => row.statusOrder,
    cell: (row) => <StateBadge {...row.look} />,
  },
  {
    id: "name",
    header: "Name",
    width: 216,
    sortBy: (row) => row.name,
    cell: (row) => (
      <Link className="font-strong text-inherit" to={`/job/completed/${urlPart(row.id)}/overview`} title={row.name}>
        {row.name}
      </Link>
    ),
  },
  {
    id: "id",
    header: "Job ID",
    width: 116,
    className: "mono text-fg-2",
    cell: (row) => <span title={visibleText(row.id)}>{visibleText(shortId(row.id))}</span>,
  },
  { id: "tasks", header: "Tasks", hint: GLOSSARY.tasks, cell: (row) => <EndTasks row={row} /> },
  {
    id: "start",
    header: "Start time",
    width: 134,
    isNumeric: true,
    sortBy: (row) => row.startMs,
    className: "text-fg-2",
    cell: (row) => <ClockTime atMs={row.startMs} />,
  },
  {
    id: "end",
    header: "End time",
    width: 134,
    isNumeric: true,
    sortBy: (row) => row.endMs,
    className: "text-fg-2",
    cell: (row) => <ClockTime atMs={row.endMs} />,
  },
  {
    id: "duration",
    header: "Duration",
    hint: GLOSSARY.duration,
    width: 88,
    isNumeric: true,
    sortBy: (row) => row.durationMs,
    cell: (row) => <span title={formatDurationMillis(row.durationMs)}>{formatDuration(row.durationMs)}</span>,
  },
];

/** FINISHED is shown without colour, which is reserved for states that differ. */
function EndTasks({ row }: { row: JobRow }): ReactNode {
  const [only, ...others] = row.tasks;
  if (only !== undefined && others.length === 0 && only.word !== "FAILED" && row.totals.pendingOperators === 0) {
    return (
      <span className="text-fg-2">
        {only.count} {only.word}
      </span>
    );
  }
  return <JobTasks row={row} showsBar={false} />;
}

function ClockTime({ atMs }: { atMs: number | undefined }): ReactNode {
  const now = useNow();
  return <Time atMs={atMs}>{formatClock(atMs, now)}</Time>;
}
