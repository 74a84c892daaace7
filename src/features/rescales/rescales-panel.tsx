import { lazy, type ReactNode, Suspense, useMemo } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { failureWords } from "../../client/failure-words.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useConfig, useFact } from "../../client/use-client.tsx";
import { shortId } from "../../domain/units.ts";
import { rescaleConfigOptions, rescaleHistoryOptions, rescaleSummaryOptions } from "../../observe/rescales.ts";

import type { Job } from "../../rest/jobs.ts";
import type { RescaleConfig, RescaleHistory } from "../../rest/rescales.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { useFactsNow } from "../../ui/clock.ts";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { missingBecause, QueryRegion } from "../../ui/query-region.tsx";
import { Segments } from "../../ui/segments.tsx";
import { useNewestDetails } from "./queries.ts";
import { RequirementsTable } from "./requirements-table.tsx";
import { RescaleFigures } from "./rescale-figures.tsx";
import { RescaleHistoryTable } from "./rescale-history.tsx";
import { RescaleSettings } from "./rescale-settings.tsx";
import { rescaleRows } from "./rescales-model.ts";

const LatestRescales = lazy(async () => ({ default: (await import("./latest-rescales.tsx")).LatestRescales }));
const RescaleDurations = lazy(async () => ({ default: (await import("./rescale-summary.tsx")).RescaleDurations }));
const RescaleTables = lazy(async () => ({ default: (await import("./rescale-tables.tsx")).RescaleTables }));
const RescalesInOrder = lazy(async () => ({ default: (await import("./rescale-chart.tsx")).RescalesInOrder }));

/** See {@link RescalesPanel}. */
export type RescalesPanelProps = {
  jobId: string;
  /** Undefined while unknown. */
  job: Job | undefined;
  isLive: boolean;
  selectedId: string | undefined;
  /** The view in the address; unchecked. */
  view: string | undefined;
  onSelect: (rescaleUuid: string) => void;
  onView: (view: string) => void;
};

/** The views of the tab. `tables` are those of the selected rescale. */
type View = "history" | "latest" | "summary" | "tables";

function viewsOf(selectedId: string | undefined): readonly { id: View; label: string }[] {
  const views = [
    { id: "history", label: "History" },
    { id: "latest", label: "Latest of each outcome" },
    { id: "summary", label: "Summary" },
  ] as const;
  return selectedId === undefined ? views : [...views, { id: "tables", label: `Rescale ${visibleText(shortId(selectedId))}` }];
}

/**
 * Rescales of a job by the adaptive scheduler: statistics, chart, history, latest of each outcome,
 * summary, requirements, configuration.
 */
export function RescalesPanel(props: RescalesPanelProps): ReactNode {
  const { jobId, job, isLive, selectedId, onSelect, onView } = props;
  const views = viewsOf(selectedId);
  const view = views.find(({ id }) => id === props.view)?.id ?? "history";
  const history = useFact(rescaleHistoryOptions, jobId, { isLive });
  const summaryQuery = useFact(rescaleSummaryOptions, jobId, isLive);
  const summary = summaryQuery.data;
  const configQuery = useFact(rescaleConfigOptions, jobId);
  const isWithout = history.data === undefined && isNotFound(history.error);
  const configError = isNotFound(configQuery.error) ? undefined : missingBecause(configQuery);
  /** The same elements while the history loads, so that the table keeps its place. */
  const content = (rescales: RescaleHistory | undefined): ReactNode => (
    <>
      <RescaleFigures summary={summary} summaryError={missingBecause(summaryQuery)} history={rescales} />
      <div className="border-t border-line px-4 py-2">
        <Segments label="View" items={views} selected={view} onSelect={onView} />
      </div>
      <Suspense>
        {(view === "history" || rescales === undefined) && (
          <History jobId={jobId} history={rescales} selectedId={selectedId} onSelect={onSelect} />
        )}
        {view === "latest" && rescales !== undefined && (
          <LatestRescales jobId={jobId} isLive={isLive} history={rescales} counts={summary?.rescalesCounts} onSelect={onSelect} />
        )}
        {view === "summary" && <RescaleDurations summary={summary} error={missingBecause(summaryQuery)} />}
        {view === "tables" && selectedId !== undefined && (
          <RescaleTables key={selectedId} jobId={jobId} rescaleId={selectedId} isLive={isLive} />
        )}
      </Suspense>
    </>
  );
  return (
    <div className="h-full overflow-auto">
      {isWithout ? (
        <WithoutHistory config={configQuery.data} isWithoutConfig={isNotFound(configQuery.error)} />
      ) : (
        <QueryRegion query={history} loading={content(undefined)}>
          {content}
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

const HISTORY_SIZE = "web.adaptive-scheduler.rescale-history.size";

/** Explains why there is no history. */
function WithoutHistory({ config, isWithoutConfig }: { config: RescaleConfig | undefined; isWithoutConfig: boolean }): ReactNode {
  const version = useConfig()?.["flink-version"];
  if (config === undefined && !isWithoutConfig) return <EmptyState>This cluster keeps no rescale history.</EmptyState>;
  if (config === undefined) {
    return (
      <EmptyState>
        {`Flink keeps a rescale history since 2.3${version === undefined ? "" : `; this is ${version}`}. The table below shows the requested and current parallelism.`}
      </EmptyState>
    );
  }
  if (config.rescaleHistoryMax > 0) return <EmptyState>This cluster keeps no rescale history: it does not answer the request.</EmptyState>;
  return (
    <div className="px-4 py-3">
      <p className="text-dense text-fg-2">
        This cluster keeps no rescale history: {HISTORY_SIZE} is 0, the default. To keep the latest 20, add this line to the JobManager's
        configuration (config.yaml) and restart it:
      </p>
      <CopyLine text={`${HISTORY_SIZE}: 20`} label="the line" />
    </div>
  );
}
