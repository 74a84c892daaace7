import type { ReactNode } from "react";

import { causeInWords } from "../../domain/rescale.ts";
import { formatAgo, formatCount, formatDuration } from "../../domain/units.ts";
import { readDouble } from "../../rest/doubles.ts";
import type { RescaleHistory, RescaleSummary } from "../../rest/rescales.ts";
import type { StatsSummary } from "../../rest/schema-parts.ts";
import { FactAge } from "../../ui/age.tsx";
import { Figure } from "../../ui/figure.tsx";
import { NotKnown } from "../../ui/query-region.tsx";

/** Statistics of the rescales, or placeholders while they load. */
export function RescaleFigures({
  summary,
  summaryError,
  history,
}: {
  summary: RescaleSummary | undefined;
  /** Why the summary is unknown. Without error and summary, its figures are loading. */
  summaryError: Error | undefined;
  history: RescaleHistory | undefined;
}): ReactNode {
  const counts = summary?.rescalesCounts;
  const isLoading = history === undefined || (summary === undefined && summaryError === undefined);
  const newest = history?.[0];
  const isUnderWay = newest !== undefined && (newest.terminalState === null || newest.terminalState === undefined);
  const startMs = newest?.startTimestampInMillis ?? undefined;
  return (
    <>
      <section
        className="grid grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-y-2 px-4 pt-2.5 pb-2 *:min-w-0 *:border-l *:border-line *:px-3 *:first:border-l-0 *:first:pl-0"
        aria-label="Rescale statistics"
      >
        <Figure title="Completed" value={counts === undefined ? undefined : formatCount(counts.completed)} isLoading={isLoading}>
          {counts === undefined
            ? "not known"
            : `${formatCount(counts.failed)} failed, ${formatCount(counts.ignored)} ignored, ${formatCount(counts.inProgress)} in progress`}
        </Figure>
        <Figure
          title={isUnderWay ? "In progress" : "Latest"}
          value={startMs === undefined ? undefined : <FactAge sinceMs={startMs} format={formatAgo} />}
          isLoading={history === undefined}
        >
          {newest === undefined ? "none yet" : causeInWords(newest.triggerCause)}
        </Figure>
        <Took
          title="Completed, on average"
          stats={summary?.completedRescalesDurationStatsInMillis}
          count={counts?.completed}
          isLoading={isLoading}
        />
        <Took
          title="Ignored, on average"
          stats={summary?.ignoredRescalesDurationStatsInMillis}
          count={counts?.ignored}
          isLoading={isLoading}
        />
        <Took
          title="Failed, on average"
          stats={summary?.failedRescalesDurationStatsInMillis}
          count={counts?.failed}
          isLoading={isLoading}
        />
      </section>
      <NotKnown what="The counts and durations are unknown" error={summaryError} />
    </>
  );
}

/** Flink writes 0 and NaN if it has counted nothing. */
function Took({
  title,
  stats,
  count,
  isLoading,
}: {
  title: string;
  stats: StatsSummary | undefined;
  count: number | undefined;
  isLoading: boolean;
}): ReactNode {
  const isKnown = stats !== undefined && count !== undefined && count > 0;
  return (
    <Figure title={title} value={isKnown ? formatDuration(stats.avg) : undefined} isLoading={isLoading}>
      {isKnown
        ? `half within ${formatDuration(readDouble(stats.p50))}, 99 % within ${formatDuration(readDouble(stats.p99))}`
        : count === undefined
          ? "not known"
          : "none"}
    </Figure>
  );
}
