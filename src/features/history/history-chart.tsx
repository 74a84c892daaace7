import { clsx } from "clsx";
import { memo, type ReactNode, useMemo } from "react";

import { zoneOffsetMs } from "../../base/clock-zone.ts";
import { formatClock, formatCounted, formatDuration } from "../../domain/units.ts";
import type { HistoryEvent } from "../../observe/recorder/history.ts";
import { ChartBox } from "../../ui/chart-box.tsx";
import { Bands, ChartLegend, Marks, Polyline, Rule, Stems, Steps } from "../../ui/chart-marks.tsx";
import { Chart, chartHeight, plotWidth } from "../../ui/chart.tsx";
import { EVENT_LOOKS, type EventLook, LOOKS } from "./event-looks.ts";
import { clockTicks, cursorTimes, drawnLine, highestOf, type HistoryPlot, type HistoryView, lineOf, PLOTS } from "./history-model.ts";

const EVENTS = { id: "events", title: "Events", heightPx: 16, scale: { ceiling: 1, ticks: [] }, format: String } as const;
const PLOT_PX = 44;
/** The space for one label of the time axis, which may have a date, px. */
const TICK_PX = 110;

/** See {@link HistoryChart}. */
export type HistoryChartProps = {
  readonly view: HistoryView;
  /** The plots that have values. */
  readonly plots: readonly HistoryPlot[];
  /** The time that was chosen, epoch ms. */
  readonly pinnedMs: number | undefined;
  /** The time at the pointer or the keyboard. */
  readonly onMove: (atMs: number | undefined) => void;
  readonly onPress: (atMs: number) => void;
  /** Describes the nearest event. */
  readonly eventAt: (atMs: number) => string | undefined;
};

/** The height of the chart with these plots, px. */
export function historyChartHeight(plots: readonly HistoryPlot[]): number {
  return chartHeight([EVENTS, ...plots.map(({ title }) => ({ title, heightPx: PLOT_PX }))]);
}

/** All recorded metrics over one time axis, with one cursor. */
export const HistoryChart = memo(function HistoryChart(props: HistoryChartProps): ReactNode {
  return (
    <div className="min-w-0 pl-2">
      <div className="flex justify-end pr-4 pb-1">
        <ChartLegend items={LEGEND} />
      </div>
      <ChartBox heightPx={historyChartHeight(props.plots)}>{(widthPx) => <Plots {...props} widthPx={widthPx} />}</ChartBox>
    </div>
  );
});

/** The plot with two lines, and the marks of the events. */
const LEGEND = [
  ...PLOTS.filter(({ series }) => series.length > 1).flatMap(({ series }) =>
    series.map(({ word, color }) => ({ shape: "line" as const, className: clsx("stroke-2", color), word: word.toLowerCase() })),
  ),
  ...LOOKS,
];

type Row = { readonly atMs: number };

function Plots({ view, plots, pinnedMs, onMove, onPress, eventAt, widthPx }: HistoryChartProps & { widthPx: number }): ReactNode {
  const { span } = view;
  const columns = plotWidth(widthPx);
  const rows = useMemo(() => cursorTimes(view, columns).map((atMs): Row => ({ atMs })), [view, columns]);
  const xAxis = useMemo(() => {
    const ticks = clockTicks(span, Math.max(2, Math.floor(columns / TICK_PX)), zoneOffsetMs(span.to));
    return { ...span, ticks, format: (atMs: number) => formatClock(atMs, span.to) };
  }, [span, columns]);
  const chartPlots = useMemo(
    () => [
      EVENTS,
      ...plots.map(({ id, title, series, scale, formatTick }) => ({
        id,
        title,
        heightPx: PLOT_PX,
        scale: scale(highestOf(view.rows, series) ?? 0),
        format: formatTick,
      })),
    ],
    [plots, view],
  );
  return (
    <Chart
      label={labelOf(view)}
      widthPx={widthPx}
      rows={rows}
      xOf={xOf}
      xAxis={xAxis}
      plots={chartPlots}
      tooltip={({ atMs }) => (
        <>
          <b className="font-strong text-fg">{formatClock(atMs, span.to)}</b>
          <p className="line-clamp-2 wrap-anywhere">{eventAt(atMs)}</p>
        </>
      )}
      onPress={({ atMs }) => onPress(atMs)}
      onMove={(row) => onMove(row?.atMs)}
    >
      <Drawing view={view} plots={plots} columns={columns} />
      {pinnedMs !== undefined && pinnedMs >= span.from && pinnedMs <= span.to && <Rule x={pinnedMs} className="stroke-accent" />}
    </Chart>
  );
}

function xOf({ atMs }: Row): number {
  return atMs;
}

/** Each completed checkpoint has its own value, and there is none between two of them. */
const STEMS = new Set(["duration", "size"]);

const Drawing = memo(function Drawing({
  view,
  plots,
  columns,
}: {
  view: HistoryView;
  plots: readonly HistoryPlot[];
  columns: number;
}): ReactNode {
  const lines = useMemo(
    () =>
      plots.flatMap(({ id, series }) =>
        series.map(({ metric, color }) => ({ id, metric, color, points: drawnLine(lineOf(view.rows, metric), view.span, columns) })),
      ),
    [view, plots, columns],
  );
  const inSpan = view.events.filter(({ atMs }) => atMs >= view.span.from);
  const ofLook = (look: EventLook): readonly HistoryEvent[] => inSpan.filter(({ kind }) => EVENT_LOOKS[kind] === look);
  return (
    <>
      <Bands bands={view.gaps.map((gap) => ({ ...gap, words: "not recorded" }))} />
      {lines.map(({ id, metric, color, points }) =>
        id === "restarts" ? (
          <Steps key={metric} plotId={id} className={clsx("fill-none stroke-[1.5]", color)} points={points} to={points.at(-1)?.x ?? 0} />
        ) : STEMS.has(id) ? (
          <Stems
            key={metric}
            plotId={id}
            className={color}
            widthPx={1.5}
            points={points.flatMap(({ x, y }) => (y === null ? [] : { x, y }))}
          />
        ) : (
          <Polyline key={metric} plotId={id} className={clsx("fill-none stroke-[1.5]", color)} points={points} />
        ),
      )}
      {LOOKS.map((look) => (
        <Marks
          key={look.word}
          plotId={EVENTS.id}
          shape={look.shape}
          className={look.className}
          points={ofLook(look).map(({ atMs }) => ({ x: atMs, y: 0.5 }))}
        />
      ))}
    </>
  );
});

function labelOf({ span: { from, to }, events, gaps }: HistoryView): string {
  const gapWords = gaps.length === 0 ? "" : `, ${formatCounted(gaps.length, "gap")}`;
  return `History of ${formatDuration(to - from)} until ${formatClock(to, to)}: ${formatCounted(events.length, "event")}${gapWords}`;
}
