import { type ReactNode, useMemo } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { DASH, formatCount } from "../../domain/units.ts";
import { requirementsOptions } from "../../observe/rescales.ts";
import type { Job } from "../../rest/jobs.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { missingBecause, NotKnown } from "../../ui/query-region.tsx";
import { type RequirementRow, requirementRows } from "./rescales-model.ts";
import { SectionHead } from "../../ui/section-head.tsx";

/** The requested bounds beside the current parallelism. */
export function RequirementsTable({ job }: { job: Job }): ReactNode {
  const requirements = useFact(requirementsOptions, job.jid);
  const rows = useMemo(() => requirementRows(job.vertices, requirements.data), [job.vertices, requirements.data]);
  return (
    <section aria-label="Resource requirements">
      <SectionHead title="Resource requirements" />
      <DataTable label="Resource requirements" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} density="scan" minWidth={620} />
      <NotKnown what="The requested bounds are unknown" error={missingBecause(requirements)} />
    </section>
  );
}

const COLUMNS: readonly Column<RequirementRow>[] = [
  {
    id: "name",
    header: "Vertex",
    sortBy: (row) => row.name,
    cell: (row) => (
      <span className="font-strong text-fg" title={visibleText(row.name)}>
        {visibleText(row.name)}
      </span>
    ),
  },
  { id: "now", header: "Now", width: 84, isNumeric: true, sortBy: (row) => row.parallelism, cell: (row) => formatCount(row.parallelism) },
  {
    id: "lower",
    header: "At least",
    hint: { title: "At least", text: "With fewer subtasks the job does not run (lowerBound)." },
    width: 92,
    isNumeric: true,
    sortBy: (row) => row.lower,
    cell: (row) => <Count value={row.lower} />,
  },
  {
    id: "upper",
    header: "At most",
    hint: { title: "At most", text: "The most subtasks that the job uses when slots are available (upperBound)." },
    width: 92,
    isNumeric: true,
    sortBy: (row) => row.upper,
    cell: (row) => <Count value={row.upper} />,
  },
  {
    id: "most",
    header: "Max parallelism",
    hint: { title: "Max parallelism", text: "Number of key groups of the state. No bound can be higher." },
    width: 116,
    isNumeric: true,
    sortBy: (row) => row.most,
    cell: (row) => <Count value={row.most > 0 ? row.most : undefined} />,
  },
];

function Count({ value }: { value: number | undefined }): ReactNode {
  return value === undefined ? <span className="text-fg-3">{DASH}</span> : formatCount(value);
}
