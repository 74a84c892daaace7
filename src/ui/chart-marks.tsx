// Shapes that charts draw beside Recharts' series. Each component draws one SVG path for all its
// points, because hundreds of elements would make an update slow. It imports Recharts, so only
// lazily loaded files may import it.
import type { ReactNode } from "react";
import { usePlotArea, useXAxisScale, useYAxisScale } from "recharts";

import { type MarkShape, markPath } from "./mark-path.ts";

/** A point of a plot. Without `y` it is drawn in the lane below 0. */
export type MarkPoint = { readonly x: number; readonly y: number | undefined };

const LANE_CENTRE_PX = 10;

/** A mark for each point. `className` gives fill and stroke. */
export function Marks({
  plotId,
  shape,
  points,
  className,
  radiusPx = 4,
}: {
  plotId: string;
  shape: MarkShape;
  points: readonly MarkPoint[];
  className: string;
  radiusPx?: number;
}): ReactNode {
  const place = usePlace(plotId);
  if (place === undefined || points.length === 0) return null;
  return <path className={className} d={points.map((point) => markPath(shape, ...place(point), radiusPx)).join("")} />;
}

/** A vertical line from 0 to each point. `className` gives the stroke. */
export function Stems({
  plotId,
  points,
  className,
  widthPx,
}: {
  plotId: string;
  points: readonly { readonly x: number; readonly y: number }[];
  className: string;
  widthPx: number;
}): ReactNode {
  const place = usePlace(plotId);
  if (place === undefined || points.length === 0) return null;
  const d = points.map((point) => {
    const [x, y] = place(point);
    const [, base] = place({ x: point.x, y: 0 });
    // A small value stays visible.
    return `M${x} ${base}V${point.y > 0 ? Math.min(y, base - 1) : y}`;
  });
  return <path className={className} strokeWidth={widthPx} d={d.join("")} />;
}

/**
 * A line that keeps the level of each point until the next one, and of the last until `to`.
 * Interrupted where `y` is null.
 */
export function Steps({
  plotId,
  points,
  to,
  className,
}: {
  plotId: string;
  points: readonly { readonly x: number; readonly y: number | null }[];
  to: number;
  className: string;
}): ReactNode {
  const place = usePlace(plotId);
  if (place === undefined || points.length === 0) return null;
  const d = points.map(({ x, y }, index) => {
    if (y === null) return "";
    const [left, level] = place({ x, y });
    const [right] = place({ x: points[index + 1]?.x ?? to, y });
    const before = points[index - 1]?.y ?? null;
    return `${before === null ? `M${left} ${level}` : `V${level}`}H${right}`;
  });
  return <path className={className} d={d.join("")} />;
}

/** A line from point to point, interrupted where `y` is null. A point on its own is a dot. */
export function Polyline({
  plotId,
  points,
  className,
}: {
  plotId: string;
  points: readonly { readonly x: number; readonly y: number | null }[];
  className: string;
}): ReactNode {
  const place = usePlace(plotId);
  if (place === undefined || points.length === 0) return null;
  const d = points.map(({ x, y }, index) => {
    if (y === null) return "";
    const [left, top] = place({ x, y });
    const isFirst = (points[index - 1]?.y ?? null) === null;
    return isFirst ? `M${left} ${top}h0` : `L${left} ${top}`;
  });
  return <path className={className} strokeLinecap="round" strokeLinejoin="round" d={d.join("")} />;
}

/** Converts a point to px. */
function usePlace(plotId: string): ((point: MarkPoint) => [x: number, y: number]) | undefined {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale(plotId);
  if (xScale === undefined || yScale === undefined) return undefined;
  return ({ x, y }) => [tenths(xScale(x)), tenths(y === undefined ? (yScale(0) ?? 0) + LANE_CENTRE_PX : yScale(y))];
}

function tenths(px: number | undefined): number {
  return Math.round((px ?? 0) * 10) / 10;
}

/** A stretch of the x axis, over all plots. */
export type Band = { readonly from: number; readonly to: number; readonly words?: string };

/**
 * Shaded stretches, with their words turned upright where they fit. `insetPx` keeps them clear of
 * the marks at their ends.
 */
export function Bands({ bands, insetPx = 0 }: { bands: readonly Band[]; insetPx?: number }): ReactNode {
  const xScale = useXAxisScale();
  const area = usePlotArea();
  if (xScale === undefined || area === undefined) return null;
  return (
    <g className="text-label">
      {bands.map(({ from, to, words }) => {
        const left = Math.max(area.x, (xScale(from) ?? 0) + insetPx);
        const width = Math.min(area.x + area.width, (xScale(to) ?? 0) - insetPx) - left;
        const [x, y] = [left + width / 2 + 4, area.y + area.height - 8];
        return (
          <g key={from}>
            <rect className="fill-surface-2" x={left} y={area.y} width={Math.max(0, width)} height={area.height} />
            {words !== undefined && width >= LEAST_FOR_WORDS_PX && (
              <text className="fill-fg-3" transform={`translate(${x} ${y}) rotate(-90)`}>
                {words}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

const LEAST_FOR_WORDS_PX = 14;

/**
 * A vertical line through all plots, with a word at its top. `className` gives the stroke,
 * `wordClassName` the fill.
 */
export function Rule({
  x,
  word,
  className,
  wordClassName,
}: {
  x: number;
  word?: string;
  className: string;
  wordClassName?: string;
}): ReactNode {
  const xScale = useXAxisScale();
  const area = usePlotArea();
  if (xScale === undefined || area === undefined) return null;
  const at = xScale(x) ?? 0;
  const isRight = at > area.x + area.width / 2;
  return (
    <g>
      <path className={className} d={`M${at} ${area.y}V${area.y + area.height}`} />
      {word !== undefined && (
        <text className={wordClassName} x={at + (isRight ? -5 : 5)} y={area.y + 10} textAnchor={isRight ? "end" : "start"}>
          {word}
        </text>
      )}
    </g>
  );
}

/** The legend of a chart's marks. */
export function ChartLegend({ items }: { items: readonly { shape: MarkShape; className: string; word: string }[] }): ReactNode {
  return (
    <ul className="flex flex-wrap justify-end gap-x-3 text-label text-fg-2">
      {items.map(({ shape, className, word }) => (
        <li key={word} className="inline-flex items-center gap-1.25 whitespace-nowrap">
          <svg viewBox="-6 -6 12 12" width="12" height="12" aria-hidden="true">
            <path className={className} d={markPath(shape, 0, 0, 4)} />
          </svg>
          {word}
        </li>
      ))}
    </ul>
  );
}
