import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useFact } from "../../client/use-client.tsx";
import { formatClockMillis, formatCount, formatDuration, shortId } from "../../domain/units.ts";
import { rescaleOverviewOptions } from "../../observe/rescales.ts";
import type { Rescale, RescaleHistory, RescalesCounts } from "../../rest/rescales.ts";
import { useFactsNow } from "../../ui/clock.ts";
import { KeyValue, KeyValues } from "../../ui/key-values.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { missingBecause, NotKnown } from "../../ui/query-region.tsx";
import { latestOf, rescaleRow, totalOf } from "./rescales-model.ts";

/** The counts of the rescales, and the latest one of each outcome. */
export function LatestRescales({
  jobId,
  isLive,
  history,
  counts: countsOfSummary,
  onSelect,
}: {
  jobId: string;
  isLive: boolean;
  history: RescaleHistory;
  /** Undefined while unknown. */
  counts: RescalesCounts | undefined;
  onSelect: (rescaleUuid: string) => void;
}): ReactNode {
  const overview = useFact(rescaleOverviewOptions, jobId, isLive);
  const latest = overview.data?.latest ?? latestOf(history);
  const counts = overview.data?.rescalesCounts ?? countsOfSummary;
  return (
    <>
      <section
        className="grid grid-cols-[repeat(auto-fit,minmax(min(240px,100%),1fr))] gap-x-8 gap-y-4 border-t border-line px-4 pt-3 pb-4"
        aria-label="Latest of each outcome"
      >
        <section className="min-w-0" aria-label="Counts">
          <h3 className="mb-1 font-strong">Counts</h3>
          <KeyValues className="leading-6">
            <KeyValue name="Total">{formatCount(counts === undefined ? undefined : totalOf(counts))}</KeyValue>
            <KeyValue name="In progress">{formatCount(counts?.inProgress)}</KeyValue>
            <KeyValue name="Completed">{formatCount(counts?.completed)}</KeyValue>
            <KeyValue name="Ignored">{formatCount(counts?.ignored)}</KeyValue>
            <KeyValue name="Failed">{formatCount(counts?.failed)}</KeyValue>
          </KeyValues>
        </section>
        <Outcome title="Latest completed" none="No rescale was completed." rescale={latest.completed} onSelect={onSelect} />
        <Outcome title="Latest ignored" none="No rescale was ignored." rescale={latest.ignored} onSelect={onSelect} />
        <Outcome title="Latest failed" none="No rescale failed." rescale={latest.failed} onSelect={onSelect} />
      </section>
      {!isNotFound(overview.error) && (
        <div className="px-4">
          <NotKnown what="The overview is unknown, so these are the latest of the history" error={missingBecause(overview)} />
        </div>
      )}
    </>
  );
}

function Outcome({
  title,
  none,
  rescale,
  onSelect,
}: {
  title: string;
  none: string;
  rescale: Rescale | null;
  onSelect: (rescaleUuid: string) => void;
}): ReactNode {
  const nowMs = useFactsNow();
  const row = rescale === null ? undefined : rescaleRow(rescale, undefined, nowMs);
  return (
    <section className="min-w-0" aria-label={title}>
      <h3 className="mb-1 font-strong">{title}</h3>
      {row === undefined ? (
        <p className="text-dense text-fg-2">{none}</p>
      ) : (
        <KeyValues className="leading-6">
          <KeyValue name="UUID" title={visibleText(row.id)}>
            <LinkButton onPress={() => onSelect(row.id)}>
              <span className="mono">{visibleText(shortId(row.id))}</span>
            </LinkButton>
          </KeyValue>
          <KeyValue name="Cause">{row.cause}</KeyValue>
          <KeyValue name="Started">{formatClockMillis(row.startMs, nowMs)}</KeyValue>
          <KeyValue name="Ended">{formatClockMillis(row.endMs, nowMs)}</KeyValue>
          <KeyValue name="Duration">{formatDuration(row.tookMs)}</KeyValue>
          {row.reason !== "" && (
            <KeyValue name="Reason" className="wrap-anywhere whitespace-normal">
              {row.reason}
            </KeyValue>
          )}
        </KeyValues>
      )}
    </section>
  );
}
