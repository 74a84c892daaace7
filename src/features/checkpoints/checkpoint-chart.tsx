import { type ReactNode, useMemo } from "react";

import { zoneOffsetMs } from "../../base/clock-zone.ts";
import { visibleText } from "../../base/visible-text.ts";
import type { SeenCheckpoint } from "../../domain/seen-checkpoints.ts";
import { DASH, formatBytes, formatClock, formatClockTenths, formatDuration, formatInterval } from "../../domain/units.ts";
import { byteScale, durationScale } from "../../ui/axis-scale.ts";
import { ChartBox } from "../../ui/chart-box.tsx";
import { Bands, ChartLegend, Marks, Rule, Stems } from "../../ui/chart-marks.tsx";
import { Chart, chartHeight, type ChartPlot, plotWidth } from "../../ui/chart.tsx";
import type { MarkShape } from "../../ui/mark-path.ts";
import { chartInWords, type CheckpointChartModel, type CheckpointMark, type ChartRow, drawnRows, markOf } from "./chart-model.ts";
import { timeTicks } from "./time-axis.ts";

const DURATION = { id: "duration", title: "End to end duration", heightPx: 96, lanePx: 20 } as const;
const SIZE = { id: "size", title: "State size", heightPx: 52 } as const;
const HEIGHT_PX = chartHeight([DURATION, SIZE]);

/** The space for one label of the time axis, which may have a date, px. */
const TICK_PX = 96;

const MARKS = {
  completed: { shape: "dot", className: "fill-series-1", word: "completed" },
  savepoint: { shape: "diamond", className: "fill-accent", word: "savepoint" },
  failed: { shape: "cross", className: "fill-none stroke-st-failed stroke-2", word: "failed" },
  inProgress: { shape: "bar", className: "fill-accent", word: "in progress" },
} as const satisfies Record<CheckpointMark, { shape: MarkShape; className: string; word: string }>;
const RESTORED = { shape: "back", className: "fill-none stroke-exact-text stroke-[1.5]", word: "restored" } as const;
const LEGEND = [...Object.values(MARKS), RESTORED];

/**
 * Duration and state size of each checkpoint by the time of its trigger. A click or Enter selects
 * one.
 */
export function CheckpointChart({
  seen,
  model,
  selectedId,
  onSelect,
}: {
  seen: readonly SeenCheckpoint[];
  model: CheckpointChartModel;
  selectedId: number | undefined;
  onSelect: (checkpointId: number) => void;
}): ReactNode {
  return (
    <div className="px-4 pt-1 pb-2">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-2.5">
        <h2 className="font-title whitespace-nowrap">Checkpoints over time</h2>
        <ChartLegend items={LEGEND} />
      </div>
      <ChartBox heightPx={HEIGHT_PX}>
        {(widthPx) => <Plots widthPx={widthPx} label={chartInWords(seen)} model={model} selectedId={selectedId} onSelect={onSelect} />}
      </ChartBox>
    </div>
  );
}

function Plots({
  widthPx,
  label,
  model,
  selectedId,
  onSelect,
}: {
  widthPx: number;
  label: string;
  model: CheckpointChartModel;
  selectedId: number | undefined;
  onSelect: (checkpointId: number) => void;
}): ReactNode {
  const { axis, newestMs } = model;
  const columns = plotWidth(widthPx);
  const rows = useMemo(() => drawnRows(model, columns, selectedId), [model, columns, selectedId]);
  const plots = useMemo(() => plotsOf(model), [model]);
  const xAxis = useMemo(() => {
    const ticks = timeTicks(axis, Math.max(2, Math.floor(columns / TICK_PX)), zoneOffsetMs(newestMs));
    const words = new Map(ticks.map(({ at, ms }) => [at, formatClock(ms, newestMs)]));
    return { from: 0, to: axis.length, ticks: ticks.map(({ at }) => at), format: (at: number) => words.get(at) ?? "" };
  }, [axis, newestMs, columns]);
  return (
    <Chart
      label={label}
      widthPx={widthPx}
      rows={rows}
      xOf={xOf}
      xAxis={xAxis}
      plots={plots}
      tooltip={tooltip}
      onPress={(row) => row.kind === "checkpoint" && onSelect(row.checkpoint.id)}
    >
      <Drawing rows={rows} model={model} columns={columns} selectedId={selectedId} />
    </Chart>
  );
}

function xOf({ x }: ChartRow): number {
  return x;
}

function plotsOf({ longestMs, largestBytes }: CheckpointChartModel): readonly ChartPlot[] {
  return [
    { ...DURATION, scale: durationScale(longestMs), format: formatInterval },
    { ...SIZE, scale: byteScale(largestBytes), format: formatBytes },
  ];
}

function Drawing({
  rows,
  model,
  columns,
  selectedId,
}: {
  rows: readonly ChartRow[];
  model: CheckpointChartModel;
  columns: number;
  selectedId: number | undefined;
}): ReactNode {
  const checkpoints = rows.filter((row) => row.kind === "checkpoint");
  const durations = checkpoints.flatMap(({ x, checkpoint: { durationMs: y } }) => (y === undefined ? [] : { x, y }));
  const sizes = checkpoints.flatMap(({ x, checkpoint: { stateBytes: y } }) => (y === undefined ? [] : { x, y }));
  const selected = checkpoints.find(({ checkpoint }) => checkpoint.id === selectedId);
  const room = columns / Math.max(1, checkpoints.length);
  const stemPx = Math.min(6, Math.max(1, Math.floor(room / 2)));
  const radiusPx = room < 8 ? 2.5 : 4;
  const pointsOf = (mark: CheckpointMark) =>
    checkpoints.filter(({ checkpoint }) => markOf(checkpoint) === mark).map(({ x, checkpoint: { durationMs } }) => ({ x, y: durationMs }));
  return (
    <>
      <Bands bands={model.gaps} insetPx={8} />
      {selected !== undefined && <Rule x={selected.x} className="stroke-accent" />}
      <Stems plotId="duration" points={durations} className="stroke-series-1/45" widthPx={Math.min(2, stemPx)} />
      <Stems plotId="size" points={sizes} className="stroke-series-2/70" widthPx={stemPx} />
      <Marks plotId="duration" {...MARKS.completed} points={pointsOf("completed")} radiusPx={radiusPx} />
      <Marks plotId="duration" {...MARKS.savepoint} points={pointsOf("savepoint")} />
      <Marks plotId="duration" {...MARKS.failed} points={pointsOf("failed")} />
      <Marks plotId="duration" {...MARKS.inProgress} points={pointsOf("inProgress")} />
      <Marks
        plotId="duration"
        {...RESTORED}
        points={checkpoints.filter(({ isRestored }) => isRestored).map(({ x }) => ({ x, y: undefined }))}
        radiusPx={5}
      />
      {selected !== undefined && (
        <Marks
          plotId="duration"
          shape="ring"
          points={[{ x: selected.x, y: selected.checkpoint.durationMs }]}
          className="fill-none stroke-accent stroke-[1.5]"
          radiusPx={7}
        />
      )}
    </>
  );
}

function tooltip(row: ChartRow): ReactNode {
  if (row.kind === "gap") return row.words;
  const { id, status, isSavepoint, triggeredMs, durationMs, stateBytes, failure } = row.checkpoint;
  return (
    <>
      <p className="text-fg">
        <b className="font-strong">
          {isSavepoint ? "Savepoint" : "Checkpoint"} {id}
        </b>{" "}
        {status}
        {row.isRestored && ", restored"}
      </p>
      <p>triggered {formatClockTenths(triggeredMs)}</p>
      <p>
        duration {formatDuration(durationMs)}, state size {stateBytes === undefined ? DASH : formatBytes(stateBytes)}
      </p>
      {failure !== undefined && <p className="line-clamp-3 wrap-anywhere">{visibleText(failure)}</p>}
    </>
  );
}
