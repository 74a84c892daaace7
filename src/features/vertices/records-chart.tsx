import { type ReactNode, useMemo } from "react";
import { Area } from "recharts";

import { HISTORY_MS } from "../../domain/rate.ts";
import { formatRate } from "../../domain/units.ts";
import { rateScale } from "../../ui/axis-scale.ts";
import { ChartBox } from "../../ui/chart-box.tsx";
import { Bands, Rule } from "../../ui/chart-marks.tsx";
import { Chart, chartHeight, plotWidth } from "../../ui/chart.tsx";
import { decimate } from "../../ui/decimate.ts";
import { type ChartPoint, gapsOf, ratesInWords } from "./chart-model.ts";

const WINDOW_S = HISTORY_MS / 1000;
const PLOT = { id: "rate", heightPx: 86, format: formatRate } as const;
const HEIGHT_PX = chartHeight([PLOT]);

const X_AXIS = {
  from: -WINDOW_S,
  to: 0,
  ticks: [-WINDOW_S, -WINDOW_S / 2, 0],
  format: (secondsAgo: number) => (secondsAgo === 0 ? "now" : `${secondsAgo / 60} min`.replace("-", "−")),
} as const;

/** Records in per second over the last two minutes, with a gap where nothing was measured. */
export function RecordsChart({
  points,
  failures,
}: {
  points: readonly ChartPoint[];
  /** When something failed, in seconds before now (negative). */
  failures: readonly number[];
}): ReactNode {
  return <ChartBox heightPx={HEIGHT_PX}>{(widthPx) => <Plot widthPx={widthPx} points={points} failures={failures} />}</ChartBox>;
}

function Plot({ widthPx, points, failures }: { widthPx: number; points: readonly ChartPoint[]; failures: readonly number[] }): ReactNode {
  const columns = plotWidth(widthPx);
  const rows = useMemo(
    () => decimate(points, { x: xOf, y: ({ perSecond }) => perSecond, from: -WINDOW_S, to: 0, columns }),
    [points, columns],
  );
  const plots = useMemo(() => {
    const highest = rows.reduce((most, { perSecond }) => Math.max(most, perSecond ?? 0), 0);
    return [{ ...PLOT, scale: rateScale(highest) }];
  }, [rows]);
  return (
    <Chart label={ratesInWords(points)} widthPx={widthPx} rows={rows} xOf={xOf} xAxis={X_AXIS} plots={plots} tooltip={tooltip}>
      <Bands bands={gapsOf(points)} />
      {failures.map((secondsAgo) => (
        <Rule
          key={secondsAgo}
          x={secondsAgo}
          word="failed"
          className="stroke-st-failed [stroke-dasharray:2_2]"
          wordClassName="fill-st-failed-text text-label font-strong"
        />
      ))}
      <Area
        yAxisId="rate"
        dataKey="perSecond"
        type="linear"
        stroke="var(--color-series-1)"
        strokeWidth={1.5}
        fill="var(--color-series-1)"
        fillOpacity={0.14}
        isAnimationActive={false}
        connectNulls={false}
        dot={false}
        activeDot={ACTIVE_DOT}
      />
    </Chart>
  );
}

const ACTIVE_DOT = { r: 3, fill: "var(--color-series-1)", stroke: "none" };

function xOf({ secondsAgo }: ChartPoint): number {
  return secondsAgo;
}

function tooltip({ secondsAgo, perSecond }: ChartPoint): ReactNode {
  return (
    <>
      <b className="font-strong text-fg">{perSecond === null ? "not measured" : formatRate(perSecond)}</b> {Math.round(-secondsAgo)} s ago
    </>
  );
}
