import type { ReactNode } from "react";

import { STATISTIC_NAMES, statisticsOf } from "../../domain/statistics.ts";
import { formatCount, formatDuration } from "../../domain/units.ts";
import type { RescaleSummary } from "../../rest/rescales.ts";
import type { StatsSummary } from "../../rest/schema-parts.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { NotKnown } from "../../ui/query-region.tsx";
import { type StatisticsRow, StatisticsTable } from "../../ui/statistics-table.tsx";
import { totalOf } from "./rescales-model.ts";

/** How long the rescales of each outcome took: minimum, average, maximum and percentiles. */
export function RescaleDurations({ summary, error }: { summary: RescaleSummary | undefined; error: Error | undefined }): ReactNode {
  if (summary === undefined) {
    return error === undefined ? (
      <EmptyState>Loading…</EmptyState>
    ) : (
      <div className="px-4">
        <NotKnown what="The durations are unknown" error={error} />
      </div>
    );
  }
  const { rescalesCounts: counts } = summary;
  const ended = totalOf(counts) - counts.inProgress;
  return (
    <section className="border-t border-line" aria-label="Summary">
      <StatisticsTable
        label="Durations of the rescales"
        columns={["Count", ...STATISTIC_NAMES]}
        minWidth={960}
        rows={[
          durations(
            "All ended",
            "Rescales with an outcome. Those in progress have no duration yet.",
            ended,
            summary.rescalesDurationStatsInMillis,
          ),
          durations(
            "Completed",
            "The job runs with the new parallelism.",
            counts.completed,
            summary.completedRescalesDurationStatsInMillis,
          ),
          durations(
            "Ignored",
            "Ended without a change: the requirements changed again, or no parallelism would change.",
            counts.ignored,
            summary.ignoredRescalesDurationStatsInMillis,
          ),
          durations("Failed", "Ended with an exception or with the job.", counts.failed, summary.failedRescalesDurationStatsInMillis),
        ]}
      />
    </section>
  );
}

function durations(name: string, text: string, count: number, stats: StatsSummary): StatisticsRow {
  return {
    name,
    hint: { title: name, text },
    values: [formatCount(count), ...statisticsOf(count > 0 ? stats : undefined, formatDuration)],
  };
}
