import { type ReactNode, type RefObject, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { formatBytes, formatBytesOf, formatCounted, formatElapsed } from "../../domain/units.ts";
import { StaleMark } from "../../ui/age.tsx";
import { Bar } from "../../ui/bar.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { type MemoryPool, memoryPools, type MetricRow, metricRows } from "./metric-model.ts";
import { MEMORY_POOL, MEMORY_POOLS, TOOL_WORDS } from "./process-class.ts";
import { ProcessTools } from "./process-tools.tsx";
import type { FlinkProcess } from "../../observe/process.ts";
import { processMetricsOptions } from "../../observe/processes.ts";

/** The memory and all other metrics of a process. */
export function ProcessMetrics({ process, scrollBox }: { process: FlinkProcess; scrollBox: RefObject<HTMLElement | null> }): ReactNode {
  const query = useFact(processMetricsOptions, process);
  const [filter, setFilter] = useState("");
  const rows = useMemo(() => metricRows(query.data ?? {}), [query.data]);
  const needle = filter.trim().toLowerCase();
  const shown = rows.filter(({ id }) => id.toLowerCase().includes(needle));
  const staleMs = staleSince(query);
  const table = (some: readonly MetricRow[] | undefined): ReactNode => (
    <DataTable
      label="Metrics"
      columns={COLUMNS}
      rows={some}
      rowKey={({ id }) => id}
      density="scan"
      minWidth={560}
      skeletonRows={12}
      scrollBox={scrollBox}
    />
  );
  return (
    <QueryRegion query={query} loading={table(undefined)}>
      {(values) => (
        <>
          <MemoryPools pools={memoryPools(values)} />
          <ProcessTools
            end={staleMs === undefined ? undefined : <StaleMark sinceMs={staleMs} error={query.error} format={formatElapsed} />}
          >
            <SearchField label="Filter metrics" value={filter} onChange={setFilter} />
            <span className={TOOL_WORDS}>{formatCounted(shown.length, "metric")}, refreshed every 10 s</span>
          </ProcessTools>
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
