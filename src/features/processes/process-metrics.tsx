import { type ReactNode, useCallback, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { formatBytes, formatBytesOf, formatCounted, formatElapsed } from "../../domain/units.ts";
import { StaleMark } from "../../ui/age.tsx";
import { Bar } from "../../ui/bar.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { NotKnown, QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { isMemoryMetric, type MemoryPool, memoryPools, type MetricRow, metricRows } from "./metric-model.ts";
import { MetricTables } from "./metric-tables.tsx";
import { MEMORY_POOL, MEMORY_POOLS, TOOL_WORDS } from "./process-class.ts";
import { ProcessTools } from "./process-tools.tsx";
import type { FlinkProcess } from "../../observe/process.ts";
import { metricNamesOptions } from "../../observe/processes.ts";
import { inParts, memoryParts, useMetricValues } from "./use-metrics.ts";

/** The memory and all other metrics of a process. */
export function ProcessMetrics({ process }: { process: FlinkProcess }): ReactNode {
  const query = useFact(metricNamesOptions, process);
  const names = query.data ?? NO_NAMES;
  const hasAll = names.length <= MOST_ASKED;
  const [inView, setInView] = useState(NO_NAMES);
  const asked = hasAll ? names : inView;
  const parts = useMemo(() => [...memoryParts(names), ...inParts(asked.filter((id) => !isMemoryMetric(id)))], [names, asked]);
  const { values, error } = useMetricValues(process, parts);
  const [filter, setFilter] = useState("");
  const rows = useMemo(() => metricRows(names, values), [names, values]);
  const needle = filter.trim().toLowerCase();
  const shown = useMemo(() => rows.filter(({ id }) => id.toLowerCase().includes(needle)), [rows, needle]);
  const showRows = useCallback(
    (some: readonly MetricRow[]) =>
      setInView((before) => {
        const next = some.map(({ id }) => id);
        return next.join() === before.join() ? before : next;
      }),
    [],
  );
  const staleMs = staleSince(query);
  const table = (some: readonly MetricRow[] | undefined): ReactNode => (
    <DataTable
      label="Metrics"
      columns={hasAll ? COLUMNS : COLUMNS_OF_MANY}
      rows={some}
      rowKey={({ id }) => id}
      density="scan"
      minWidth={560}
      skeletonRows={12}
      {...(hasAll ? {} : { onShow: showRows })}
    />
  );
  return (
    <QueryRegion query={query} loading={table(undefined)}>
      {() => (
        <>
          <MemoryPools pools={memoryPools(values)} />
          <MetricTables values={values} />
          <ProcessTools
            end={staleMs === undefined ? undefined : <StaleMark sinceMs={staleMs} error={query.error} format={formatElapsed} />}
          >
            <SearchField label="Filter metrics" value={filter} onChange={setFilter} />
            <span className={TOOL_WORDS}>{formatCounted(shown.length, "metric")}, refreshed every 10 s</span>
          </ProcessTools>
          <NotKnown what="Some values are unknown" error={error} />
          {rows.length === 0 ? (
            <EmptyState>The process reports no metrics.</EmptyState>
          ) : shown.length === 0 ? (
            <EmptyState>No metric name contains “{filter.trim()}”.</EmptyState>
          ) : (
            table(shown)
          )}
        </>
      )}
    </QueryRegion>
  );
}

const NO_NAMES: readonly string[] = [];

/** Above this number, only the values of metrics in view are asked for: ten calls every 10 s. */
const MOST_ASKED = 400;

const COLUMNS: readonly Column<MetricRow>[] = [
  {
    id: "id",
    header: "Metric",
    className: "mono",
    sortBy: ({ id }) => id,
    cell: ({ id }) => <span title={visibleText(id)}>{visibleText(id)}</span>,
  },
  {
    id: "value",
    header: "Value",
    width: 200,
    isNumeric: true,
    sortBy: ({ value }) => value,
    cell: ({ raw, words }) => <span title={visibleText(raw)}>{visibleText(words)}</span>,
  },
];

/** Without an order by value, because most values are not asked for. */
const COLUMNS_OF_MANY = COLUMNS.map(({ sortBy, ...column }) =>
  column.id === "value" || sortBy === undefined ? column : { ...column, sortBy },
);

function MemoryPools({ pools }: { pools: readonly MemoryPool[] }): ReactNode {
  if (pools.length === 0) return null;
  return (
    <dl className={MEMORY_POOLS} aria-label="Memory">
      {pools.map(({ name, usedBytes, maxBytes }) => (
        <div key={name}>
          <dt className={MEMORY_POOL}>
            {name}
            <span>{maxBytes === undefined ? formatBytes(usedBytes) : formatBytesOf(usedBytes, maxBytes)}</span>
          </dt>
          <dd className="mt-1.25">
            <Bar kind="plain" share={usedBytes === undefined || maxBytes === undefined ? undefined : usedBytes / maxBytes} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
