import { type ReactNode, useMemo, useState } from "react";

import { entryOf } from "../../base/entry-of.ts";
import { visibleText } from "../../base/visible-text.ts";
import { GLOSSARY } from "../../domain/glossary.ts";
import { DASH, formatBytes, formatClockTenths, formatCount, formatOf, measureBytes } from "../../domain/units.ts";
import type { SeenCheckpoint } from "../../domain/seen-checkpoints.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import { useFactsNow } from "../../ui/clock.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { SectionHead } from "../../ui/section-head.tsx";
import { CheckpointStatus, RestoredTag } from "./checkpoint-status.tsx";
import { belowInWords, gapInWords, HISTORY_FILTERS, type HistoryFilter, type HistoryRow, historyRows } from "./history-model.ts";

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
        <div className="inline-flex overflow-hidden rounded-2 border border-line-strong text-dense" role="group" aria-label="Show">
          {HISTORY_FILTERS.map((one) => (
            <button
              key={one}
              type="button"
              className="h-6.5 px-2.5 whitespace-nowrap text-fg-2 not-first:border-l not-first:border-line focus-visible:-outline-offset-2 aria-pressed:bg-surface-3 aria-pressed:font-strong aria-pressed:text-fg"
              aria-pressed={filter === one}
              onClick={() => setFilter(one)}
            >
              {FILTER_NAMES[one]} {countOf(one, checkpoints, seen)}
            </button>
          ))}
        </div>
      </SectionHead>
      <DataTable
        label="Checkpoints"
        columns={COLUMNS}
        rows={checkpoints === undefined ? undefined : rows}
        rowKey={rowKey}
        density="scan"
        minWidth={1154}
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
    width: 96,
    isNumeric: true,
    sortBy: (row) => row.id,
    cell: (row) => <span className="font-strong text-fg">{formatCount(row.id)}</span>,
  },
  { id: "status", header: "Status", width: 126, className: "pr-1", cell: (row) => <CheckpointStatus status={row.status} /> },
  {
    id: "type",
    header: "Type",
    width: 110,
    cell: (row) => typeInWords(row),
  },
  {
    id: "triggered",
    header: "Triggered",
    width: 148,
    isNumeric: true,
    className: "text-fg-2",
    sortBy: (row) => row.triggeredMs,
    cell: (row) => <Triggered atMs={row.triggeredMs} />,
  },
  {
    id: "acknowledged",
    header: "Acknowledged",
    hint: { title: "Acknowledged", text: "How many subtasks have reported their part of the snapshot." },
    width: 104,
    isNumeric: true,
    cell: (row) => formatOf(row.acknowledgedSubtasks, row.subtasks),
  },
  {
    id: "duration",
    header: "End to end duration",
    hint: GLOSSARY.endToEnd,
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
    id: "size",
    header: "State size",
    width: 92,
    isNumeric: true,
    sortBy: (row) => row.stateBytes,
    cell: (row) => <Size bytes={row.stateBytes} />,
  },
  {
    id: "processed",
    header: "Processed while aligning",
    hint: GLOSSARY.processedData,
    width: 172,
    isNumeric: true,
    sortBy: (row) => row.processedBytes,
    cell: (row) => <Size bytes={row.processedBytes} />,
  },
  { id: "note", header: "Note", cell: (row) => <Note row={row} /> },
];

const TYPES: Readonly<Record<string, string>> = {
  CHECKPOINT: "checkpoint",
  UNALIGNED_CHECKPOINT: "unaligned",
  SAVEPOINT: "savepoint",
  SYNC_SAVEPOINT: "savepoint",
};

/** A type of a newer Flink is shown as it is. */
function typeInWords({ type, isSavepoint }: HistoryRow): string {
  if (type === undefined) return isSavepoint ? "savepoint" : "checkpoint";
  return entryOf(TYPES, type) ?? visibleText(type);
}

function Triggered({ atMs }: { atMs: number }): ReactNode {
  return formatClockTenths(atMs, useFactsNow());
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
