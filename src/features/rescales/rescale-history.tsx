import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { DASH, formatClockTenths, formatCount, formatDuration, shortId } from "../../domain/units.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Hint } from "../../ui/hint.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { changeInWords, type RescaleRow } from "./rescales-model.ts";
import { SectionHead } from "../../ui/section-head.tsx";
import { Time } from "../../ui/time.tsx";

/** All rescales in the cluster's history, newest first. */
export function RescaleHistoryTable({
  rows,
  selectedId,
  onSelect,
}: {
  /** Undefined while they load. */
  rows: readonly RescaleRow[] | undefined;
  selectedId: string | undefined;
  onSelect: (rescaleUuid: string) => void;
}): ReactNode {
  return (
    <section aria-label="History">
      <SectionHead title="History" />
      <DataTable
        label="Rescales"
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        density="scan"
        minWidth={1260}
        skeletonRows={4}
        selectedKey={selectedId}
        onPress={({ id }) => onSelect(id)}
      />
    </section>
  );
}

const COLUMNS: readonly Column<RescaleRow>[] = [
  {
    id: "start",
    header: "Started",
    width: 96,
    isNumeric: true,
    className: "text-fg-2",
    sortBy: (row) => row.startMs,
    cell: (row) => <Time atMs={row.startMs}>{formatClockTenths(row.startMs)}</Time>,
  },
  { id: "outcome", header: "Outcome", width: 132, className: "pr-1", cell: (row) => <StateBadge {...row.look} /> },
  {
    id: "parallelism",
    header: "Parallelism",
    hint: {
      title: "Parallelism",
      text: "Before and after, from the lowest to the highest vertex, with the requested value if the job got less.",
    },
    width: 118,
    sortBy: (row) => Number.parseInt(row.change.after ?? "", 10) || undefined,
    cell: (row) => <Amount text={changeInWords(row.change)} />,
  },
  {
    id: "cause",
    header: "Cause",
    width: 216,
    cell: (row) =>
      row.causeWord === "" ? (
        row.cause
      ) : (
        <Hint text={row.causeWord} isFocusable={false}>
          {row.cause}
        </Hint>
      ),
  },
  {
    id: "took",
    header: "Duration",
    hint: { title: "Duration", text: "From the start of the rescale until the job executed again, including the wait for slots." },
    width: 84,
    isNumeric: true,
    sortBy: (row) => row.tookMs,
    cell: (row) => <Amount text={formatDuration(row.tookMs)} />,
  },
  {
    id: "downtime",
    header: "Downtime",
    hint: {
      title: "Downtime",
      text: "Time that the scheduler spent in states other than Executing, including the wait for resources.",
    },
    width: 108,
    isNumeric: true,
    sortBy: (row) => row.downtimeMs,
    cell: (row) => <Amount text={formatDuration(row.downtimeMs)} />,
  },
  {
    id: "end",
    header: "Ended",
    width: 96,
    isNumeric: true,
    className: "text-fg-2",
    sortBy: (row) => row.endMs,
    cell: (row) => (
      <Time atMs={row.endMs}>
        <Amount text={formatClockTenths(row.endMs)} />
      </Time>
    ),
  },
  {
    id: "attempt",
    header: "Attempt",
    hint: { title: "Attempt", text: "How many times these requirements were tried, this rescale included (rescaleAttemptId)." },
    width: 70,
    isNumeric: true,
    sortBy: (row) => row.attempt,
    cell: (row) => formatCount(row.attempt),
  },
  {
    id: "requirements",
    header: "Requirements",
    hint: { title: "Requirements", text: "Id of the resource requirements that the rescale was to fulfil (resourceRequirementsUuid)." },
    width: 108,
    cell: (row) => <Uuid id={row.requirementsId} />,
  },
  {
    id: "uuid",
    header: "UUID",
    hint: { title: "UUID", text: "Id of the rescale (rescaleUuid)." },
    width: 108,
    cell: (row) => <Uuid id={row.id} />,
  },
  {
    id: "reason",
    header: "Note",
    cell: (row) => (
      <span className="text-fg-2" title={row.reason}>
        {row.reason}
      </span>
    ),
  },
];

function Uuid({ id }: { id: string }): ReactNode {
  return (
    <span className="mono text-fg-2" title={visibleText(id)}>
      {visibleText(shortId(id))}
    </span>
  );
}

function Amount({ text }: { text: string | undefined }): ReactNode {
  return text === undefined || text === DASH ? <span className="text-fg-3">{DASH}</span> : text;
}
