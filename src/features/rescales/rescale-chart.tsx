import { type ReactNode, useMemo } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatClock, formatCount, formatDuration, formatInterval } from "../../domain/units.ts";
import type { Rescale, RescaleHistory } from "../../rest/rescales.ts";
import { countScale, durationScale } from "../../ui/axis-scale.ts";
import { ChartBox } from "../../ui/chart-box.tsx";
import { ChartLegend, Marks, Rule, Stems, Steps } from "../../ui/chart-marks.tsx";
import { Chart, chartHeight, type ChartPlot, plotWidth } from "../../ui/chart.tsx";
import { useEachSecond } from "../../ui/clock.ts";
import type { MarkShape } from "../../ui/mark-path.ts";
import { type Change, changeOf, type RescaleOutcome, type RescalePoint, rescalePoints, rescalesInWords } from "./rescale-chart-model.ts";

const PARALLELISM = { id: "parallelism", title: "Tasks and slots", heightPx: 72 } as const;
const DURATION = { id: "duration", title: "Duration", heightPx: 60 } as const;
const HEIGHT_PX = chartHeight([PARALLELISM, DURATION]);

const MARKS = {
  completed: { shape: "dot", className: "fill-st-finished", word: "completed" },
  failed: { shape: "cross", className: "fill-none stroke-st-failed stroke-2", word: "failed" },
  ignored: { shape: "square", className: "fill-st-canceled", word: "ignored" },
  inProgress: { shape: "ring", className: "fill-none stroke-st-initializing stroke-2", word: "in progress" },
} as const satisfies Record<RescaleOutcome, { shape: MarkShape; className: string; word: string }>;
const OUTCOMES = ["completed", "failed", "ignored", "inProgress"] as const satisfies readonly RescaleOutcome[];
const LINES = {
  tasks: { className: "fill-none stroke-series-1 stroke-2" },
  slots: { className: "fill-none stroke-series-2 stroke-2 [stroke-dasharray:4_3]" },
} as const;
const LEGEND = [
  { ...LINES.tasks, shape: "line", word: "tasks" } as const,
  { ...LINES.slots, shape: "line", word: "slots" } as const,
  ...OUTCOMES.map((outcome) => MARKS[outcome]),
];

/** The axis has space for at least this many rescales. */
const LEAST_PLACES = 6;
/** The space for one label of the axis, which may have a date, px. */
const TICK_PX = 96;
/** The tooltip lists at most this many vertices. */
const MOST_VERTICES = 6;

/** The chart of a history. One in progress lasts until `untilMs`. */
export function RescalesInOrder({
  history,
  details,
  untilMs,
  selectedId,
  onSelect,
}: {
  history: RescaleHistory;
  /** The same object until one of them changes. */
  details: Readonly<Record<string, Rescale | undefined>>;
  untilMs: number;
  selectedId: string | undefined;
  onSelect: (rescaleUuid: string) => void;
}): ReactNode {
  const points = useEachSecond(useMemo(() => rescalePoints(history, details, untilMs), [history, details, untilMs]));
  return <RescaleChart points={points} selectedId={selectedId} onSelect={onSelect} />;
}

/**
 * Tasks and slots after each rescale, and its duration, in the order of start times. A click or
 * Enter selects one.
 */
export function RescaleChart({
  points,
  selectedId,
  onSelect,
}: {
  points: readonly RescalePoint[];
  selectedId: string | undefined;
  onSelect: (rescaleUuid: string) => void;
}): ReactNode {
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-2.5">
        <h2 className="font-title whitespace-nowrap">Rescales in the order of their start</h2>
        <ChartLegend items={LEGEND} />
      </div>
      <ChartBox heightPx={HEIGHT_PX}>
        {(widthPx) => <Plots widthPx={widthPx} points={points} selectedId={selectedId} onSelect={onSelect} />}
      </ChartBox>
    </>
  );
}

function Plots({
  widthPx,
  points,
  selectedId,
  onSelect,
}: {
  widthPx: number;
  points: readonly RescalePoint[];
  selectedId: string | undefined;
  onSelect: (rescaleUuid: string) => void;
}): ReactNode {
  const columns = plotWidth(widthPx);
  const { plots, xAxis } = useMemo(() => axesOf(points, columns), [points, columns]);
  const selected = points.find(({ row }) => row.id === selectedId);
  return (
    <Chart
      label={rescalesInWords(points)}
      widthPx={widthPx}
      rows={points}
      xOf={xOf}
      xAxis={xAxis}
      plots={plots}
      tooltip={tooltip}
      onPress={({ row }) => onSelect(row.id)}
    >
      {selected !== undefined && <Rule x={selected.x} className="stroke-accent" />}
      <Stems
        plotId="duration"
        points={points.flatMap(({ x, row: { tookMs } }) => (tookMs === undefined ? [] : { x, y: tookMs }))}
        className="stroke-line-strong"
        widthPx={2}
      />
      {OUTCOMES.map((outcome) => (
        <Marks
          key={outcome}
          plotId="duration"
          {...MARKS[outcome]}
          points={points.filter((point) => point.outcome === outcome).map(({ x, row: { tookMs } }) => ({ x, y: tookMs ?? 0 }))}
        />
      ))}
      <Steps plotId="parallelism" {...LINES.slots} points={points.map(({ x, slotsFrom: y }) => ({ x, y }))} to={xAxis.to} />
      <Steps plotId="parallelism" {...LINES.tasks} points={points.map(({ x, tasksFrom: y }) => ({ x, y }))} to={xAxis.to} />
    </Chart>
  );
}

function xOf({ x }: RescalePoint): number {
  return x;
}

function axesOf(points: readonly RescalePoint[], columns: number) {
  const most = (values: readonly (number | null | undefined)[]): number => Math.max(0, ...values.map((value) => value ?? 0));
  const highest = most(points.flatMap(({ tasksFrom, slotsFrom }) => [tasksFrom, slotsFrom]));
  const plots: readonly ChartPlot[] = [
    {
      ...PARALLELISM,
      title: highest === 0 ? `${PARALLELISM.title}: not known` : PARALLELISM.title,
      scale: countScale(highest),
      format: formatCount,
    },
    { ...DURATION, scale: durationScale(most(points.map(({ row }) => row.tookMs))), format: formatInterval },
  ];
  const places = Math.max(LEAST_PLACES, points.length);
  const every = Math.ceil(places / Math.max(1, Math.floor(columns / TICK_PX)));
  const latestMs = points.at(-1)?.row.startMs ?? 0;
  const xAxis = {
    from: -0.5,
    to: places - 0.5,
    ticks: points.filter(({ x }) => x % every === 0).map(({ x }) => x),
    format: (x: number) => formatClock(points[x]?.row.startMs, latestMs),
  };
  return { plots, xAxis };
}

function tooltip({ row, tasks, slots, vertices }: RescalePoint): ReactNode {
  const shown = vertices.slice(0, MOST_VERTICES);
  const totals = [amount("tasks", tasks), amount("slots", slots)].filter((part) => part !== undefined);
  return (
    <>
      <p className="text-fg">
        <b className="font-strong">{row.look.label}</b>
        {row.tookMs !== undefined && `, ${formatDuration(row.tookMs)}`}
      </p>
      <p>{row.cause}</p>
      {totals.length > 0 && <p>{totals.join(", ")}</p>}
      {shown.map((vertex) => (
        <p key={vertex.name} className="truncate">
          {visibleText(vertex.name)} {changeOf(vertex) ?? "?"}
        </p>
      ))}
      {vertices.length > shown.length && <p>and {formatCount(vertices.length - shown.length)} more vertices</p>}
    </>
  );
}

function amount(word: string, change: Change): string | undefined {
  const words = changeOf(change);
  return words === undefined ? undefined : `${word} ${words}`;
}
