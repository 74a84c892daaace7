import { type ReactNode, useMemo, useState } from "react";
import type { RowData } from "@tanstack/react-table";

import { DataTable, type DataTableProps } from "./data-table.tsx";
import { SearchField } from "./search-field.tsx";

/** The label of a table's filter, and the text of a row in which it searches, ignoring case. */
export type TableFilter<Row> = { label: string; textOf: (row: Row) => string };

/** See {@link FilteredTable}. */
export type FilteredTableProps<Row> = DataTableProps<Row> & {
  /** Keep it at module level or memoised. */
  filter: TableFilter<Row>;
};

/** Fewer rows are found at a glance. */
const FILTER_FROM = 20;

/** A {@link DataTable} whose rows are found by their text, if there are many. */
export function FilteredTable<Row extends RowData>({ filter, ...table }: FilteredTableProps<Row>): ReactNode {
  const { rows, isPinned } = table;
  const isMany = rows !== undefined && rows.length >= FILTER_FROM;
  const [text, setText] = useState("");
  const needle = isMany ? text.trim().toLowerCase() : "";
  const found = useMemo(
    () => (needle === "" ? rows : rows?.filter((row) => filter.textOf(row).toLowerCase().includes(needle))),
    [rows, filter, needle],
  );
  return (
    <div className={isPinned === true ? "flex h-full min-h-0 flex-col" : undefined}>
      {isMany && (
        <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2 text-dense text-fg-2">
          <SearchField label={filter.label} value={text} onChange={setText} />
          <span role="status">{needle !== "" && `${String(found?.length)} of ${String(rows.length)} rows`}</span>
        </div>
      )}
      <div className={isPinned === true ? "min-h-0 flex-1" : undefined}>
        <DataTable {...table} rows={found} />
      </div>
    </div>
  );
}
