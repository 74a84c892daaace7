import { type ReactNode, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { DASH, formatBytes, formatClockTenths, formatCount, measureBytes } from "../../domain/units.ts";
import type { SeenCheckpoint } from "../../domain/seen-checkpoints.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import { useFactsNow } from "../../ui/clock.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Segments } from "../../ui/segments.tsx";
import { SectionHead } from "../../ui/section-head.tsx";
import { CheckpointStatus, RestoredTag } from "./checkpoint-status.tsx";
import {
  acknowledgedInWords,
  belowInWords,
  gapInWords,
  HISTORY_FILTERS,
  type HistoryFilter,
  type HistoryRow,
  historyRows,
  inFlightInWords,
  typeInWords,
} from "./history-model.ts";
import { Time } from "../../ui/time.tsx";

/** All checkpoints seen so far, newest first, with a filter. */
export function CheckpointHistory({
  checkpoints,
  seen,
  intervalMs,
  selectedId,
  onSelect,
}: {
  checkpoints: Checkpoints | undefined;
  seen: readonly SeenCheckpoint[];
  intervalMs: number;
  selectedId: number | undefined;
  onSelect: (checkpointId: number) => void;
}): ReactNode {
  const [filter, setFilter] = useState<HistoryFilter>("all");
  const restored = checkpoints?.latest.restored;
  const rows = useMemo(() => historyRows(seen, filter, restored, intervalMs), [seen, filter, restored, intervalMs]);
  const below = checkpoints === undefined ? undefined : belowInWords(checkpoints, seen.length, rows.length, filter);
  return (
    <section aria-label="History">
      <SectionHead title="History">
        <Segments
          label="Show"
          items={HISTORY_FILTERS.map((id) => ({ id, label: `${FILTER_NAMES[id]} ${countOf(id, checkpoints, seen)}` }))}
          selected={filter}
          onSelect={setFilter}
        />
      </SectionHead>
      <DataTable
        label="Checkpoints"
        columns={COLUMNS}
        rows={checkpoints === undefined ? undefined : rows}
        rowKey={rowKey}
        density="scan"
        minWidth={1440}
        skeletonRows={10}
        selectedKey={selectedId === undefined ? undefined : String(selectedId)}
        onPress={(row) => onSelect(row.id)}
      />
      {below !== undefined && <EmptyState>{below}</EmptyState>}
    </section>
  );
}

const FILTER_NAMES = { all: "All", completed: "Completed", failed: "Failed", savepoints: "Savepoints" } as const satisfies Record<
  HistoryFilter,
  string
>;

/** The cluster counts all checkpoints, but does not count savepoints separately. */
function countOf(filter: HistoryFilter, checkpoints: Checkpoints | undefined, seen: readonly SeenCheckpoint[]): string {
  if (checkpoints === undefined) return "";
  const { counts } = checkpoints;
  if (filter === "savepoints") return formatCount(seen.filter(({ isSavepoint }) => isSavepoint).length);
  return formatCount(filter === "all" ? counts.total : filter === "completed" ? counts.completed : counts.failed);
}

function rowKey(row: HistoryRow): string {
  return String(row.id);
}

const COLUMNS: readonly Column<HistoryRow>[] = [
  {
    id: "id",
    header: "ID",
    width: 84,
    isNumeric: true,
    sortBy: (row) => row.id,
    cell: (row) => <span className="font-strong text-fg">{formatCount(row.id)}</span>,
  },
  { id: "status", header: "Status", width: 122, className: "pr-1", cell: (row) => <CheckpointStatus status={row.status} /> },
  {
    id: "type",
    header: "Type",
    width: 100,
    cell: (row) => typeInWords(row),
  },
  {
    id: "triggered",
    header: "Triggered",
    width: 124,
    isNumeric: true,
    className: "text-fg-2",
    sortBy: (row) => row.triggeredMs,
    cell: (row) => <Clock atMs={row.triggeredMs} />,
  },
  {
    id: "acknowledged",
    header: "Acknowledged",
    hint: { title: "Acknowledged", text: "How many subtasks have reported their part of the snapshot." },
    width: 118,
    isNumeric: true,
    cell: (row) => acknowledgedInWords(row.acknowledgedSubtasks, row.subtasks, row.status === "IN_PROGRESS"),
  },
  {
    id: "latest",
    header: "Latest acknowledgement",
    width: 164,
    isNumeric: true,
    className: "text-fg-2",
    sortBy: (row) => row.acknowledgedMs,
    cell: (row) => <Clock atMs={row.acknowledgedMs} />,
  },
  {
    id: "duration",
    header: "End to end duration",
    hint: JOB_GLOSSARY.checkpointEndToEnd,
    width: 168,
    isNumeric: true,
    sortBy: (row) => row.durationMs,
    cell: (row) =>
      row.durationMs === undefined ? (
        <Nothing />
      ) : (
        <>
          <span className="mr-2.25 inline-block h-1.5 w-18 text-left align-[1px]">
            <i className="block h-1.5 rounded-[1.5px] bg-series-1 opacity-82" style={{ width: `${row.durationShare * 100}%` }} />
          </span>
          <span className="inline-block min-w-13">
            {formatCount(row.durationMs)} <span className="font-text text-fg-3">ms</span>
          </span>
        </>
      ),
  },
  {
    id: "checkpointed",
    header: "Checkpointed size",
    hint: JOB_GLOSSARY.checkpointedSize,
    width: 134,
    isNumeric: true,
    sortBy: (row) => row.checkpointedBytes,
    cell: (row) => <Size bytes={row.checkpointedBytes} />,
  },
  {
    id: "size",
    header: "Full size",
    hint: JOB_GLOSSARY.fullSize,
    width: 92,
    isNumeric: true,
    sortBy: (row) => row.stateBytes,
    cell: (row) => <Size bytes={row.stateBytes} />,
  },
  {
    id: "processed",
    header: "Processed (persisted)",
    hint: JOB_GLOSSARY.inFlightData,
    width: 158,
    isNumeric: true,
    sortBy: (row) => row.processedBytes,
    cell: (row) =>
      row.processedBytes === undefined && row.persistedBytes === undefined ? (
        <Nothing />
      ) : (
        inFlightInWords(row.processedBytes, row.persistedBytes)
      ),
  },
  { id: "note", header: "Note", cell: (row) => <Note row={row} /> },
];

function Clock({ atMs }: { atMs: number | undefined }): ReactNode {
  const now = useFactsNow();
  return <Time atMs={atMs}>{formatClockTenths(atMs, now)}</Time>;
}

function Nothing(): ReactNode {
  return <span className="text-fg-3">{DASH}</span>;
}

function Size({ bytes }: { bytes: number | undefined }): ReactNode {
  if (bytes === undefined) return <Nothing />;
  const { value, unit } = measureBytes(bytes);
  return (
    <span title={formatBytes(bytes)}>
      {value} <span className="font-text text-fg-3">{unit}</span>
    </span>
  );
}

function Note({ row }: { row: HistoryRow }): ReactNode {
  if (row.restoredMs !== undefined) return <RestoredTag restoredMs={row.restoredMs} />;
  const words =
    (row.failure === undefined ? undefined : visibleText(row.failure)) ??
    (row.status === "IN_PROGRESS"
      ? "waiting for acknowledgements"
      : row.gapBefore === undefined
        ? ""
        : `after ${gapInWords(row.gapBefore)}`);
  return (
    <span className="text-fg-2" title={words}>
      {words}
    </span>
  );
}
