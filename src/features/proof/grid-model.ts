import { formatElapsed } from "../../domain/units.ts";
import type { TallyCell, TallySummary, TallyWindow } from "./tally.ts";

/**
 * One page in one window. `cut` by drains, see {@link TallyCell}; `before` is before the first
 * window, `next` is in the future, `unseen` if retention dropped records.
 */
export type GridCell =
  | { kind: "exact" | "wrong"; count: number; results: number }
  | ({ kind: "cut" } & Omit<TallyCell, "isWrong">)
  | { kind: "open"; share: number }
  | { kind: "before" | "next" | "late" | "missing" | "unseen" };

/** A note under a column; `points` if it belongs to the column on its right. */
export type GridNote = { kind: "open" | "late" | "killed"; text: string; points: boolean };

/** A window as a column. Times in epoch ms. */
export type GridColumn = { startMs: number; cells: readonly GridCell[]; note: GridNote | undefined };

/** A minute of windows. */
export type GridMinute = { startMs: number; columns: readonly GridColumn[] };

/** The visible grid: minutes of windows, and whether there are earlier or later ones. */
export type ProofGrid = {
  pages: readonly string[];
  minutes: readonly GridMinute[];
  hasEarlier: boolean;
  hasLater: boolean;
  lateWindows: number;
};

/** An event in the cluster at an event time: `text` is shown under that window. */
export type GridMark = { eventMs: number; text: string };

/** How far event time has advanced. */
export type EventProgress = {
  /** The job's low watermark, epoch ms; undefined while no task runs. */
  watermarkMs: number | undefined;
  /** The event time that all partitions of the input have reached, epoch ms. */
  newestClickMs: number | undefined;
  /** The event time they had reached long enough ago that results of windows before it are due. */
  dueClickMs: number | undefined;
};

const MINUTE_MS = 60_000;

/**
 * The grid of `minuteCount` minutes, `minutesBack` before the newest. At full speed event time is far ahead of the results, so the
 * newest minutes are then those around the last closed window.
 */
export function proofGrid(
  summary: TallySummary,
  progress: EventProgress,
  marks: readonly GridMark[],
  { minuteCount, minutesBack }: { minuteCount: number; minutesBack: number },
): ProofGrid {
  const { windowMs, pages } = summary;
  // Windows that do not divide a minute are grouped in fours.
  const minuteMs = MINUTE_MS % windowMs === 0 ? MINUTE_MS : windowMs * 4;
  const minuteOf = (atMs: number): number => Math.floor(atMs / minuteMs) * minuteMs;
  const newestMs = summary.windows.at(-1)?.startMs;
  const reachedMs = Math.max(newestMs === undefined ? 0 : newestMs + windowMs, progress.newestClickMs ?? 0);
  const firstMs = summary.windows[0]?.startMs ?? Math.floor(reachedMs / windowMs) * windowMs;
  const firstMinuteMs = minuteOf(firstMs);
  const closedMs = summary.windows.findLast(({ isClosed }) => isClosed)?.startMs;
  const ahead = closedMs === undefined ? 0 : (minuteOf(reachedMs) - minuteOf(closedMs)) / minuteMs;
  const half = Math.floor(minuteCount / 2);
  const newestMinuteMs = closedMs === undefined || ahead <= Math.max(1, half) ? minuteOf(reachedMs) : minuteOf(closedMs) + half * minuteMs;
  const lastMinuteMs = Math.max(newestMinuteMs, firstMinuteMs + (minuteCount - 1) * minuteMs);
  const mostBackMs = lastMinuteMs - (minuteCount - 1) * minuteMs - firstMinuteMs;
  const backMs = Math.min(minutesBack * minuteMs, mostBackMs);
  const fromMs = firstMinuteMs + mostBackMs - backMs;

  const byStart = new Map(summary.windows.map((window) => [window.startMs, window]));
  const cellsOf = (startMs: number): GridCell[] => {
    const window = byStart.get(startMs);
    return pages.map((_, page) => cellOf(window, page, startMs, { firstMs, newestMs, windowMs, progress }));
  };
  const columns = Array.from({ length: (minuteCount * minuteMs) / windowMs }, (_, index) => {
    const startMs = fromMs + index * windowMs;
    return { startMs, cells: cellsOf(startMs) };
  });
  const notes = notesOf(columns, progress, marks, windowMs);
  const perMinute = minuteMs / windowMs;
  return {
    pages,
    minutes: Array.from({ length: minuteCount }, (_, minute) => ({
      startMs: fromMs + minute * minuteMs,
      columns: columns
        .slice(minute * perMinute, (minute + 1) * perMinute)
        .map((column, index) => ({ ...column, note: notes[minute * perMinute + index] })),
    })),
    hasEarlier: backMs < mostBackMs,
    hasLater: backMs > 0,
    lateWindows: countLate(firstMs, newestMs, windowMs, progress, cellsOf),
  };
}

/**
 * Late windows are between the newest result and the newest click, visible or not. The count is
 * limited.
 */
export const MOST_LATE = 1000;

function countLate(
  firstMs: number,
  newestMs: number | undefined,
  windowMs: number,
  { dueClickMs }: EventProgress,
  cellsOf: (startMs: number) => GridCell[],
): number {
  if (dueClickMs === undefined) return 0;
  let late = 0;
  const fromMs = newestMs === undefined ? firstMs : Math.max(firstMs, newestMs - 2 * windowMs);
  for (let startMs = fromMs; startMs + windowMs <= dueClickMs && late < MOST_LATE; startMs += windowMs) {
    if (cellsOf(startMs).some(({ kind }) => kind === "late")) late++;
  }
  return late;
}

function cellOf(
  window: TallyWindow | undefined,
  page: number,
  startMs: number,
  { firstMs, newestMs, windowMs, progress }: { firstMs: number; newestMs: number | undefined; windowMs: number; progress: EventProgress },
): GridCell {
  const cell = window?.cells[page];
  if (cell !== undefined) {
    const { isWrong, ...known } = cell;
    const { count, results, parts, beside } = known;
    if (parts.length > 0 || beside.length > 0) return { kind: "cut", ...known };
    return { kind: isWrong ? "wrong" : "exact", count, results };
  }
  if (startMs < firstMs) return { kind: "before" };
  if (window?.isUnseen === true) return { kind: "unseen" };
  if (window?.isClosed === true) return { kind: "missing" };
  // All judged windows have cells, except unseen ones.
  if (window === undefined && newestMs !== undefined && startMs < newestMs - 3 * windowMs) return { kind: "unseen" };
  const { newestClickMs, watermarkMs, dueClickMs } = progress;
  if (dueClickMs !== undefined && dueClickMs >= startMs + windowMs) return { kind: "late" };
  const reachedMs = watermarkMs ?? newestClickMs;
  const hasStarted = (newestClickMs ?? reachedMs ?? 0) >= startMs || (newestMs !== undefined && startMs <= newestMs);
  if (!hasStarted) return { kind: "next" };
  return { kind: "open", share: reachedMs === undefined ? 0 : Math.min(1, Math.max(0, (reachedMs - startMs) / windowMs)) };
}

type Column = Pick<GridColumn, "startMs" | "cells">;

function notesOf(
  columns: readonly Column[],
  { newestClickMs }: EventProgress,
  marks: readonly GridMark[],
  windowMs: number,
): (GridNote | undefined)[] {
  const has = (column: Column, kind: GridCell["kind"]): boolean => column.cells.some((cell) => cell.kind === kind);
  const notes = columns.map((): GridNote | undefined => undefined);
  const late = columns.findIndex((column) => has(column, "late"));
  const lateColumn = columns[late];
  if (lateColumn !== undefined && newestClickMs !== undefined) {
    const lateMs = newestClickMs - lateColumn.startMs - windowMs;
    notes[late] = { kind: "late", text: `late ${formatElapsed(lateMs)}`, points: false };
  }
  const open = columns.findIndex((column) => has(column, "open"));
  if (open >= 0 && notes[open] === undefined) notes[open] = { kind: "open", text: "open", points: false };
  for (const { eventMs, text } of marks.toReversed()) {
    const index = columns.findIndex(({ startMs }) => eventMs >= startMs && eventMs < startMs + windowMs);
    if (index < 0) continue;
    // If its own place or the next is taken, the note is placed before it and points to it.
    const isTaken = notes[index] !== undefined;
    const place = isTaken ? index - 1 : index;
    // Of kills so close that their notes would overlap, only the last is shown.
    const isCrowded = notes.some((note, other) => note?.kind === "killed" && Math.abs(other - place) < 3);
    if (place < 0 || notes[place] !== undefined || isCrowded) continue;
    const points = isTaken || notes[index + 1] !== undefined;
    notes[place] = { kind: "killed", text: points ? `${text.replace("▲ ", "")} ▸` : text, points };
  }
  return notes;
}
