import { type ReactNode, useCallback, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatClock } from "../../domain/units.ts";
import type { JobHistory } from "../../observe/recorder/history.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { KeyValue, KeyValues } from "../../ui/key-values.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Time } from "../../ui/time.tsx";
import { EventList } from "./event-list.tsx";
import { HistoryChart, historyChartHeight } from "./history-chart.tsx";
import {
  eventWords,
  highestOf,
  historyView,
  type HistoryView as Shown,
  nearestEvent,
  PLOTS,
  type RangeId,
  RANGES,
  valueAt,
} from "./history-model.ts";

/** The charts of a history with one time cursor, the values at the cursor, and the events. */
export function HistoryView({
  history,
  initialRange,
  controls,
}: {
  history: JobHistory;
  initialRange: RangeId;
  /** Buttons beside the choice of the time. */
  controls: ReactNode;
}): ReactNode {
  const [range, setRange] = useState<RangeId>(initialRange);
  const rangeMs = RANGES.find(({ id }) => id === range)?.ms ?? Number.POSITIVE_INFINITY;
  const view = useMemo(() => historyView(history, rangeMs), [history, rangeMs]);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2">
        <Segments label="Time" items={RANGES} selected={range} onSelect={setRange} />
        <div className="ml-auto flex flex-wrap items-center gap-2">{controls}</div>
      </div>
      {view === undefined ? (
        <EmptyState>Nothing is recorded yet. The first samples appear a few seconds after the page was opened.</EmptyState>
      ) : (
        <Body view={view} />
      )}
    </>
  );
}

function Body({ view }: { view: Shown }): ReactNode {
  const [pinnedMs, setPinnedMs] = useState<number | undefined>(undefined);
  const [pointedMs, setPointedMs] = useState<number | undefined>(undefined);
  const cursorMs = pointedMs ?? pinnedMs ?? view.span.to;
  const reachMs = (view.span.to - view.span.from) / 10;
  const nearest = useMemo(() => nearestEvent(view.events, cursorMs, reachMs), [view, cursorMs, reachMs]);
  const plotIds = PLOTS.filter(({ series }) => highestOf(view.rows, series) !== undefined)
    .map(({ id }) => id)
    .join(" ");
  // The same list as long as the same plots have values.
  const plots = useMemo(() => PLOTS.filter(({ id }) => plotIds.split(" ").includes(id)), [plotIds]);
  const missing = PLOTS.filter((plot) => !plots.includes(plot));
  const eventAt = useCallback(
    (atMs: number): string | undefined => {
      const event = nearestEvent(view.events, atMs, reachMs);
      return event === undefined ? undefined : `${formatClock(event.atMs, view.span.to)} ${visibleText(eventWords(event))}`;
    },
    [view, reachMs],
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_340px] gap-x-2 max-tablet:grid-cols-[minmax(0,1fr)]">
      <div className="min-w-0">
        <HistoryChart view={view} plots={plots} pinnedMs={pinnedMs} onMove={setPointedMs} onPress={setPinnedMs} eventAt={eventAt} />
        {missing.length > 0 && <EmptyState>Not measured in this time: {missing.map(({ title }) => title).join("; ")}.</EmptyState>}
      </div>
      <div
        className="flex min-h-0 min-w-0 flex-col border-l border-line max-tablet:border-l-0"
        style={{ height: Math.max(LEAST_LIST_PX, historyChartHeight(plots)) }}
      >
        <section className="flex-none px-3 pb-2" aria-label="Values at the cursor">
          <h3 className="font-title">
            {pointedMs === undefined && pinnedMs === undefined ? "Latest, " : "At "}
            <Time atMs={cursorMs}>{formatClock(cursorMs, view.span.to)}</Time>
          </h3>
          <KeyValues>
            {PLOTS.flatMap(({ series, format }) =>
              series.map(({ metric, word }) => (
                <KeyValue key={metric} name={word}>
                  {format(valueAt(view.rows, metric, cursorMs))}
                </KeyValue>
              )),
            )}
          </KeyValues>
        </section>
        <h3 className="flex-none border-t border-line px-3 py-1.5 font-title">Events</h3>
        <EventList events={view.events} nearestId={nearest?.id} newestMs={view.span.to} onPress={setPinnedMs} />
      </div>
    </div>
  );
}

const LEAST_LIST_PX = 480;
