import { lazy, type ReactNode, Suspense, useMemo } from "react";

import { failureWords } from "../../client/failure-words.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useConfig, useFact } from "../../client/use-client.tsx";
import { rescaleConfigOptions, rescaleHistoryOptions, rescaleSummaryOptions } from "../../observe/rescales.ts";

import type { Job } from "../../rest/jobs.ts";
import type { RescaleConfig, RescaleHistory } from "../../rest/rescales.ts";
import { useFactsNow } from "../../ui/clock.ts";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { missingBecause, QueryRegion } from "../../ui/query-region.tsx";
import { useNewestDetails } from "./queries.ts";
import { RequirementsTable } from "./requirements-table.tsx";
import { RescaleFigures } from "./rescale-figures.tsx";
import { RescaleHistoryTable } from "./rescale-history.tsx";
import { RescaleSettings } from "./rescale-settings.tsx";
import { rescaleRows } from "./rescales-model.ts";

const RescalesInOrder = lazy(async () => ({ default: (await import("./rescale-chart.tsx")).RescalesInOrder }));

/** See {@link RescalesPanel}. */
export type RescalesPanelProps = {
  jobId: string;
  /** Undefined while unknown. */
  job: Job | undefined;
  isLive: boolean;
  selectedId: string | undefined;
  onSelect: (rescaleUuid: string) => void;
};

/**
 * Rescales of a job by the adaptive scheduler: statistics, chart, history, requirements,
 * configuration.
 */
export function RescalesPanel({ jobId, job, isLive, selectedId, onSelect }: RescalesPanelProps): ReactNode {
  const history = useFact(rescaleHistoryOptions, jobId, { isLive });
  const summaryQuery = useFact(rescaleSummaryOptions, jobId, isLive);
  const summary = summaryQuery.data;
  const configQuery = useFact(rescaleConfigOptions, jobId);
  const isWithout = history.data === undefined && isNotFound(history.error);
  const configError = isNotFound(configQuery.error) ? undefined : missingBecause(configQuery);
  return (
    <div className="h-full overflow-auto">
      {isWithout ? (
        <WithoutHistory config={configQuery.data} isWithoutConfig={isNotFound(configQuery.error)} />
      ) : (
        <QueryRegion
          query={history}
          loading={
            <>
              <RescaleFigures summary={undefined} summaryError={undefined} history={undefined} />
              <History jobId={jobId} history={undefined} selectedId={undefined} onSelect={onSelect} />
            </>
          }
        >
          {(rescales) => (
            <>
              <RescaleFigures summary={summary} summaryError={missingBecause(summaryQuery)} history={rescales} />
              <History jobId={jobId} history={rescales} selectedId={selectedId} onSelect={onSelect} />
            </>
          )}
        </QueryRegion>
      )}
      {job !== undefined && isLive && <RequirementsTable job={job} />}
      {configQuery.data !== undefined && <RescaleSettings config={configQuery.data} />}
      {configError !== undefined && <ErrorState {...failureWords(configError)} onRetry={() => void configQuery.refetch()} />}
    </div>
  );
}

/** The history as a chart and a table. */
function History({
  jobId,
  history,
  selectedId,
  onSelect,
}: {
  jobId: string;
  /** Undefined while it loads. */
  history: RescaleHistory | undefined;
  selectedId: string | undefined;
  onSelect: (rescaleUuid: string) => void;
}): ReactNode {
  const details = useNewestDetails(jobId, history ?? NONE);
  const nowMs = useFactsNow();
  const isUnderWay = history?.some(({ terminalState }) => terminalState === null || terminalState === undefined) === true;
  // The current time matters only for a rescale in progress.
  const untilMs = isUnderWay ? nowMs : 0;
  const rows = useMemo(() => history && rescaleRows(history, details, untilMs), [history, details, untilMs]);
  return (
    <>
      {history?.length !== 0 && (
        <section className="min-h-63 px-4 pt-1 pb-2" aria-label="Rescales in the order of their start">
          {history !== undefined && (
            <Suspense>
              <RescalesInOrder history={history} details={details} untilMs={untilMs} selectedId={selectedId} onSelect={onSelect} />
            </Suspense>
          )}
        </section>
      )}
      <RescaleHistoryTable rows={rows} selectedId={selectedId} onSelect={onSelect} />
      {history?.length === 0 && <EmptyState>No rescale yet.</EmptyState>}
    </>
  );
}

const NONE: RescaleHistory = [];

/** Explains why there is no history. */
function WithoutHistory({ config, isWithoutConfig }: { config: RescaleConfig | undefined; isWithoutConfig: boolean }): ReactNode {
  const version = useConfig()?.["flink-version"];
  if (config === undefined && !isWithoutConfig) return <EmptyState>This cluster keeps no rescale history.</EmptyState>;
  return (
    <EmptyState>
      {config === undefined
        ? `Flink keeps a rescale history since 2.3${version === undefined ? "" : `; this is ${version}`}. The table below shows the requested and current parallelism.`
        : `This cluster keeps no rescale history: ${config.rescaleHistoryMax > 0 ? "it does not answer the request" : "web.adaptive-scheduler.rescale-history.size is 0, the default. Set it to the number of rescales to keep"}.`}
    </EmptyState>
  );
}
