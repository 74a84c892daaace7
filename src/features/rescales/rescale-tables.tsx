import { type ReactNode, useMemo } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useFact } from "../../client/use-client.tsx";
import { DASH, formatClockTenths, formatCount, formatDuration, shortId } from "../../domain/units.ts";
import { rescaleOptions } from "../../observe/rescales.ts";
import type { Rescale, SlotSharingGroupRescale, VertexRescale } from "../../rest/rescales.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SectionHead } from "../../ui/section-head.tsx";
import { profileInWords, type StateSpan, stateSpans } from "./rescales-model.ts";
import { Time } from "../../ui/time.tsx";

/** Vertices, slots and scheduler states of one rescale, with all columns. */
export function RescaleTables({ jobId, rescaleId, isLive }: { jobId: string; rescaleId: string; isLive: boolean }): ReactNode {
  const details = useFact(rescaleOptions, jobId, rescaleId, isLive);
  if (isNotFound(details.error)) return <EmptyState>The cluster has no such rescale. Its history may have dropped it.</EmptyState>;
  return (
    <QueryRegion query={details} loading={<Tables vertices={undefined} slots={undefined} spans={undefined} />}>
      {(rescale) => <Loaded rescale={rescale} />}
    </QueryRegion>
  );
}

type VertexRow = VertexRescale & { readonly id: string };
type SlotRow = SlotSharingGroupRescale & { readonly id: string };

function Loaded({ rescale }: { rescale: Rescale }): ReactNode {
  const vertices = useMemo(() => Object.entries(rescale.vertices ?? {}).map(([id, vertex]) => ({ ...vertex, id })), [rescale]);
  const slots = useMemo(() => Object.entries(rescale.slots ?? {}).map(([id, group]) => ({ ...group, id })), [rescale]);
  const spans = useMemo(() => stateSpans(rescale), [rescale]);
  return <Tables vertices={vertices} slots={slots} spans={spans} />;
}

/** Undefined rows are loading. */
function Tables({
  vertices,
  slots,
  spans,
}: {
  vertices: readonly VertexRow[] | undefined;
  slots: readonly SlotRow[] | undefined;
  spans: readonly StateSpan[] | undefined;
}): ReactNode {
  return (
    <>
      <section aria-label="Vertices">
        <SectionHead title="Vertices" />
        <DataTable label="Vertices of the rescale" columns={VERTEX_COLUMNS} rows={vertices} rowKey={idOf} density="scan" minWidth={880} />
      </section>
      <section aria-label="Slots">
        <SectionHead title="Slots" />
        <DataTable label="Slots of the rescale" columns={SLOT_COLUMNS} rows={slots} rowKey={idOf} density="scan" minWidth={1270} />
      </section>
      <section aria-label="Scheduler state history">
        <SectionHead title="Scheduler state history" />
        <DataTable
          label="Scheduler state history"
          columns={STATE_COLUMNS}
          rows={spans}
          rowKey={({ key }) => key}
          density="scan"
          minWidth={720}
        />
        {spans?.length === 0 && <EmptyState>The scheduler has not left Executing yet.</EmptyState>}
      </section>
    </>
  );
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

const ID_PX = 124;

function idColumn<Row>(id: string, header: string, read: (row: Row) => string | null | undefined): Column<Row> {
  return {
    id,
    header,
    width: ID_PX,
    className: "mono text-fg-2",
    sortBy: (row) => read(row) ?? undefined,
    cell: (row) => <Id id={read(row)} />,
  };
}

function Id({ id }: { id: string | null | undefined }): ReactNode {
  return typeof id === "string" ? <span title={visibleText(id)}>{visibleText(shortId(id))}</span> : <Text text={id} />;
}

function countColumn<Row>(id: string, header: string, text: string, read: (row: Row) => number | null | undefined): Column<Row> {
  return {
    id,
    header,
    hint: { title: header, text },
    width: 92,
    isNumeric: true,
    sortBy: (row) => read(row) ?? undefined,
    cell: (row) => formatCount(read(row) ?? undefined),
  };
}

const VERTEX_COLUMNS: readonly Column<VertexRow>[] = [
  {
    id: "name",
    header: "Name",
    className: "font-strong",
    sortBy: ({ jobVertexName }) => jobVertexName ?? undefined,
    cell: ({ jobVertexName }) => <Text text={jobVertexName} />,
  },
  countColumn("before", "Previous", "Parallelism before the rescale.", ({ preRescaleParallelism }) => preRescaleParallelism),
  countColumn("after", "Acquired", "Parallelism after the rescale.", ({ postRescaleParallelism }) => postRescaleParallelism),
  countColumn("desired", "Desired", "The requested upper bound.", ({ desiredParallelism }) => desiredParallelism),
  countColumn(
    "sufficient",
    "Sufficient",
    "The requested lower bound. With fewer the job does not run.",
    ({ sufficientParallelism }) => sufficientParallelism,
  ),
  idColumn("id", "ID", ({ id }) => id),
  idColumn("group", "Slot sharing group", ({ slotSharingGroupId }) => slotSharingGroupId),
];

const SLOT_COLUMNS: readonly Column<SlotRow>[] = [
  {
    id: "name",
    header: "Slot sharing group",
    className: "font-strong",
    sortBy: ({ slotSharingGroupName }) => slotSharingGroupName ?? undefined,
    cell: ({ slotSharingGroupName }) => <Text text={slotSharingGroupName} />,
  },
  countColumn("before", "Previous", "Slots before the rescale.", ({ preRescaleSlots }) => preRescaleSlots),
  countColumn("after", "Acquired", "Slots after the rescale.", ({ postRescaleSlots }) => postRescaleSlots),
  countColumn("desired", "Desired", "The most slots that the group can use.", ({ desiredSlots }) => desiredSlots),
  countColumn("sufficient", "Sufficient", "The fewest slots with which the job runs.", ({ minimalRequiredSlots }) => minimalRequiredSlots),
  profileColumn(
    "required",
    "Required profile",
    "The resources requested for each slot.",
    "any",
    ({ requestResourceProfile }) => requestResourceProfile,
  ),
  profileColumn(
    "acquired",
    "Acquired profile",
    "The resources of each slot that the job got.",
    DASH,
    ({ acquiredResourceProfile }) => acquiredResourceProfile,
  ),
  idColumn("id", "ID", ({ id }) => id),
];

/** `none` stands for a profile without resources. */
function profileColumn(
  id: string,
  header: string,
  text: string,
  none: string,
  read: (row: SlotRow) => SlotSharingGroupRescale["requestResourceProfile"],
): Column<SlotRow> {
  return {
    id,
    header,
    hint: { title: header, text },
    width: 300,
    cell: (row) => <Text text={profileInWords(read(row)) ?? none} />,
  };
}

const STATE_COLUMNS: readonly Column<StateSpan>[] = [
  { id: "state", header: "State", width: 200, sortBy: ({ state }) => state, cell: ({ state }) => <Text text={state} /> },
  {
    id: "entered",
    header: "Entered",
    width: 132,
    isNumeric: true,
    sortBy: ({ enterMs }) => enterMs,
    cell: ({ enterMs }) => <Time atMs={enterMs}>{formatClockTenths(enterMs)}</Time>,
  },
  {
    id: "left",
    header: "Left",
    width: 132,
    isNumeric: true,
    sortBy: ({ leaveMs }) => leaveMs,
    cell: ({ leaveMs }) => <Time atMs={leaveMs}>{formatClockTenths(leaveMs)}</Time>,
  },
  {
    id: "duration",
    header: "Duration",
    width: 92,
    isNumeric: true,
    sortBy: ({ durationMs }) => durationMs,
    cell: ({ durationMs }) => formatDuration(durationMs),
  },
  { id: "exception", header: "Exception", cell: ({ exception }) => <Text text={exception} /> },
];

/** The first line, with all of it as a hint. */
function Text({ text }: { text: string | null | undefined }): ReactNode {
  if (text === null || text === undefined || text === "") return <span className="text-fg-3">{DASH}</span>;
  return <span title={visibleText(text)}>{visibleText(text)}</span>;
}
