// The arithmetic of the proof: turns topic `output` into a statement about exactly-once. It has no
// clock and makes no calls, so tests can feed any order of partitions, repeats and gaps.
import { type CellVerdict, judgeCell } from "./drained-parts.ts";
import { type DrainCounts, NO_DRAINS } from "./drain-counts.ts";
import type { WindowResult } from "./output-record.ts";

/** The clicks of each page in each window, fixed by the playground's generator. */
export const EXACT_COUNT = 1000;

/** The pages of the playground's generator, in its order. A page without any result is missing. */
export const PLAYGROUND_PAGES: readonly string[] = ["/help", "/index", "/shop", "/jobs", "/about", "/news"];

/** A window is closed once a window that starts this much later has a result. */
const CLOSED_AFTER_MS = 30_000;

const WINDOW_MS = 15_000;
const KEPT_WINDOWS = 200;
/**
 * Older windows without a result are kept, so that a late one fills them. Beyond this number, the
 * oldest is final.
 */
const KEPT_INCOMPLETE = 1000;
/** More pages are not the playground's and would not fit a grid. */
const MAX_PAGES = 32;
/** A topic may contain a window of any year, so the work of one settlement is limited. */
const MAX_STEPS_PER_SETTLE = 200_000;
const MAX_UNSEEN_RANGES = 64;

/**
 * The state of one page in one window. `count` is 1000, the first wrong result, or the sum of the
 * parts so far. `parts` and `beside` are results cut by drains, see {@link CellVerdict}.
 * `isWaiting` until the rest of the parts arrives.
 */
export type TallyCell = Pick<CellVerdict, "parts" | "beside"> & { count: number; results: number; isWrong: boolean; isWaiting: boolean };

/**
 * A window with its cells in the order of {@link TallySummary.pages}; undefined if there is no
 * result.
 */
export type TallyWindow = { startMs: number; isClosed: boolean; isUnseen: boolean; cells: readonly (TallyCell | undefined)[] };

/**
 * The result of the tally. Counts cover everything read, `windows` are the last 200. Times in epoch
 * ms of event time.
 */
export type TallySummary = {
  pages: readonly string[];
  windowMs: number;
  /** Closed windows that were judged. */
  closedWindows: number;
  /** Page counts in them. */
  closedCounts: number;
  /** Pages of closed windows without a result. */
  missing: number;
  /** Results that are neither 1000 nor a part explained by a drain, in any window. */
  wrong: number;
  /** Page counts cut by a drain: the parts add up to 1000 or are extra results. */
  cut: number;
  /** Page counts cut by a drain whose rest is still missing. */
  waiting: number;
  /** Further results for the same page and window, except parts. */
  repeated: number;
  /** Records that retention dropped before they were read. */
  notSeen: number;
  /** Records that are not counts of a window. */
  unreadable: number;
  results: number;
  windows: readonly TallyWindow[];
};

/** `others` are the results that are not 1000, oldest first. */
type KeptCell = { wholes: number; others: number[] };

type Cells = (KeptCell | undefined)[];

/** Totals over cells. */
type Sums = { counts: number; wrong: number; cut: number; waiting: number; repeated: number };

/**
 * A drain closes the windows that are open at one moment. Sources at different positions leave
 * several open, but not this many.
 */
const MOST_WINDOWS_OF_A_DRAIN = 20;

/**
 * Add the records of a round in any order, then call `settle` once all partitions are read up to
 * the same moment.
 */
export class Tally {
  readonly #windows = new Map<number, Cells>();
  readonly #pages: string[] = [...PLAYGROUND_PAGES];
  /** The window from which a page is expected. */
  readonly #expectedFromMs: number[] = PLAYGROUND_PAGES.map(() => Number.NEGATIVE_INFINITY);
  readonly #unseen: { fromMs: number; toMs: number }[] = [];
  /** Gaps whose end is unknown before the partition's next record. */
  readonly #openGaps = new Map<number, { fromMs: number; toMs: number }>();
  #windowMs = WINDOW_MS;
  #firstMs: number | undefined;
  #newestMs = Number.NEGATIVE_INFINITY;
  /** The newest window at the previous settlement, see {@link settle}. */
  #newestBeforeMs = Number.NEGATIVE_INFINITY;
  /** The next window to judge; undefined before the first. */
  #nextToJudgeMs: number | undefined;
  #closedWindows = 0;
  #droppedMissing = 0;
  /** Totals of windows that are no longer kept. */
  readonly #dropped: Sums = { counts: 0, wrong: 0, cut: 0, waiting: 0, repeated: 0 };
  /** Starts of windows with a cut count that are no longer kept. */
  readonly #droppedCuts: number[] = [];
  #drains = NO_DRAINS;
  #unusual = 0;
  #notSeen = 0;
  #unreadable = 0;
  #results = 0;

  /** One result, read from `partition`. */
  take(partition: number, result: WindowResult): void {
    const { windowStartMs: startMs, page, count } = result;
    this.#results++;
    this.#closeGap(partition, startMs);
    const isWhole = count === EXACT_COUNT;
    if (!isWhole) this.#unusual++;
    if (this.#firstMs === undefined) this.#windowMs = result.windowEndMs - startMs;
    const pageIndex = this.#pageIndex(page, startMs);
    if (pageIndex === undefined) {
      this.#unreadable++;
      return;
    }
    if (!this.#windows.has(startMs) && this.#isJudged(startMs)) {
      // Judged, complete, and dropped from memory: this result is a repeat.
      this.#dropped.repeated++;
      if (!isWhole) this.#dropped.wrong++;
      return;
    }
    this.#firstMs = Math.min(this.#firstMs ?? startMs, startMs);
    this.#newestMs = Math.max(this.#newestMs, startMs);
    const cells = this.#windows.get(startMs) ?? [];
    this.#windows.set(startMs, cells);
    const cell = (cells[pageIndex] ??= { wholes: 0, others: [] });
    if (isWhole) cell.wholes++;
    else cell.others.push(count);
  }

  /**
   * The number of results that were not 1000 so far, explained or not. If it grows, new drains may
   * explain them.
   */
  get unusualResults(): number {
    return this.#unusual;
  }

  /** Sets the known drains. */
  setDrains(drains: DrainCounts): void {
    this.#drains = drains;
  }

  /** Adds a record that is not a count of a window. */
  takeUnreadable(): void {
    this.#unreadable++;
  }

  /**
   * Notes that retention dropped `count` unread records of `partition`. Their content is unknown,
   * so no count near them is missing.
   */
  skip(partition: number, count: number): void {
    this.#notSeen += count;
    if (this.#openGaps.has(partition)) return;
    const range = { fromMs: this.#nextToJudgeMs ?? Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
    this.#openGaps.set(partition, range);
    this.#unseen.push(range);
    // The oldest two are merged. With this many gaps, only their existence matters.
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
    // The job's subtasks write in parallel, so the dropped records of one may be slightly newer
    // than the remaining ones of another.
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
   * Call when all partitions are read up to one moment. Windows closed at the previous settlement
   * are judged now, with all results that arrived since: two subtasks write in parallel, and one
   * may be slightly ahead.
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
    const judged = this.#judge(startMs, cells, this.#drainsForEach());
    addTo(this.#dropped, judged);
    if (judged.some((cell) => cell !== undefined && isCut(cell.verdict))) this.#droppedCuts.push(startMs);
    this.#windows.delete(startMs);
  }

  /**
   * How many drains may have cut one window. Each drain cuts adjacent windows, so every group of
   * adjacent windows needs its own drain. If there are more groups than drains, some have another
   * cause, and none is excused.
   */
  #drainsForEach(): DrainCounts {
    if (this.#drains.begun === 0) return NO_DRAINS;
    const cut = [...this.#droppedCuts];
    for (const [startMs, cells] of this.#windows) if (cells.some((cell) => cell !== undefined && cell.others.length > 0)) cut.push(startMs);
    const spare = this.#drains.begun - drainsNeeded(cut, this.#windowMs);
    if (spare < 0) return NO_DRAINS;
    return { begun: spare + 1, completed: Math.min(this.#drains.completed, spare + 1) };
  }

  #judge(startMs: number, cells: Cells, drains: DrainCounts): (JudgedCell | undefined)[] {
    const isClosed = this.#isJudged(startMs);
    return cells.map((cell) => {
      if (cell === undefined) return undefined;
      const results = cell.wholes + cell.others.length;
      const verdict = judgeCell(cell.others, cell.wholes, EXACT_COUNT, drains);
      // The rest of a closed window will not arrive.
      const isLost = isClosed && !verdict.isWhole && verdict.wrong === 0;
      return { results, verdict: isLost ? judgeCell(cell.others, cell.wholes, EXACT_COUNT, NO_DRAINS) : verdict };
    });
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

  /** The result for everything read up to the last settlement. */
  summary(): TallySummary {
    let missing = this.#droppedMissing;
    const sums = { ...this.#dropped };
    const drains = this.#drainsForEach();
    const keptFromMs = this.#newestMs - KEPT_WINDOWS * this.#windowMs;
    const windows: TallyWindow[] = [];
    for (const [startMs, cells] of this.#windows) {
      const isClosed = this.#isJudged(startMs);
      const isUnseen = this.#isUnseen(startMs);
      const judged = this.#judge(startMs, cells, drains);
      addTo(sums, judged, isClosed);
      if (isClosed && !isUnseen) missing += this.#missingIn(startMs, cells);
      if (startMs > keptFromMs) {
        windows.push({ startMs, isClosed, isUnseen, cells: this.#pages.map((_, index) => shown(judged[index])) });
      }
    }
    windows.sort((a, b) => a.startMs - b.startMs);
    return {
      pages: [...this.#pages],
      windowMs: this.#windowMs,
      closedWindows: this.#closedWindows,
      closedCounts: sums.counts,
      missing,
      wrong: sums.wrong,
      cut: sums.cut,
      waiting: sums.waiting,
      repeated: sums.repeated,
      notSeen: this.#notSeen,
      unreadable: this.#unreadable,
      results: this.#results,
      windows: windows.slice(-KEPT_WINDOWS),
    };
  }
}

type JudgedCell = { results: number; verdict: CellVerdict };

function addTo(sums: Sums, cells: readonly (JudgedCell | undefined)[], isClosed = true): void {
  for (const cell of cells) {
    if (cell === undefined) continue;
    const { isWhole, repeated, wrong } = cell.verdict;
    if (isClosed) sums.counts++;
    sums.wrong += wrong;
    sums.repeated += repeated;
    if (!isCut(cell.verdict)) continue;
    if (isWhole) sums.cut++;
    else sums.waiting++;
  }
}

function isCut({ parts, beside }: CellVerdict): boolean {
  return parts.length > 0 || beside.length > 0;
}

/**
 * The least number of drains that can have cut these windows, given by their starts: one per group
 * of adjacent windows, more for large groups.
 */
function drainsNeeded(startsMs: number[], windowMs: number): number {
  startsMs.sort((a, b) => a - b);
  let needed = 0;
  let side = 0;
  for (const [index, startMs] of startsMs.entries()) {
    const isBeside = index > 0 && startMs - (startsMs[index - 1] ?? 0) <= windowMs && side < MOST_WINDOWS_OF_A_DRAIN;
    side = isBeside ? side + 1 : 1;
    if (!isBeside) needed++;
  }
  return needed;
}

function shown(cell: JudgedCell | undefined): TallyCell | undefined {
  if (cell === undefined) return undefined;
  const { results, verdict } = cell;
  const { isWhole, parts, beside, wrongCount } = verdict;
  const sum = parts.reduce((total, part) => total + part, 0);
  return {
    count: wrongCount ?? (isWhole ? EXACT_COUNT : sum),
    results,
    isWrong: wrongCount !== undefined,
    isWaiting: !isWhole && wrongCount === undefined,
    parts,
    beside,
  };
}
