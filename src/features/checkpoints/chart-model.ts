import type { SeenCheckpoint } from "../../domain/seen-checkpoints.ts";
import { formatBytes, formatCounted, formatDuration } from "../../domain/units.ts";
import type { RestoredCheckpoint } from "../../rest/checkpoints.ts";
import { decimate } from "../../ui/decimate.ts";
import { gapBetween, gapInWords } from "./history-model.ts";
import { type CutTimeAxis, cutTimeAxis } from "./time-axis.ts";

/**
 * A checkpoint or the gap between two of them. `x` is a place on the axis of {@link
 * CheckpointChartModel}.
 */
export type ChartRow =
  | { readonly kind: "checkpoint"; readonly x: number; readonly checkpoint: SeenCheckpoint; readonly isRestored: boolean }
  | { readonly kind: "gap"; readonly x: number; readonly words: string };

/** The checkpoints that the page has seen, by the time of their trigger. */
export type CheckpointChartModel = {
  readonly rows: readonly ChartRow[];
  /** Where the gaps begin and end on the axis. */
  readonly gaps: readonly { readonly from: number; readonly to: number; readonly words: string }[];
  readonly axis: CutTimeAxis;
  readonly longestMs: number;
  readonly largestBytes: number;
  /** The trigger time of the newest checkpoint, epoch ms. */
  readonly newestMs: number;
};

/** The mark of a checkpoint. A savepoint has its own mark when it is completed. */
export type CheckpointMark = "completed" | "savepoint" | "failed" | "inProgress";

/** See {@link CheckpointMark}. */
export function markOf({ status, isSavepoint }: Pick<SeenCheckpoint, "status" | "isSavepoint">): CheckpointMark {
  switch (status) {
    case "COMPLETED":
      return isSavepoint ? "savepoint" : "completed";
    case "FAILED":
      return "failed";
    default:
      return "inProgress";
  }
}

/**
 * The checkpoints with the measures that the chart draws. A failed one lasted until its failure and
 * wrote a part of the state, which would look like a fast and small checkpoint.
 */
export function measuredCheckpoints(seen: readonly SeenCheckpoint[]): readonly SeenCheckpoint[] {
  return seen.map((checkpoint) =>
    checkpoint.status === "COMPLETED" ? checkpoint : { ...checkpoint, durationMs: undefined, stateBytes: undefined },
  );
}

/** The length of the axis around a single checkpoint, ms. */
const ALONE_MS = 1000;

/** Places the checkpoints in `seen` on a time axis. Returns undefined if there are none. */
export function checkpointChart(
  seen: readonly SeenCheckpoint[],
  restored: RestoredCheckpoint | null | undefined,
  intervalMs: number,
): CheckpointChartModel | undefined {
  // `seen` is ordered by id. After a clock correction the times may have another order.
  const inOrder = seen.toSorted((a, b) => a.triggeredMs - b.triggeredMs || a.id - b.id);
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (first === undefined || last === undefined) return undefined;

  const pauses = inOrder.flatMap((next, index) => {
    const before = inOrder[index - 1];
    const gap = before === undefined ? undefined : gapBetween(before, next, intervalMs);
    if (before === undefined || gap === undefined) return [];
    const fromMs = Math.min(before.acknowledgedMs ?? before.triggeredMs, next.triggeredMs);
    return next.triggeredMs > fromMs ? [{ fromMs, toMs: next.triggeredMs, words: gapInWords(gap) }] : [];
  });
  const marginMs = usualDistance(inOrder) / 2;
  const axis = cutTimeAxis({ fromMs: first.triggeredMs - marginMs, toMs: last.triggeredMs + marginMs }, pauses);
  const gaps = pauses.map(({ fromMs, toMs, words }) => ({ from: axis.place(fromMs), to: axis.place(toMs), words }));
  const rows: ChartRow[] = [
    ...gaps.map(({ from, to, words }) => ({ kind: "gap" as const, x: (from + to) / 2, words })),
    ...inOrder.map((checkpoint) => ({
      kind: "checkpoint" as const,
      x: axis.place(checkpoint.triggeredMs),
      checkpoint,
      isRestored: restored?.id === checkpoint.id,
    })),
  ];
  return {
    rows: apart(
      rows.toSorted((a, b) => a.x - b.x),
      axis.length,
    ),
    gaps,
    axis,
    longestMs: Math.max(0, ...seen.map(({ durationMs }) => durationMs ?? 0)),
    largestBytes: Math.max(0, ...seen.map(({ stateBytes }) => stateBytes ?? 0)),
    newestMs: last.triggeredMs,
  };
}

/** The median time from one trigger to the next. */
function usualDistance(inOrder: readonly SeenCheckpoint[]): number {
  const distances = inOrder.slice(1).map(({ triggeredMs }, index) => triggeredMs - (inOrder[index]?.triggeredMs ?? 0));
  return distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] || ALONE_MS;
}

/**
 * Moves rows that have the same place slightly apart, so that pointer and keyboard reach each of
 * them.
 */
function apart(rows: readonly ChartRow[], length: number): readonly ChartRow[] {
  let before = Number.NEGATIVE_INFINITY;
  return rows.map((row) => {
    before = row.x > before ? row.x : before + length * 1e-6;
    return before === row.x ? row : { ...row, x: before };
  });
}

/**
 * The rows to draw in a plot that is `columns` pixels wide. Of plain completed checkpoints these
 * are the extremes of duration and size in each pixel column. All other rows are kept.
 */
export function drawnRows({ rows, axis }: CheckpointChartModel, columns: number, selectedId: number | undefined): readonly ChartRow[] {
  const isPlain = (row: ChartRow): boolean =>
    row.kind === "checkpoint" && markOf(row.checkpoint) === "completed" && !row.isRestored && row.checkpoint.id !== selectedId;
  const plain = rows.filter(isPlain);
  const extremes = (y: (checkpoint: SeenCheckpoint) => number | undefined): readonly ChartRow[] =>
    decimate(plain, {
      x: ({ x }) => x,
      y: (row) => (row.kind === "checkpoint" ? y(row.checkpoint) : undefined),
      from: 0,
      to: axis.length,
      columns,
    });
  const kept = new Set([...extremes(({ durationMs }) => durationMs), ...extremes(({ stateBytes }) => stateBytes)]);
  return rows.filter((row) => kept.has(row) || !isPlain(row));
}

/**
 * Summarises the chart: the number of checkpoints of each kind, and the ranges of duration and
 * state size.
 */
export function chartInWords(seen: readonly SeenCheckpoint[]): string {
  const counts: Record<CheckpointMark, number> = { completed: 0, savepoint: 0, failed: 0, inProgress: 0 };
  for (const checkpoint of seen) counts[markOf(checkpoint)]++;
  const durations = seen.flatMap(({ durationMs }) => durationMs ?? []);
  const sizes = seen.flatMap(({ stateBytes }) => stateBytes ?? []);
  const parts = [
    counts.completed > 0 && `${counts.completed} completed`,
    counts.savepoint > 0 && formatCounted(counts.savepoint, "savepoint"),
    counts.failed > 0 && `${counts.failed} failed`,
    counts.inProgress > 0 && `${counts.inProgress} in progress`,
    durations.length > 0 && `duration ${fromTo(durations, formatDuration)}`,
    sizes.length > 0 && `state size ${fromTo(sizes, formatBytes)}`,
  ];
  return `Checkpoints over time: ${parts.filter((part) => part !== false).join(", ")}`;
}

function fromTo(values: readonly number[], format: (value: number) => string): string {
  const [least, most] = [format(Math.min(...values)), format(Math.max(...values))];
  return least === most ? least : `${least} to ${most}`;
}
