// The proof's arithmetic: topic `output` alone in, what it says about exactly-once out. No clock, no calls, so that any order of
// partitions, repeats and gaps can be put to it.
import { partsOfWhole } from "./drained-parts.ts";
import type { WindowResult } from "./output-record.ts";

/** Each page has so many clicks in each window, by the way the playground's generator makes them. */
export const EXACT_COUNT = 1000;

/** The pages the playground's generator clicks on, in its order. One that never gets a result is missing all the same. */
export const PLAYGROUND_PAGES: readonly string[] = ["/help", "/index", "/shop", "/jobs", "/about", "/news"];

/** A window is closed once one that starts so much later has a result. */
const CLOSED_AFTER_MS = 30_000;

const WINDOW_MS = 15_000;
const KEPT_WINDOWS = 200;
/** Older windows that still lack a result are kept, so that a late one fills them; the oldest of more than these is final. */
const KEPT_INCOMPLETE = 1000;
/** More pages than these are not the playground's, and no grid could show them. */
const MAX_PAGES = 32;
/** A topic may hold a window of any year; the work of one settling has a bound. */
const MAX_STEPS_PER_SETTLE = 200_000;
const MAX_UNSEEN_RANGES = 64;

/**
 * What is known of one page in one window: `count` of its latest result, or of a wrong one if any was. `isCut` where a drain has cut it into parts that
 * add up to 1000.
 */
export type TallyCell = { count: number; results: number; isWrong: boolean; isCut: boolean };

/** A window with its cells in the order of {@link TallySummary.pages}; undefined where there is no result. */
export type TallyWindow = { startMs: number; isClosed: boolean; isUnseen: boolean; cells: readonly (TallyCell | undefined)[] };

/** What the tally says. Counts are over all that was read, `windows` are the last 200. Times in epoch ms of event time. */
export type TallySummary = {
  pages: readonly string[];
  windowMs: number;
  /** Closed windows that could be judged. */
  closedWindows: number;
  /** Page counts found in them. */
  closedCounts: number;
  /** Pages of closed windows without a result. */
  missing: number;
  /** Results that are not 1000, in any window. */
  wrong: number;
  /** Page counts that a drain has cut into parts, which add up to 1000. */
  cut: number;
  /** Results beyond the first for their page and window, parts aside. */
  repeated: number;
  /** Records that retention dropped before they were read. */
  notSeen: number;
  /** Records that are no count of a window. */
  unreadable: number;
  results: number;
  windows: readonly TallyWindow[];
};

/** `parts` are the counts that are not 1000 and that nothing explains yet, oldest first. */
type KeptCell = TallyCell & { parts: number[] };

type Cells = (KeptCell | undefined)[];

/** See the head of the file. Take records in any order within a round, then `settle` once all partitions are read up to the same moment. */
export class Tally {
  readonly #windows = new Map<number, Cells>();
  readonly #pages: string[] = [...PLAYGROUND_PAGES];
  /** Since which window a page is expected. */
  readonly #expectedFromMs: number[] = PLAYGROUND_PAGES.map(() => Number.NEGATIVE_INFINITY);
  readonly #unseen: { fromMs: number; toMs: number }[] = [];
  /** Gaps whose later edge is not known before the partition's next record. */
  readonly #openGaps = new Map<number, { fromMs: number; toMs: number }>();
  #windowMs = WINDOW_MS;
  #firstMs: number | undefined;
  #newestMs = Number.NEGATIVE_INFINITY;
  /** The newest window as of the settling before: see {@link settle}. */
  #newestBeforeMs = Number.NEGATIVE_INFINITY;
  /** The next window to judge; undefined before the first. */
  #nextToJudgeMs: number | undefined;
  #closedWindows = 0;
  #droppedCounts = 0;
  #droppedMissing = 0;
  #wrong = 0;
  #cut = 0;
  #repeated = 0;
  #notSeen = 0;
  #unreadable = 0;
  #results = 0;

  /** One result, read from `partition`. */
  take(partition: number, result: WindowResult): void {
    const { windowStartMs: startMs, page, count } = result;
    this.#results++;
    this.#closeGap(partition, startMs);
    const isWrong = count !== EXACT_COUNT;
    if (isWrong) this.#wrong++;
    if (this.#firstMs === undefined) this.#windowMs = result.windowEndMs - startMs;
    const pageIndex = this.#pageIndex(page, startMs);
    if (pageIndex === undefined) {
      this.#unreadable++;
      return;
    }
    const cells = this.#windows.get(startMs);
    if (cells === undefined && this.#nextToJudgeMs !== undefined && startMs < this.#nextToJudgeMs) {
      // Judged, complete, and dropped from memory: this result comes again.
      this.#repeated++;
      return;
    }
    this.#firstMs = Math.min(this.#firstMs ?? startMs, startMs);
    this.#newestMs = Math.max(this.#newestMs, startMs);
    if (cells === undefined) {
      const fresh: Cells = [];
      fresh[pageIndex] = firstResult(count, isWrong);
      this.#windows.set(startMs, fresh);
      return;
    }
    const cell = cells[pageIndex];
    if (cell === undefined) {
      cells[pageIndex] = firstResult(count, isWrong);
      return;
    }
    this.#repeated++;
    cell.results++;
    // A wrong count stays on the screen, whatever comes after it.
    if (!cell.isWrong) cell.count = count;
    cell.isWrong ||= isWrong;
    if (isWrong) this.#explainByDrain(cell, count);
  }

  /** Parts that add up to a whole count are no wrong counts, and none of them repeats another. */
  #explainByDrain(cell: KeptCell, part: number): void {
    cell.parts.push(part);
    const chosen = partsOfWhole(cell.parts, EXACT_COUNT);
    if (chosen === undefined) return;
    cell.parts = cell.parts.filter((_, index) => !chosen.includes(index));
    cell.isCut = true;
    cell.isWrong = cell.parts.length > 0;
    if (!cell.isWrong) cell.count = EXACT_COUNT;
    this.#cut++;
    this.#wrong -= chosen.length;
    this.#repeated -= chosen.length - 1;
  }

  /** A record that is no count of a window. */
  takeUnreadable(): void {
    this.#unreadable++;
  }

  /** Retention dropped `count` records of `partition` before they were read. What they said is not known, so nothing near is missing. */
  skip(partition: number, count: number): void {
    this.#notSeen += count;
    if (this.#openGaps.has(partition)) return;
    const range = { fromMs: this.#nextToJudgeMs ?? Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
    this.#openGaps.set(partition, range);
    this.#unseen.push(range);
    // The oldest two become one: with so many gaps it matters only that there were some.
    if (this.#unseen.length > MAX_UNSEEN_RANGES) {
      const [first, second] = this.#unseen.splice(0, 2);
      if (first !== undefined && second !== undefined) {
        this.#unseen.unshift({ fromMs: Math.min(first.fromMs, second.fromMs), toMs: Math.max(first.toMs, second.toMs) });
      }
    }
  }

  #closeGap(partition: number, startMs: number): void {
    const gap = this.#openGaps.get(partition);
    if (gap === undefined) return;
    // The job's subtasks write side by side: what one dropped may be a little newer than what is left of the other.
    gap.toMs = startMs + CLOSED_AFTER_MS;
    this.#openGaps.delete(partition);
  }

  #pageIndex(page: string, startMs: number): number | undefined {
    const index = this.#pages.indexOf(page);
    if (index >= 0) {
      this.#expectedFromMs[index] = Math.min(this.#expectedFromMs[index] ?? startMs, startMs);
      return index;
    }
    if (this.#pages.length >= MAX_PAGES) return undefined;
    this.#expectedFromMs.push(startMs);
    return this.#pages.push(page) - 1;
  }

  /**
   * All partitions are read up to one moment. What was closed by the settling before is judged now, against everything that came since:
   * two subtasks write side by side, and one may be a little ahead of the other at any moment.
   */
  settle(): void {
    if (this.#firstMs === undefined) return;
    const closedThroughMs = this.#newestBeforeMs - CLOSED_AFTER_MS;
    this.#newestBeforeMs = this.#newestMs;
    let nextMs = this.#nextToJudgeMs ?? this.#firstMs;
    for (let steps = 0; nextMs <= closedThroughMs && steps < MAX_STEPS_PER_SETTLE; steps++) {
      if (this.#windows.has(nextMs)) this.#closedWindows++;
      else if (!this.#isUnseen(nextMs)) {
        // No result for any page: all are missing.
        this.#closedWindows++;
        this.#windows.set(nextMs, []);
      }
      nextMs += this.#windowMs;
      this.#nextToJudgeMs = nextMs;
    }
    this.#forgetOld();
  }

  #forgetOld(): void {
    const keptFromMs = this.#newestMs - KEPT_WINDOWS * this.#windowMs;
    const incomplete: number[] = [];
    for (const [startMs, cells] of this.#windows) {
      if (startMs > keptFromMs || !this.#isJudged(startMs)) continue;
      if (this.#missingIn(startMs, cells) > 0) incomplete.push(startMs);
      else this.#forget(startMs, cells);
    }
    if (incomplete.length <= KEPT_INCOMPLETE) return;
    incomplete.sort((a, b) => a - b);
    for (const startMs of incomplete.slice(0, incomplete.length - KEPT_INCOMPLETE)) {
      const cells = this.#windows.get(startMs) ?? [];
      if (!this.#isUnseen(startMs)) this.#droppedMissing += this.#missingIn(startMs, cells);
      this.#forget(startMs, cells);
    }
  }

  #forget(startMs: number, cells: Cells): void {
    this.#droppedCounts += countOf(cells);
    this.#windows.delete(startMs);
  }

  #isJudged(startMs: number): boolean {
    return this.#nextToJudgeMs !== undefined && startMs < this.#nextToJudgeMs;
  }

  #isUnseen(startMs: number): boolean {
    return this.#unseen.some(({ fromMs, toMs }) => startMs >= fromMs && startMs <= toMs);
  }

  #missingIn(startMs: number, cells: Cells): number {
    return this.#pages.reduce((sum, _, index) => sum + (this.#isMissing(startMs, cells, index) ? 1 : 0), 0);
  }

  #isMissing(startMs: number, cells: Cells, pageIndex: number): boolean {
    return cells[pageIndex] === undefined && startMs >= (this.#expectedFromMs[pageIndex] ?? startMs);
  }

  /** What all that was read says, as of the last settling. */
  summary(): TallySummary {
    let missing = this.#droppedMissing;
    let closedCounts = this.#droppedCounts;
    const keptFromMs = this.#newestMs - KEPT_WINDOWS * this.#windowMs;
    const windows: TallyWindow[] = [];
    for (const [startMs, cells] of this.#windows) {
      const isClosed = this.#isJudged(startMs);
      const isUnseen = this.#isUnseen(startMs);
      if (isClosed) closedCounts += countOf(cells);
      if (isClosed && !isUnseen) missing += this.#missingIn(startMs, cells);
      if (startMs > keptFromMs) {
        windows.push({
          startMs,
          isClosed,
          isUnseen,
          cells: this.#pages.map((_, index) => shown(cells[index])),
        });
      }
    }
    windows.sort((a, b) => a.startMs - b.startMs);
    return {
      pages: [...this.#pages],
      windowMs: this.#windowMs,
      closedWindows: this.#closedWindows,
      closedCounts,
      missing,
      wrong: this.#wrong,
      cut: this.#cut,
      repeated: this.#repeated,
      notSeen: this.#notSeen,
      unreadable: this.#unreadable,
      results: this.#results,
      windows: windows.slice(-KEPT_WINDOWS),
    };
  }
}

function firstResult(count: number, isWrong: boolean): KeptCell {
  return { count, results: 1, isWrong, isCut: false, parts: isWrong ? [count] : [] };
}

function shown(cell: KeptCell | undefined): TallyCell | undefined {
  if (cell === undefined) return undefined;
  const { count, results, isWrong, isCut } = cell;
  return { count, results, isWrong, isCut };
}

function countOf(cells: Cells): number {
  return cells.reduce((sum, cell) => sum + (cell === undefined ? 0 : 1), 0);
}
