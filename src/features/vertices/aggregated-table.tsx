import { type ReactNode, useMemo } from "react";

import { TIMED_STATES } from "../../domain/execution-state.ts";
import { formatBytes, formatCount, formatDuration } from "../../domain/units.ts";
import type { AggregatedTaskDetails, MetricStatistics } from "../../rest/io-metrics.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Amount } from "./counter-text.tsx";

/** A measure of the subtasks, and its statistics over them. */
type StatisticsRow = { name: string; statistics: MetricStatistics | undefined; format: (value: number | undefined) => string };

const MEASURES = [
  { key: "read-records", name: "Records received", format: formatCount },
  { key: "write-records", name: "Records sent", format: formatCount },
  { key: "read-bytes", name: "Bytes received", format: formatBytes },
  { key: "write-bytes", name: "Bytes sent", format: formatBytes },
  { key: "accumulated-backpressured-time", name: "Backpressured time", format: formatDuration },
  { key: "accumulated-idle-time", name: "Idle time", format: formatDuration },
  { key: "accumulated-busy-time", name: "Busy time", format: formatDuration },
] as const;

/** Statistics over the subtasks of a vertex, or over those of one TaskManager. */
export function AggregatedTable({ aggregated }: { aggregated: AggregatedTaskDetails | undefined }): ReactNode {
  const rows = useMemo(() => (aggregated === undefined ? [] : statisticsRows(aggregated)), [aggregated]);
  if (aggregated === undefined) return <EmptyState>This version of Flink reports no statistics over subtasks.</EmptyState>;
  return (
    <DataTable
      label="Aggregated metrics"
      columns={COLUMNS}
      rows={rows}
      rowKey={({ name }) => name}
      density="scan"
      minWidth={860}
      isPinned
    />
  );
}

function statisticsRows({ metrics, "status-duration": durations }: AggregatedTaskDetails): readonly StatisticsRow[] {
  return [
    ...MEASURES.map(({ key, name, format }) => ({ name, statistics: metrics[key], format })),
    ...TIMED_STATES.map((state) => ({ name: `Time in ${state}`, statistics: durations?.[state], format: formatDuration })),
  ];
}

const STATISTICS = [
  ["min", "Min"],
  ["max", "Max"],
  ["avg", "Average"],
  ["sum", "Sum"],
  ["median", "Median"],
  ["p25", "25 %"],
  ["p75", "75 %"],
  ["p95", "95 %"],
] as const satisfies readonly (readonly [keyof MetricStatistics, string])[];

const COLUMNS: readonly Column<StatisticsRow>[] = [
  { id: "name", header: "Measure", cell: ({ name }) => name },
  ...STATISTICS.map(([key, header]): Column<StatisticsRow> => ({
    id: key,
    header,
    ...(key.startsWith("p") ? { hint: { title: `${header} percentile`, text: `${header} of the subtasks have at most this value.` } } : {}),
    width: 86,
    isNumeric: true,
    cell: ({ statistics, format }) => <Amount text={format(statistics?.[key])} />,
  })),
];
