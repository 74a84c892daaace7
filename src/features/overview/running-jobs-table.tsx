import { type ReactNode, useCallback } from "react";
import { Link } from "react-router";

import { urlPart } from "../../base/url-part.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { GLOSSARY } from "../../domain/glossary.ts";
import { failedWithoutCompleted, type LatestCheckpoint, latestCheckpoint } from "../../domain/latest-checkpoint.ts";
import { restartCount } from "../../domain/restart-count.ts";
import { DASH, formatAgo, formatClock, formatCount, formatDuration, formatDurationMillis, formatElapsed } from "../../domain/units.ts";
import { checkpointsOptions } from "../../observe/checkpoints.ts";
import { restartsOptions } from "../../observe/jobs.ts";
import { noteJobsInView } from "../../observe/triage.ts";
import { FactAge } from "../../ui/age.tsx";
import { useFactsNow, useNow } from "../../ui/clock.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { missingBecause, UnknownValue } from "../../ui/query-region.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { JobReasons } from "./job-reasons.tsx";
import { JobTasks } from "./job-tasks.tsx";
import { type JobRow, OLD_CHECKPOINT_MS, rowTroubleOrder } from "./jobs-model.ts";
import { Time } from "../../ui/time.tsx";

/**
 * The running jobs, those in trouble first. Values that need a call per job are requested for the
 * visible rows, and again when a job is assessed.
 */
export function RunningJobsTable({ rows }: { rows: readonly JobRow[] | undefined }): ReactNode {
  const backend = useBackend();
  const noteShown = useCallback((shown: readonly JobRow[]) => noteJobsInView(backend, shown.map(rowKey)), [backend]);
  return (
    <DataTable
      label="Running jobs"
      columns={COLUMNS}
      rows={rows}
      rowKey={rowKey}
      initialSort={WORST_FIRST}
      minWidth={1392}
      onShow={noteShown}
      skeletonRows={2}
    />
  );
}

const WORST_FIRST = { id: "reasons", isDescending: false };

function rowKey(row: JobRow): string {
  return row.id;
}

const COLUMNS: readonly Column<JobRow>[] = [
  {
    id: "status",
    header: "Status",
    hint: GLOSSARY.jobStatus,
    width: 180,
    className: "pr-1",
    sortBy: (row) => row.statusOrder,
    cell: (row) => <StateBadge {...row.look} />,
  },
  {
    id: "name",
    header: "Name",
    width: 150,
    sortBy: (row) => row.name,
    cell: (row) => (
      <Link className="font-strong text-inherit" to={`/job/running/${urlPart(row.id)}/overview`} title={row.name}>
        {row.name}
      </Link>
    ),
  },
  { id: "reasons", header: "Reasons", hint: GLOSSARY.reasons, sortBy: rowTroubleOrder, cell: (row) => <JobReasons row={row} /> },
  { id: "tasks", header: "Tasks", hint: GLOSSARY.tasks, width: 190, className: "pr-1", cell: (row) => <JobTasks row={row} showsBar /> },
  {
    id: "restarts",
    header: "Restarts",
    hint: GLOSSARY.restarts,
    width: 72,
    isNumeric: true,
    sortBy: (row) => row.restarts,
    cell: (row) => <Restarts jobId={row.id} />,
  },
  {
    id: "checkpoint",
    header: "Checkpoint",
    hint: GLOSSARY.checkpointId,
    width: 90,
    isNumeric: true,
    sortBy: (row) => row.checkpoint?.id,
    cell: (row) => <WithCheckpoint row={row} render={(checkpoint) => formatCount(checkpoint.id)} />,
  },
  {
    id: "completed",
    header: "Completed",
    hint: GLOSSARY.checkpointCompleted,
    width: 104,
    isNumeric: true,
    sortBy: (row) => row.checkpoint?.completedMs,
    cell: (row) => <WithCheckpoint row={row} showsFailed render={(checkpoint) => <CheckpointAge completedMs={checkpoint.completedMs} />} />,
  },
  {
    id: "end-to-end",
    header: "End to end",
    hint: GLOSSARY.endToEnd,
    width: 82,
    isNumeric: true,
    sortBy: (row) => row.checkpoint?.durationMs,
    cell: (row) => <WithCheckpoint row={row} render={(checkpoint) => formatDuration(checkpoint.durationMs)} />,
  },
  {
    id: "start",
    header: "Start time",
    width: 126,
    isNumeric: true,
    sortBy: (row) => row.startMs,
    className: "text-fg-2",
    cell: (row) => <StartTime atMs={row.startMs} />,
  },
  {
    id: "duration",
    header: "Duration",
    hint: GLOSSARY.duration,
    width: 82,
    isNumeric: true,
    sortBy: (row) => row.durationMs,
    cell: (row) => <span title={formatDurationMillis(row.durationMs)}>{formatElapsed(row.durationMs)}</span>,
  },
];

/** A list has them for many jobs. The triage requests them again, job after job. */
const LISTED = { isOneOfMany: true, refreshMs: false } as const;

function Restarts({ jobId }: { jobId: string }): ReactNode {
  const query = useFact(restartsOptions, jobId, LISTED);
  const error = missingBecause(query);
  if (error !== undefined) return <UnknownValue error={error} />;
  const metrics = query.data;
  const count = metrics === undefined ? undefined : restartCount(metrics);
  if (count === undefined) return <span className="text-fg-3">{DASH}</span>;
  return <span className={count === 0 ? "text-fg-3" : "font-strong text-fg"}>{formatCount(count)}</span>;
}

function WithCheckpoint({
  row,
  showsFailed = false,
  render,
}: {
  row: JobRow;
  /** Whether failed checkpoints are counted here while none has completed. */
  showsFailed?: boolean;
  render: (checkpoint: LatestCheckpoint) => ReactNode;
}): ReactNode {
  const query = useFact(checkpointsOptions, row.id, row.takesCheckpoints, LISTED);
  const error = missingBecause(query);
  // Flink answers 404 for a job without checkpointing.
  if (error !== undefined && !isNotFound(error)) return <UnknownValue error={error} />;
  const live = query.data;
  const latest = live === undefined ? undefined : latestCheckpoint(live.checkpoints);
  if (latest !== undefined) return render(latest);
  const failed = showsFailed && live !== undefined ? failedWithoutCompleted(live.checkpoints) : 0;
  return failed > 0 ? (
    <span className="font-strong text-st-failed-text">{formatCount(failed)} failed</span>
  ) : (
    <span className="text-fg-3">{DASH}</span>
  );
}

function CheckpointAge({ completedMs }: { completedMs: number }): ReactNode {
  const isOld = useFactsNow() - completedMs > OLD_CHECKPOINT_MS;
  return (
    <span className={isOld ? "font-strong text-st-restarting-text" : undefined}>
      <FactAge sinceMs={completedMs} format={formatAgo} />
    </span>
  );
}

function StartTime({ atMs }: { atMs: number }): ReactNode {
  const now = useNow();
  return <Time atMs={atMs}>{formatClock(atMs, now)}</Time>;
}
