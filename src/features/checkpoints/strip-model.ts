import type { RestoredCheckpoint } from "../../rest/checkpoints.ts";
import { formatDuration } from "../../domain/units.ts";
import { REMEMBERED, type SeenCheckpoint } from "../../domain/seen-checkpoints.ts";
import { type Gap, gapBetween } from "./history-model.ts";

/** One column of the strip: a checkpoint, or a gap, which is two columns wide. */
export type StripColumn =
  | {
      kind: "checkpoint";
      checkpoint: SeenCheckpoint;
      isRestored: boolean;
      /** Share of the axis, 0…1; undefined if unknown. */
      durationShare: number | undefined;
      sizeShare: number | undefined;
      /** Whether its ID is written below it. */
      isLabelled: boolean;
    }
  | { kind: "gap"; id: string; words: string };

/** Status, duration and size of the last checkpoints in shared columns. */
export type Strip = { columns: readonly StripColumn[]; durationCeilingMs: number; sizeCeilingBytes: number };

/** The number of columns that fit. */
export const STRIP_COLUMNS = REMEMBERED;
const GAP_COLUMNS = 2;

/** IDs are written at every tenth column, and at both ends unless another one is near. */
const LABEL_EVERY = 10;
const NEAR = 3;

/** Arranges the checkpoints seen so far, newest last. The oldest are dropped if they do not fit. */
export function checkpointStrip(
  seen: readonly SeenCheckpoint[],
  restored: RestoredCheckpoint | null | undefined,
  intervalMs: number,
  selectedId: number | undefined,
): Strip {
  const shown = lastThatFit(seen, intervalMs);
  const durationCeilingMs = niceCeiling(Math.max(0, ...shown.map(({ durationMs }) => durationMs ?? 0)), 10);
  const sizeCeilingBytes = niceCeiling(Math.max(0, ...shown.map(({ stateBytes }) => stateBytes ?? 0)), 1024);
  const labelled = labelledIds(shown, selectedId);
  const columns = shown.flatMap((checkpoint, index): StripColumn[] => {
    const before = shown[index - 1];
    const gap = before === undefined ? undefined : gapBetween(before, checkpoint, intervalMs);
    const column: StripColumn = {
      kind: "checkpoint",
      checkpoint,
      isRestored: restored?.id === checkpoint.id,
      durationShare: share(checkpoint.durationMs, durationCeilingMs),
      sizeShare: share(checkpoint.stateBytes, sizeCeilingBytes),
      isLabelled: labelled.has(checkpoint.id),
    };
    return gap === undefined ? [column] : [{ kind: "gap", id: `before-${checkpoint.id}`, words: gapInWords(gap) }, column];
  });
  return { columns, durationCeilingMs, sizeCeilingBytes };
}

/** A gap as text. */
export function gapInWords(gap: Gap): string {
  return gap.kind === "pause" ? `${formatDuration(gap.ms)} without a checkpoint` : `${gap.count} not seen`;
}

function lastThatFit(seen: readonly SeenCheckpoint[], intervalMs: number): readonly SeenCheckpoint[] {
  let used = 0;
  for (let index = seen.length - 1; index >= 0; index--) {
    const [one, next] = [seen[index], seen[index + 1]];
    const hasGap = one !== undefined && next !== undefined && gapBetween(one, next, intervalMs) !== undefined;
    used += 1 + (hasGap ? GAP_COLUMNS : 0);
    if (used > STRIP_COLUMNS) return seen.slice(index + 1);
  }
  return seen;
}

function labelledIds(shown: readonly SeenCheckpoint[], selectedId: number | undefined): ReadonlySet<number> {
  const ids = shown.map(({ id }) => id);
  const labelled = ids.filter((id) => id % LABEL_EVERY === 0);
  const add = (id: number | undefined): void => {
    if (id !== undefined && labelled.every((other) => Math.abs(other - id) >= NEAR)) labelled.push(id);
  };
  if (selectedId !== undefined && ids.includes(selectedId)) {
    const near = labelled.findIndex((id) => Math.abs(id - selectedId) < NEAR);
    if (near >= 0) labelled.splice(near, 1);
    labelled.push(selectedId);
  }
  add(ids[0]);
  add(ids.at(-1));
  return new Set(labelled);
}

function share(value: number | undefined, ceiling: number): number | undefined {
  return value === undefined ? undefined : Math.min(1, value / ceiling);
}

/** `unit` doubled until it reaches `value`. */
function niceCeiling(value: number, unit: number): number {
  let ceiling = unit;
  while (ceiling < value) ceiling *= 2;
  return ceiling;
}
