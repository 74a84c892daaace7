import { entryOf } from "../../base/entry-of.ts";
import { visibleText } from "../../base/visible-text.ts";
import { formatBytes, formatCount, formatDuration, formatOf, formatPercent } from "../../domain/units.ts";
import type { SeenCheckpoint } from "../../domain/seen-checkpoints.ts";
import type { Checkpoints, RestoredCheckpoint } from "../../rest/checkpoints.ts";

/**
 * How many checkpoints failed before they got an ID, for example because not all tasks ran. Flink
 * counts them without an entry. IDs start at 1, so they are the difference between the count and
 * the highest ID. This is too low if IDs started higher (another job's savepoint), but never too
 * high.
 */
export function failedWithoutId({ counts, history, latest }: Pick<Checkpoints, "counts" | "history" | "latest">): number {
  const { completed, savepoint, failed, restored } = latest;
  const ids = [completed, savepoint, failed, restored, ...history].map((checkpoint) => checkpoint?.id ?? 0);
  return Math.min(counts.failed, Math.max(0, counts.total - Math.max(0, ...ids)));
}

/** {@link failedWithoutId} as text. */
export function withoutIdInWords(count: number): string {
  return count === 1 ? "1 failed before it got an ID" : `${formatCount(count)} failed before they got IDs`;
}

/** Why such a checkpoint has no entry. */
export const WITHOUT_ID_REASON =
  "Flink counts a checkpoint that cannot be triggered, for example because not all tasks run yet, but keeps no entry for it.";

/** What the table of `shownCount` rows omits, and why; undefined if it shows all checkpoints. */
export function belowInWords(
  checkpoints: Pick<Checkpoints, "counts" | "history" | "latest">,
  seenCount: number,
  shownCount: number,
  filter: HistoryFilter,
): string | undefined {
  const { total } = checkpoints.counts;
  if (total === 0) return "No checkpoint was triggered yet.";
  const withoutId = failedWithoutId(checkpoints);
  const reason = withoutId === 0 ? undefined : `${withoutIdInWords(withoutId)}. ${WITHOUT_ID_REASON}`;
  if (filter === "failed" && reason !== undefined) return reason;
  if (shownCount === 0 && (filter !== "all" || reason === undefined))
    return `None of the ${formatCount(seenCount)} known checkpoints matches this filter.`;
  if (filter !== "all") return undefined;
  const unseen = total - withoutId - seenCount;
  if (unseen <= 0) return reason;
  const were = unseen === 1 ? "1 more was" : `${formatCount(unseen)} more were`;
  const words = `${were} taken. The cluster keeps only the latest few, and this page the last ${formatCount(seenCount)} it has seen.`;
  return reason === undefined ? words : `${words} ${reason}`;
}

const TYPES: Readonly<Record<string, string>> = {
  CHECKPOINT: "checkpoint",
  UNALIGNED_CHECKPOINT: "unaligned",
  SAVEPOINT: "savepoint",
  SYNC_SAVEPOINT: "savepoint on stop",
};

/** The type of a checkpoint as text. A type of a newer Flink is shown as it is. */
export function typeInWords({ type, isSavepoint }: Pick<SeenCheckpoint, "type" | "isSavepoint">): string {
  if (type === undefined) return isSavepoint ? "savepoint" : "checkpoint";
  return entryOf(TYPES, type) ?? visibleText(type);
}

/**
 * The type in full. Before the first acknowledgement Flink calls every checkpoint CHECKPOINT, so only
 * a completed one is known to be aligned.
 */
export function fullTypeInWords(checkpoint: Pick<SeenCheckpoint, "type" | "isSavepoint">, isCompleted: boolean): string {
  const { type } = checkpoint;
  if (type === "CHECKPOINT" && isCompleted) return "aligned checkpoint";
  return type === "UNALIGNED_CHECKPOINT" ? "unaligned checkpoint" : typeInWords(checkpoint);
}

/**
 * How many subtasks have acknowledged: `5 of 8`. While the checkpoint is in progress, also as a
 * percentage.
 */
export function acknowledgedInWords(acknowledged: number, subtasks: number, isInProgress: boolean): string {
  const words = formatOf(acknowledged, subtasks);
  return isInProgress && subtasks > 0 ? `${words}, ${formatPercent(acknowledged / subtasks)}` : words;
}

/** Processed in-flight bytes, and the persisted ones in parentheses: `198 B (0 B)`. */
export function inFlightInWords(processedBytes: number | undefined, persistedBytes: number | undefined): string {
  return `${formatBytes(processedBytes)} (${formatBytes(persistedBytes)})`;
}

/** The gap between two consecutive checkpoints. */
export type Gap = { kind: "pause"; ms: number } | { kind: "unseen"; count: number };

/**
 * A pause is noted if it lasts this many intervals and at least this long. A slow checkpoint is not
 * a pause.
 */
const PAUSE_INTERVALS = 3;
const SHORTEST_PAUSE_MS = 5000;

/**
 * The gap before `next`: the length of a pause in which no checkpoint was triggered, or the number
 * of checkpoints that left the cluster's history before this page saw them.
 */
export function gapBetween(before: SeenCheckpoint, next: SeenCheckpoint, intervalMs: number): Gap | undefined {
  if (next.id > before.id + 1) return { kind: "unseen", count: next.id - before.id - 1 };
  const endedMs = before.acknowledgedMs ?? before.triggeredMs;
  const ms = next.triggeredMs - endedMs;
  return ms > Math.max(SHORTEST_PAUSE_MS, PAUSE_INTERVALS * intervalMs) ? { kind: "pause", ms } : undefined;
}

/** A gap as text. */
export function gapInWords(gap: Gap): string {
  return gap.kind === "pause" ? `${formatDuration(gap.ms)} without a checkpoint` : `${gap.count} not seen`;
}

/** The filters of the history table. */
export type HistoryFilter = "all" | "completed" | "failed" | "savepoints";

export const HISTORY_FILTERS = ["all", "completed", "failed", "savepoints"] as const satisfies readonly HistoryFilter[];

function matchesFilter(checkpoint: SeenCheckpoint, filter: HistoryFilter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "completed":
      return checkpoint.status === "COMPLETED" && !checkpoint.isSavepoint;
    case "failed":
      return checkpoint.status === "FAILED";
    case "savepoints":
      return checkpoint.isSavepoint;
  }
}

/** A row of the history table with its note. */
export type HistoryRow = SeenCheckpoint & {
  /** Share of the longest duration in the table, 0…1. */
  durationShare: number;
  gapBefore: Gap | undefined;
  /** When the job was last restored from it, epoch ms. */
  restoredMs: number | undefined;
};

/** The rows of the table, newest first. */
export function historyRows(
  seen: readonly SeenCheckpoint[],
  filter: HistoryFilter,
  restored: RestoredCheckpoint | null | undefined,
  intervalMs: number,
): readonly HistoryRow[] {
  const longestMs = Math.max(1, ...seen.map(({ durationMs }) => durationMs ?? 0));
  return seen
    .map((checkpoint, index): HistoryRow => {
      const before = seen[index - 1];
      return {
        ...checkpoint,
        durationShare: (checkpoint.durationMs ?? 0) / longestMs,
        gapBefore: before === undefined ? undefined : gapBetween(before, checkpoint, intervalMs),
        restoredMs: restored?.id === checkpoint.id ? restored.restore_timestamp : undefined,
      };
    })
    .filter((row) => matchesFilter(row, filter))
    .toReversed();
}
