import { type ReactNode, useMemo } from "react";

import { visibleText } from "../../base/visible-text.ts";
import type { MetricValues } from "../../observe/processes.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { type MetricTable, metricTables } from "./metric-model.ts";

/** The memory, buffers and garbage collectors of a process, a small table each. Renders nothing that has no value. */
export function MetricTables({ values }: { values: MetricValues }): ReactNode {
  const tables = useMemo(() => metricTables(values), [values]);
  if (tables.length === 0) return null;
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,380px),1fr))] gap-x-6 gap-y-3 border-b border-line py-3">
      {tables.map((table) => (
        <OneTable key={table.label} table={table} />
      ))}
    </div>
  );
}

type TableRow = MetricTable["rows"][number];

function OneTable({ table: { label, columns: names, rows } }: { table: MetricTable }): ReactNode {
  const header = names.join();
  const columns = useMemo(() => [NAME, ...header.split(",").map(valueColumn)], [header]);
  return (
    <section className="min-w-0" aria-label={label}>
      <h3 className="px-4 text-dense font-title">{label}</h3>
      <DataTable label={label} columns={columns} rows={rows} rowKey={({ name }) => name} density="scan" minWidth={340} />
    </section>
  );
}

const NAME: Column<TableRow> = {
  id: "name",
  header: "Name",
  sortBy: ({ name }) => name,
  cell: ({ name }) => <span title={visibleText(name)}>{visibleText(name)}</span>,
};

function valueColumn(header: string, index: number): Column<TableRow> {
  return {
    id: header,
    header,
    width: 92,
    isNumeric: true,
    sortBy: ({ cells }) => cells[index]?.value,
    cell: ({ cells }) => <span title={visibleText(cells[index]?.raw ?? "")}>{visibleText(cells[index]?.words ?? "")}</span>,
  };
}
