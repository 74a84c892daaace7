// What the History tab shows of a recorded history. Pure.
import { formatBytes, formatCount, formatDuration, formatInterval, formatPercent, formatRate } from "../../domain/units.ts";
import {
  finestRows,
  type HistoryEvent,
  type HistoryMetric,
  type HistoryRow,
  type JobHistory,
  TIERS,
} from "../../observe/recorder/history.ts";
import { withoutRepeats } from "../../observe/recorder/readings.ts";
import { type AxisScale, byteScale, countScale, durationScale, rateScale } from "../../ui/axis-scale.ts";
import { decimate } from "../../ui/decimate.ts";

/** One line of a plot. */
export type Series = { readonly metric: HistoryMetric; readonly word: string; readonly color: string };

/** A plot: metrics with one unit. */
export type HistoryPlot = {
  readonly id: string;
  readonly title: string;
  readonly series: readonly Series[];
  readonly scale: (highest: number) => AxisScale;
  /** A label of the axis. */
  readonly formatTick: (value: number) => string;
  /** A value. */
  readonly format: (value: number | undefined) => string;
};

const SHARES: AxisScale = { ceiling: 1, ticks: [0, 0.5, 1] };
const BLUE = "stroke-series-1";

/** The plots, from top to bottom. */
export const PLOTS: readonly HistoryPlot[] = [
  {
    id: "load",
    title: "Busy and backpressured, highest vertex",
    series: [
      { metric: "busy", word: "Busy", color: "stroke-series-3" },
      { metric: "backpressured", word: "Backpressured", color: "stroke-series-4" },
    ],
    scale: () => SHARES,
    formatTick: formatPercent,
    format: formatPercent,
  },
  {
    id: "records",
    title: "Records emitted by the sources",
    series: [{ metric: "recordsPerSecond", word: "Records", color: BLUE }],
    scale: rateScale,
    formatTick: formatRate,
    format: formatRate,
  },
  {
    id: "lag",
    title: "Lag, records",
    series: [{ metric: "lag", word: "Lag", color: BLUE }],
    scale: countScale,
    formatTick: formatCount,
    format: formatCount,
  },
  {
    id: "age",
    title: "Checkpoint age",
    series: [{ metric: "checkpointAgeMs", word: "Checkpoint age", color: BLUE }],
    scale: durationScale,
    formatTick: formatInterval,
    format: formatDuration,
  },
  {
    id: "duration",
    title: "Checkpoint duration",
    series: [{ metric: "checkpointMs", word: "Checkpoint duration", color: BLUE }],
    scale: durationScale,
    formatTick: formatInterval,
    format: formatDuration,
  },
  {
    id: "size",
    title: "Checkpoint size",
    series: [{ metric: "checkpointBytes", word: "Checkpoint size", color: "stroke-series-2" }],
    scale: byteScale,
    formatTick: formatBytes,
    format: formatBytes,
  },
  {
    id: "restarts",
    title: "Restarts",
    series: [{ metric: "restarts", word: "Restarts", color: BLUE }],
    scale: countScale,
    formatTick: formatCount,
    format: formatCount,
  },
];

/** The selectable stretches of time: the last so many ms, or everything. */
export const RANGES = [
  { id: "15m", label: "15 min", ms: 15 * 60_000 },
  { id: "1h", label: "1 h", ms: 3_600_000 },
  { id: "6h", label: "6 h", ms: 6 * 3_600_000 },
  { id: "all", label: "All", ms: Number.POSITIVE_INFINITY },
] as const;

/** One of {@link RANGES}. */
export type RangeId = (typeof RANGES)[number]["id"];

/** A point of a line; null breaks it. */
export type LinePoint = { readonly x: number; readonly y: number | null };

/** A stretch of time, epoch ms. */
export type TimeSpan = { readonly from: number; readonly to: number };

/** The history within a range. */
export type HistoryView = {
  readonly span: TimeSpan;
  readonly rows: readonly HistoryRow[];
  /** Newest first, with the last change of the job's state before the range. */
  readonly events: readonly HistoryEvent[];
  /** Stretches in which nothing was recorded. */
  readonly gaps: readonly TimeSpan[];
};

/** The shortest axis, ms. */
const LEAST_SPAN_MS = 60_000;
/** A longer time between two samples is a gap, ms. A job that is not on the screen may be asked for twice a minute. */
const GAP_MS = 60_000;
/** A longer time between two samples of different recordings is a gap: the page was closed. */
const CLOSED_MS = 10_000;

/** The history in the last `rangeMs`; undefined if nothing was recorded. */
export function historyView(history: JobHistory, rangeMs: number): HistoryView | undefined {
  const rows = finestRows(history.rows);
  const watched = rows.filter(isWatched);
  const events = withoutRepeats(history.events);
  const [firstRow, lastRow] = [rows[0], rows.at(-1)];
  const endMs = Math.max(lastRow?.untilMs ?? Number.NEGATIVE_INFINITY, events.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(endMs)) return undefined;
  // States of a job that began long before the recording would leave the chart empty.
  const startMs = firstRow?.fromMs ?? events[0]?.atMs ?? endMs;
  const from = Math.max(endMs - rangeMs, Math.min(startMs, endMs - LEAST_SPAN_MS));
  const span = { from, to: endMs };
  // The state at the beginning of the range, with its time.
  const stateBefore = events.findLast(({ kind, atMs }) => kind === "state" && atMs < from);
  return {
    span,
    rows: rows.filter(({ untilMs }) => untilMs >= from),
    events: events.filter((event) => endOf(event) >= from || event === stateBefore || rangeMs === Number.POSITIVE_INFINITY).toReversed(),
    gaps: gapsOf(watched, span),
  };
}

/** Whether the page was recording: it learns of earlier checkpoints later. */
function isWatched({ values }: HistoryRow): boolean {
  return Object.keys(values).some((metric) => metric !== "checkpointMs" && metric !== "checkpointBytes");
}

function gapsOf(watched: readonly HistoryRow[], { from, to }: TimeSpan): readonly TimeSpan[] {
  const gaps = watched.flatMap((row, index): TimeSpan[] => {
    const before = watched[index - 1];
    if (before === undefined) return row.fromMs - from > GAP_MS ? [{ from, to: row.fromMs }] : [];
    return isGap(before, row, row.fromMs - before.untilMs) ? [{ from: before.untilMs, to: row.fromMs }] : [];
  });
  const last = watched.at(-1);
  const atEnd = last !== undefined && to - last.untilMs > GAP_MS ? [{ from: last.untilMs, to }] : [];
  return [...gaps, ...atEnd].filter((gap) => gap.to > from).map((gap) => ({ from: Math.max(from, gap.from), to: gap.to }));
}

/** Whether the time between two rows, of which `pauseMs` is without a value, was not recorded. */
function isGap(before: HistoryRow, row: HistoryRow, pauseMs: number): boolean {
  const usualMs = Math.max(GAP_MS, 2.5 * (TIERS[Math.max(before.tier, row.tier)]?.slotMs ?? 0));
  return pauseMs > usualMs || (before.untilRecording !== row.fromRecording && row.fromMs - before.untilMs > CLOSED_MS);
}

/** The line of a metric: in each slot the lowest, the highest and the last value. Broken where it was unknown or not recorded. */
export function lineOf(rows: readonly HistoryRow[], metric: HistoryMetric): readonly LinePoint[] {
  const points: LinePoint[] = [];
  let before: HistoryRow | undefined;
  let beforeMs = 0;
  for (const row of rows) {
    const value = row.values[metric];
    if (value === undefined) continue;
    if (value === null) {
      points.push({ x: row.untilMs, y: null });
      before = undefined;
      continue;
    }
    if (before !== undefined && isGap(before, row, value.lastMs - beforeMs)) points.push({ x: beforeMs, y: null });
    const { low, high, last, lastMs } = value;
    for (const y of low === high ? [last] : [low, high, last]) points.push({ x: lastMs, y });
    before = row;
    beforeMs = lastMs;
  }
  return points;
}

/** What a plot of `columns` px can show of a line. */
export function drawnLine(points: readonly LinePoint[], { from, to }: TimeSpan, columns: number): readonly LinePoint[] {
  return decimate(
    points.filter(({ x }) => x >= from),
    { x: ({ x }) => x, y: ({ y }) => y, from, to, columns },
  );
}

/** The highest value of some metrics; undefined if none has a value. */
export function highestOf(rows: readonly HistoryRow[], series: readonly Series[]): number | undefined {
  const values = rows.flatMap((row) => series.flatMap(({ metric }) => row.values[metric]?.high ?? []));
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));
}

/** The times that pointer and arrow keys reach: of samples and events, at most one for each pixel column. */
export function cursorTimes({ span: { from, to }, rows, events }: HistoryView, columns: number): readonly number[] {
  const times = [...rows.map(({ untilMs }) => untilMs), ...events.map(({ atMs }) => atMs)].filter((atMs) => atMs >= from && atMs <= to);
  const byColumn = new Map(times.toSorted((a, b) => a - b).map((atMs) => [Math.floor(((atMs - from) / (to - from)) * columns), atMs]));
  return [...byColumn.values()];
}

/**
 * The value of a metric at a time: the last one measured until then. In the first slot of a recording it may be a little later,
 * if the slot has only one value. The number of restarts only grows, so there it is the lowest. Undefined if there is none.
 */
export function valueAt(rows: readonly HistoryRow[], metric: HistoryMetric, atMs: number): number | undefined {
  const wasRead = (row: HistoryRow): boolean => row.values[metric] !== undefined;
  const before = rows.findLast((one) => wasRead(one) && (one.values[metric]?.lastMs ?? one.fromMs) <= atMs);
  const row = before ?? rows.findLast((one) => wasRead(one) && one.fromMs <= atMs);
  const value = row?.values[metric];
  if (row === undefined || value === undefined || value === null) return undefined;
  if (before === undefined && value.low !== value.high) return metric === "restarts" ? value.low : undefined;
  const lengthMs = TIERS[row.tier]?.slotMs ?? 0;
  return atMs - value.lastMs <= 2 * lengthMs + GAP_MS / 4 || isOfCheckpoint(metric) ? value.last : undefined;
}

/** A completed checkpoint stays the last one until the next. */
function isOfCheckpoint(metric: HistoryMetric): boolean {
  return metric === "checkpointMs" || metric === "checkpointBytes";
}

/**
 * The event closest in time. A run of checkpoints lasts for minutes, so it counts only if no other event is within `reachMs`.
 */
export function nearestEvent(events: readonly HistoryEvent[], atMs: number, reachMs: number): HistoryEvent | undefined {
  const closest = (some: readonly HistoryEvent[]): HistoryEvent | undefined =>
    some.toSorted((a, b) => distance(a, atMs) - distance(b, atMs))[0];
  const single = closest(events.filter(({ run }) => run === undefined));
  return single !== undefined && distance(single, atMs) <= reachMs ? single : closest(events);
}

function distance(event: HistoryEvent, atMs: number): number {
  return Math.max(event.atMs - atMs, atMs - endOf(event), 0);
}

function endOf({ atMs, run }: HistoryEvent): number {
  return run?.untilMs ?? atMs;
}

/** An event as a sentence, as the cluster and the user wrote it. */
export function eventWords({ text, kind, run }: HistoryEvent): string {
  if (run === undefined) return kind === "state" ? `Job ${text}` : text;
  const longest = formatDuration(run.longestMs);
  return run.firstId === run.lastId
    ? `Checkpoint ${String(run.firstId)} completed in ${longest}`
    : `Checkpoints ${String(run.firstId)} to ${String(run.lastId)} completed, longest ${longest}`;
}

const TICK_STEPS_MS = [
  5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000,
];

/** Round local times on the axis, at most `most`. `offsetMs`: local time minus UTC. */
export function clockTicks({ from, to }: TimeSpan, most: number, offsetMs: number): readonly number[] {
  const step = TICK_STEPS_MS.find((ms) => (to - from) / ms <= most) ?? Math.ceil((to - from) / most / 86_400_000) * 86_400_000;
  const first = Math.ceil((from + offsetMs) / step) * step - offsetMs;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}
