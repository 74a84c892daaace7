import { type ReactNode, useMemo } from "react";
import { Line } from "recharts";

import { formatTaskMetric } from "../../domain/task-metric.ts";
import type { MetricReading } from "../../observe/vertex-metrics.ts";
import { rangeScale } from "../../ui/axis-scale.ts";
import { ChartBox } from "../../ui/chart-box.tsx";
import { Chart, chartHeight } from "../../ui/chart.tsx";
import { type MetricPoint, metricPoints, rangeOf } from "./metric-series.ts";

/** The values of a metric while the page was open. Of all subtasks: the average, lowest and highest. */
export function MetricChart({
  metric,
  readings,
  heightPx,
}: {
  metric: string;
  readings: readonly MetricReading[];
  heightPx: number;
}): ReactNode {
  return (
    <ChartBox heightPx={chartHeight([{ heightPx }])}>
      {(widthPx) => <Plot metric={metric} readings={readings} heightPx={heightPx} widthPx={widthPx} />}
    </ChartBox>
  );
}

function Plot({
  metric,
  readings,
  heightPx,
  widthPx,
}: {
  metric: string;
  readings: readonly MetricReading[];
  heightPx: number;
  widthPx: number;
}): ReactNode {
  const { points, windowS } = useMemo(() => metricPoints(readings), [readings]);
  const range = rangeOf(points);
  const plots = [
    {
      id: "value",
      heightPx,
      scale: rangeScale(range?.lowest ?? 0, range?.highest ?? 0),
      format: (value: number) => formatTaskMetric(metric, value),
    },
  ];
  const format = (value: number): string => formatTaskMetric(metric, value);
  const words = range === undefined ? "no value yet" : `between ${format(range.lowest)} and ${format(range.highest)}`;
  return (
    <Chart
      label={`${metric}, last ${String(windowS / 60)} min: ${words}`}
      widthPx={widthPx}
      rows={points}
      xOf={xOf}
      xAxis={{ from: -windowS, to: 0, ticks: [-windowS, -windowS / 2, 0], format: formatAgo }}
      plots={plots}
      tooltip={(point) => <Tooltip point={point} format={format} />}
    >
      {SERIES.map(({ key, className, dash }) => (
        <Line
          key={key}
          yAxisId="value"
          dataKey={key}
          type="linear"
          stroke={className}
          strokeWidth={1.5}
          {...(dash === undefined ? {} : { strokeDasharray: dash })}
          isAnimationActive={false}
          connectNulls={false}
          dot={points.length === 1 ? { r: 2, fill: className, stroke: "none" } : false}
          activeDot={false}
        />
      ))}
    </Chart>
  );
}

const SERIES: readonly { key: "low" | "high" | "value"; className: string; dash?: string }[] = [
  { key: "low", className: "var(--color-series-2)", dash: "3 3" },
  { key: "high", className: "var(--color-series-3)", dash: "3 3" },
  { key: "value", className: "var(--color-series-1)" },
];

function xOf({ secondsAgo }: MetricPoint): number {
  return secondsAgo;
}

function formatAgo(secondsAgo: number): string {
  if (secondsAgo === 0) return "now";
  return Math.abs(secondsAgo) < 60 ? `−${String(-secondsAgo)} s` : `−${String(-secondsAgo / 60)} min`;
}

function Tooltip({
  point: { secondsAgo, value, low, high },
  format,
}: {
  point: MetricPoint;
  format: (value: number) => string;
}): ReactNode {
  return (
    <>
      <b className="font-strong text-fg">{value === null ? "no value" : format(value)}</b>
      {low !== null && high !== null && ` average, ${format(low)} to ${format(high)}`}, {Math.round(-secondsAgo)} s before the last
    </>
  );
}
