// The only file of this feature that imports Recharts. It loads when a vertex is first inspected.
import type { ReactNode } from "react";
import { Area, AreaChart, CartesianGrid, ReferenceArea, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";

import { HISTORY_MS } from "../../domain/rate.ts";
import { formatCount, formatRate } from "../../domain/units.ts";
import { type ChartPoint, gapsOf, niceCeiling } from "./chart-model.ts";

const WINDOW_S = HISTORY_MS / 1000;

/** Records in per second over the last two minutes, with gaps where nothing was measured. */
export function RecordsChart({
  points,
  failures,
}: {
  points: readonly ChartPoint[];
  /** When something failed, in seconds before now (negative). */
  failures: readonly number[];
}): ReactNode {
  const ceiling = niceCeiling(points);
  return (
    <div className="h-28" role="img" aria-label={inWords(points)}>
      <AreaChart responsive style={FULL} data={[...points]} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <YAxis
          domain={[0, ceiling]}
          ticks={[0, ceiling / 2, ceiling]}
          width={40}
          tickFormatter={(value: number) => (value === ceiling / 2 ? "" : axisLabel(value))}
          tickLine={false}
          axisLine={false}
          tick={TICK}
        />
        <XAxis
          dataKey="secondsAgo"
          type="number"
          domain={[-WINDOW_S, 0]}
          ticks={[-WINDOW_S, -WINDOW_S / 2, 0]}
          tickFormatter={(value: number) => (value === 0 ? "now" : `${value / 60} min`.replace("-", "−"))}
          tickLine={false}
          axisLine={AXIS}
          interval={0}
          tick={TICK}
          height={20}
        />
        {gapsOf(points).map(({ from, to }) => (
          <ReferenceArea key={from} x1={from} x2={to} fill="var(--color-surface-2)" fillOpacity={1} stroke="none" />
        ))}
        {failures.map((secondsAgo) => (
          <ReferenceLine
            key={secondsAgo}
            x={secondsAgo}
            stroke="var(--color-st-failed)"
            strokeDasharray="2 2"
            label={secondsAgo > -20 ? FAILED_LEFT : FAILED_RIGHT}
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={AXIS}
          content={({ active, payload }) => {
            const point: unknown = payload[0]?.payload;
            return active && isChartPoint(point) ? (
              <p className="rounded-1 bg-surface px-1.75 py-0.75 text-label text-fg-2 shadow-1 ring ring-line-strong">
                <b className="font-strong text-fg">{formatRate(point.perSecond ?? undefined)}</b> {Math.round(-point.secondsAgo)} s ago
              </p>
            ) : null;
          }}
        />
        <Area
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
      </AreaChart>
    </div>
  );
}

const FAILED = { value: "failed", fill: "var(--color-st-failed-text)", fontSize: 11, fontWeight: 600 };
const FAILED_LEFT = { ...FAILED, position: "insideTopRight" as const };
const FAILED_RIGHT = { ...FAILED, position: "insideTopLeft" as const };
const FULL = { width: "100%", height: 112 };
const MARGIN = { top: 6, right: 14, bottom: 0, left: -2 };
const TICK = { fill: "var(--color-fg-3)", fontSize: 11 };
const AXIS = { stroke: "var(--color-line)" };
const ACTIVE_DOT = { r: 3, fill: "var(--color-series-1)", stroke: "none" };

function isChartPoint(value: unknown): value is ChartPoint {
  return typeof value === "object" && value !== null && "secondsAgo" in value && "perSecond" in value;
}

function axisLabel(perSecond: number): string {
  return perSecond >= 1000 ? `${formatCount(perSecond / 1000)} k` : formatCount(perSecond);
}

function inWords(points: readonly ChartPoint[]): string {
  const rates = points.flatMap(({ perSecond }) => perSecond ?? []);
  if (rates.length === 0) return "Records in per second, last two minutes: nothing measured yet";
  return `Records in per second, last two minutes: between ${formatRate(Math.min(...rates))} and ${formatRate(Math.max(...rates))}`;
}
