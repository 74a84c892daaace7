import { type ReactNode } from "react";

import { MOST_VERTICES_ASKED } from "../../client/request-budget.ts";
import { GLOSSARY } from "../../domain/glossary.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { noVerticesWords } from "../../domain/no-vertices.ts";
import { formatCount, formatParallelism } from "../../domain/units.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Column } from "../../ui/data-table.tsx";
import { FilteredTable, type TableFilter } from "../../ui/filtered-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { StateBadge, TaskCounts } from "../../ui/state-badge.tsx";
import { COUNTER_COLUMNS, DURATION_COLUMN, END_COLUMN, START_COLUMN } from "./counter-columns.tsx";
import { Amount } from "./counter-text.tsx";
import { useVertexDetails } from "./queries.ts";
import { type VertexRow, vertexRows } from "./vertices-model.ts";

/** See {@link VerticesTable}. */
export type VerticesTableProps = {
  /** Undefined while unknown. */
  job: Job | undefined;
  /** When its last reply arrived, epoch ms. */
  atMs: number;
  selectedId: string | undefined;
  onSelect: (vertexId: string) => void;
};

/** The vertices of a job in its order. Pressing a row selects it in the graph too. */
export function VerticesTable({ job, atMs, selectedId, onSelect }: VerticesTableProps): ReactNode {
  const vertices = job?.vertices;
  const asked = vertices === undefined || vertices.length > MOST_VERTICES_ASKED ? [] : vertices;
  const details = useVertexDetails(job, atMs, asked);
  if (job?.vertices.length === 0) return <EmptyState>{noVerticesWords(job)}</EmptyState>;
  return (
    <FilteredTable
      label="Vertices"
      columns={COLUMNS}
      rows={vertices === undefined ? undefined : vertexRows(vertices, details)}
      rowKey={rowKey}
      minWidth={1364}
      isPinned
      skeletonRows={4}
      selectedKey={selectedId}
      onPress={(row) => onSelect(row.id)}
      filter={FILTER}
    />
  );
}

function rowKey(row: VertexRow): string {
  return row.id;
}

const [BYTES_RECEIVED, RECORDS_RECEIVED, BYTES_SENT, RECORDS_SENT] = COUNTER_COLUMNS;

const COLUMNS: readonly Column<VertexRow>[] = [
  {
    id: "name",
    header: "Name",
    sortBy: (row) => row.name,
    cell: (row) => (
      <span className="font-strong text-fg" title={vertexTitle(row.name)}>
        {vertexTitle(row.name)}
      </span>
    ),
  },
  {
    id: "status",
    header: "Status",
    width: 112,
    className: "pr-1",
    sortBy: (row) => row.look.label,
    cell: (row) => <StateBadge {...row.look} />,
  },
  {
    id: "tasks",
    header: "Tasks",
    hint: GLOSSARY.tasks,
    width: 128,
    className: "pr-1",
    cell: (row) => (
      <span title={row.tasks.map(({ count, word }) => `${count} ${word}`).join(", ")}>
        <TaskCounts counts={row.tasks} showsBar={false} />
      </span>
    ),
  },
  {
    id: "parallelism",
    header: "Parallelism",
    hint: JOB_GLOSSARY.parallelism,
    width: 100,
    isNumeric: true,
    sortBy: (row) => row.parallelism,
    cell: (row) => formatParallelism(row.parallelism),
  },
  {
    id: "attempt",
    header: "Attempt",
    hint: JOB_GLOSSARY.attempt,
    width: 68,
    isNumeric: true,
    sortBy: (row) => row.attempt,
    cell: (row) => <Amount text={formatCount(row.attempt)} />,
  },
  RECORDS_RECEIVED,
  { ...RECORDS_SENT, width: 94 },
  BYTES_RECEIVED,
  { ...BYTES_SENT, width: 82 },
  { ...START_COLUMN, width: 128 },
  { ...END_COLUMN, width: 128, hint: { title: "End time", text: "When its last task ended. A dash while a task has not ended." } },
  { ...DURATION_COLUMN, hint: { title: "Duration", text: "From the start of its first task until now or until the end of its last." } },
];

const FILTER: TableFilter<VertexRow> = { label: "Filter vertices", textOf: ({ name, look }) => `${vertexTitle(name)} ${look.label}` };
