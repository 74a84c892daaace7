// The base of all charts. It imports Recharts, so only lazily loaded files may import it.
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from "react";
import {
  CartesianGrid,
  ComposedChart,
  Line,
  Tooltip,
  useActiveTooltipLabel,
  useIsTooltipActive,
  usePlotArea,
  useYAxisScale,
  XAxis,
  type XAxisTickContentProps,
  YAxis,
} from "recharts";

import type { AxisScale } from "./axis-scale.ts";

/** One plot of a chart. Several plots share the x axis, one below the other. */
export type ChartPlot = {
  /** Series and marks refer to the plot by this (`yAxisId`, `plotId`). */
  readonly id: string;
  /** The text above the plot. Omit it where the chart's heading is enough. */
  readonly title?: string;
  readonly heightPx: number;
  /** Space below 0 for marks without a value, px. */
  readonly lanePx?: number;
  readonly scale: AxisScale;
  /** Formats a label of the y axis, unit included. */
  readonly format: (value: number) => string;
};

/** The x axis of a chart, in any unit. */
export type ChartXAxis = {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
};

/** See {@link Chart}. */
export type ChartProps<Row> = {
  /** The accessible name: what the chart shows, with the main figures. */
  readonly label: string;
  readonly widthPx: number;
  /**
   * In the order of `xOf`, which is different for each row. Pointer and arrow keys move from row to
   * row.
   */
  readonly rows: readonly Row[];
  /** The place of a row on the x axis. Must be the same function in each render. */
  readonly xOf: (row: Row) => number;
  readonly xAxis: ChartXAxis;
  readonly plots: readonly ChartPlot[];
  /** The tooltip of the row at the pointer or the keyboard. */
  readonly tooltip: (row: Row) => ReactNode;
  /** Called on a click and on Enter. */
  readonly onPress?: (row: Row) => void;
  /** Called with the row at the pointer or the keyboard, and with undefined when there is none. */
  readonly onMove?: (row: Row | undefined) => void;
  /** Series and marks, in the order in which they are painted. */
  readonly children: ReactNode;
};

const AXIS_PX = 60;
const RIGHT_PX = 16;
const TOP_PX = 6;
const X_AXIS_PX = 20;
const TITLE_PX = 20;
const GAP_PX = 10;

/** The width of the plots in a chart, px. */
export function plotWidth(chartWidthPx: number): number {
  return Math.max(1, chartWidthPx - AXIS_PX - RIGHT_PX);
}

/** The height of a chart with these plots, px. */
export function chartHeight(plots: readonly Pick<ChartPlot, "title" | "heightPx" | "lanePx">[]): number {
  const inner = plots.reduce((sum, plot) => sum + outerHeight(plot), (plots.length - 1) * GAP_PX);
  return TOP_PX + inner + X_AXIS_PX;
}

function outerHeight({ title, heightPx, lanePx = 0 }: Pick<ChartPlot, "title" | "heightPx" | "lanePx">): number {
  return (title === undefined ? 0 : TITLE_PX) + heightPx + lanePx;
}

/**
 * A chart over one x axis. Nothing in it is animated. Colours are theme variables, so a change of
 * theme needs no render. Arrow keys move from row to row, and Enter presses the current one.
 */
export function Chart<Row>(props: ChartProps<Row>): ReactNode {
  const { label, widthPx, rows, xOf, xAxis, plots, tooltip, onPress, onMove, children } = props;
  const active = useRef<number | undefined>(undefined);
  const rowAt = (x: unknown): Row | undefined => rows.find((row) => xOf(row) === x);
  const press = (x: unknown): void => {
    const row = rowAt(x);
    if (row !== undefined) onPress?.(row);
  };
  const pressByKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || onPress === undefined) return;
    // Recharts hides the tooltip on Enter.
    event.stopPropagation();
    press(active.current);
  };
  const height = chartHeight(plots);
  return (
    <div onKeyDownCapture={pressByKey}>
      <ComposedChart
        width={widthPx}
        height={height}
        data={[...rows]}
        margin={{ top: TOP_PX, right: RIGHT_PX, bottom: 0, left: AXIS_PX }}
        aria-label={label}
        aria-roledescription="chart"
        className={onPress === undefined ? "" : "*:cursor-pointer"}
        onClick={({ activeLabel }) => press(activeLabel)}
      >
        {plots.map((plot, index) => (
          <YAxis
            key={plot.id}
            yAxisId={plot.id}
            hide
            // Without it an axis has its domain only if a series of Recharts uses it.
            allowDataOverflow
            domain={[plot.scale.floor ?? 0, plot.scale.ceiling]}
            ticks={plot.scale.ticks}
            padding={paddingOf(plots, index)}
          />
        ))}
        {plots.map(({ id, scale }) => (
          <CartesianGrid key={id} yAxisId={id} vertical={false} horizontalValues={[...scale.ticks]} stroke="var(--color-line)" />
        ))}
        <XAxis
          dataKey={xOf}
          type="number"
          allowDataOverflow
          domain={[xAxis.from, xAxis.to]}
          ticks={xAxis.ticks}
          height={X_AXIS_PX}
          interval={0}
          tickLine={false}
          axisLine={false}
          tick={(tick: XAxisTickContentProps) => <XLabel tick={tick} widthPx={widthPx} format={xAxis.format} />}
        />
        {children}
        {plots.map((plot) => (
          <YLabels key={plot.id} plot={plot} />
        ))}
        {/* Recharts shows a tooltip only for rows of a series. This series has all rows and draws nothing. */}
        <Line yAxisId={plots[0]?.id ?? 0} dataKey={zero} stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
        <Tooltip
          isAnimationActive={false}
          cursor={CURSOR}
          content={({ active: isActive, label: x }) => {
            const row = isActive ? rowAt(x) : undefined;
            return row === undefined ? null : (
              <div
                role="status"
                className="max-w-72 rounded-2 bg-surface px-2.5 py-1.5 text-label text-fg-2 shadow-2 ring ring-line-strong"
              >
                {tooltip(row)}
              </div>
            );
          }}
        />
        <ActivePlace placeRef={active} onPlace={onMove && ((x) => onMove(x === undefined ? undefined : rowAt(x)))} />
      </ComposedChart>
    </div>
  );
}

const CURSOR = { stroke: "var(--color-line-strong)" };

function zero(): number {
  return 0;
}

/** Places a plot: in Recharts each axis has the whole height, less its padding. */
function paddingOf(plots: readonly ChartPlot[], index: number): { top: number; bottom: number } {
  const heights = plots.map(outerHeight);
  const sum = (some: readonly number[]): number => some.reduce((total, height) => total + height + GAP_PX, 0);
  const plot = plots[index];
  return {
    top: sum(heights.slice(0, index)) + (plot?.title === undefined ? 0 : TITLE_PX),
    bottom: sum(heights.slice(index + 1)) + (plot?.lanePx ?? 0),
  };
}

/** The title of a plot and the labels of its axis. */
function YLabels({ plot }: { plot: ChartPlot }): ReactNode {
  const scale = useYAxisScale(plot.id);
  const area = usePlotArea();
  if (scale === undefined || area === undefined) return null;
  const top = scale(plot.scale.ceiling) ?? 0;
  return (
    <g className="fill-fg-3 text-label">
      {plot.title !== undefined && (
        <text x={area.x} y={top - 8}>
          {plot.title}
        </text>
      )}
      {plot.scale.ticks.map((value) => (
        <text key={value} x={area.x - 8} y={(scale(value) ?? 0) + 4} textAnchor="end">
          {plot.format(value)}
        </text>
      ))}
    </g>
  );
}

/** The width of a digit in a label, px, to keep labels inside the chart. */
const DIGIT_PX = 6.4;

function XLabel({ tick, widthPx, format }: { tick: XAxisTickContentProps; widthPx: number; format: (value: number) => string }): ReactNode {
  const text = format(Number(tick.payload.value));
  const half = (text.length * DIGIT_PX) / 2;
  const x = Number(tick.x);
  return (
    <text x={Math.min(x, widthPx - half)} y={Number(tick.y)} dy={8} textAnchor="middle" className="fill-fg-3 text-label">
      {text}
    </text>
  );
}

/** Keeps `placeRef` at the x of the active row, for Enter, and tells when it changes. */
function ActivePlace({
  placeRef,
  onPlace,
}: {
  placeRef: RefObject<number | undefined>;
  onPlace: ((x: number | undefined) => void) | undefined;
}): ReactNode {
  const label = useActiveTooltipLabel();
  const isActive = useIsTooltipActive();
  const place = isActive && typeof label === "number" ? label : undefined;
  const tell = useRef(onPlace);
  useEffect(() => {
    tell.current = onPlace;
  });
  useEffect(() => {
    placeRef.current = place;
    tell.current?.(place);
  }, [placeRef, place]);
  return null;
}
