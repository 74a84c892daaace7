import { type ReactNode, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useFact, useIsHistoryServer } from "../../client/use-client.tsx";
import { formatCount } from "../../domain/units.ts";
import { subtasksAccumulatorsOptions, vertexAccumulatorsOptions } from "../../observe/accumulators.ts";
import type { SubtasksAccumulators, VertexAccumulators } from "../../rest/accumulators.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Segments } from "../../ui/segments.tsx";
import { TabTools } from "./tab-tools.tsx";

const VIEWS = [
  { id: "vertex", label: "Vertex" },
  { id: "subtasks", label: "Subtasks" },
] as const;

type AccumulatorRow = {
  key: string;
  name: string;
  type: string;
  value: string;
  /** Only for the accumulator of a subtask. */
  subtask?: { index: number; endpoint: string; attempt: number };
};

/** The accumulators that user functions fill, of the whole vertex or of each subtask. */
export function AccumulatorsTab({ jobId, vertexId, isLive }: { jobId: string; vertexId: string; isLive: boolean }): ReactNode {
  const isHistoryServer = useIsHistoryServer();
  const [view, setView] = useState<(typeof VIEWS)[number]["id"]>("vertex");
  const [filter, setFilter] = useState("");
  const isOfVertex = view === "vertex";
  const ofVertex = useFact(vertexAccumulatorsOptions, jobId, vertexId, { isEnabled: isOfVertex && !isHistoryServer, isLive });
  const ofSubtasks = useFact(subtasksAccumulatorsOptions, jobId, vertexId, { isEnabled: !isOfVertex && !isHistoryServer, isLive });
  if (isHistoryServer) return <EmptyState>The History Server keeps no accumulators of single vertices.</EmptyState>;
  return (
    <>
      <TabTools>
        <Segments label="View" items={VIEWS} selected={view} onSelect={setView} />
        <SearchField label="Filter accumulators" value={filter} onChange={setFilter} />
      </TabTools>
      {isOfVertex ? (
        <QueryRegion query={ofVertex} loading={<Accumulators rows={undefined} filter="" columns={VERTEX_COLUMNS} />}>
          {(reply) => <Accumulators rows={vertexRows(reply)} filter={filter} columns={VERTEX_COLUMNS} />}
        </QueryRegion>
      ) : (
        <QueryRegion query={ofSubtasks} loading={<Accumulators rows={undefined} filter="" columns={SUBTASK_COLUMNS} />}>
          {(reply) => <Accumulators rows={subtaskRows(reply)} filter={filter} columns={SUBTASK_COLUMNS} />}
        </QueryRegion>
      )}
    </>
  );
}

function vertexRows({ "user-accumulators": accumulators }: VertexAccumulators): readonly AccumulatorRow[] {
  return accumulators.map(({ name, type, value }) => ({ key: name, name, type, value }));
}

/** Flink 1.20 says the host instead of the endpoint. */
function subtaskRows({ subtasks }: SubtasksAccumulators): readonly AccumulatorRow[] {
  return subtasks.flatMap(({ subtask: index, attempt, endpoint, host, "user-accumulators": accumulators }) =>
    accumulators.map(({ name, type, value }) => ({
      key: `${String(index)} ${name}`,
      name,
      type,
      value,
      subtask: { index, attempt, endpoint: endpoint ?? host ?? "" },
    })),
  );
}

function Accumulators({
  rows,
  filter,
  columns,
}: {
  rows: readonly AccumulatorRow[] | undefined;
  filter: string;
  columns: readonly Column<AccumulatorRow>[];
}): ReactNode {
  const needle = filter.trim().toLowerCase();
  const shown = useMemo(
    () =>
      rows?.filter(({ name, type, value, subtask }) =>
        [name, type, value, subtask?.endpoint].some((text) => text?.toLowerCase().includes(needle) === true),
      ),
    [rows, needle],
  );
  if (rows?.length === 0) return <EmptyState>The functions of this vertex have no accumulators.</EmptyState>;
  if (shown?.length === 0) return <EmptyState>No accumulator contains “{filter.trim()}”.</EmptyState>;
  return <DataTable label="Accumulators" columns={columns} rows={shown} rowKey={({ key }) => key} density="scan" minWidth={620} isPinned />;
}

const VERTEX_COLUMNS: readonly Column<AccumulatorRow>[] = [
  { id: "name", header: "Name", sortBy: ({ name }) => name, cell: ({ name }) => visibleText(name) },
  { id: "type", header: "Type", width: 180, sortBy: ({ type }) => type, cell: ({ type }) => visibleText(type) },
  {
    id: "value",
    header: "Value",
    width: 220,
    className: "mono",
    sortBy: ({ value }) => (Number.isFinite(Number(value)) ? Number(value) : value),
    cell: ({ value }) => visibleText(value),
  },
];

const SUBTASK_COLUMNS: readonly Column<AccumulatorRow>[] = [
  { id: "index", header: "#", width: 64, sortBy: ({ subtask }) => subtask?.index, cell: ({ subtask }) => subtask?.index },
  {
    id: "attempt",
    header: "Attempt",
    width: 74,
    isNumeric: true,
    sortBy: ({ subtask }) => subtask?.attempt,
    cell: ({ subtask }) => formatCount(subtask?.attempt),
  },
  {
    id: "endpoint",
    header: "Endpoint",
    width: 160,
    className: "mono",
    sortBy: ({ subtask }) => subtask?.endpoint,
    cell: ({ subtask }) => visibleText(subtask?.endpoint ?? ""),
  },
  ...VERTEX_COLUMNS,
];
