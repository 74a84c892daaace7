// The proof's arithmetic: topic `output` alone in, what it says about exactly-once out. No clock, no calls, so that any order of
// partitions, repeats and gaps can be put to it.
import { type CellVerdict, judgeCell } from "./drained-parts.ts";
import { type DrainCounts, NO_DRAINS } from "./drain-counts.ts";
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
 * What is known of one page in one window. `count` is 1000, or that of the first result that is wrong, or what the parts have come to so far. `parts`
 * and those `beside` are results that drains have cut: see {@link CellVerdict}; `isWaiting` while the rest of the parts is to come.
 */
export type TallyCell = Pick<CellVerdict, "parts" | "beside"> & { count: number; results: number; isWrong: boolean; isWaiting: boolean };

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
  /** Results that are not 1000 and no part that a drain explains, in any window. */
  wrong: number;
  /** Page counts that a drain has cut: parts add up to 1000, or stand beside it. */
  cut: number;
  /** Page counts that a drain has cut and whose rest is still to come. */
  waiting: number;
  /** Results beyond the first for their page and window, parts aside. */
  repeated: number;
  /** Records that retention dropped before they were read. */
  notSeen: number;
  /** Records that are no count of a window. */
  unreadable: number;
  results: number;
  windows: readonly TallyWindow[];
};

/** `others` are the results that are not 1000, oldest first. */
type KeptCell = { wholes: number; others: number[] };

type Cells = (KeptCell | undefined)[];

/** What cells come to together. */
type Sums = { counts: number; wrong: number; cut: number; waiting: number; repeated: number };

/** A drain closes the windows that are open at one moment. Where sources are apart there are several; so many are not. */
const MOST_WINDOWS_OF_A_DRAIN = 20;

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
  #droppedMissing = 0;
  /** Of windows that are not kept any more. */
  readonly #dropped: Sums = { counts: 0, wrong: 0, cut: 0, waiting: 0, repeated: 0 };
  /** Starts of windows with a cut count that are not kept any more. */
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
      // Judged, complete, and dropped from memory: this result comes again.
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

  /** How many results were not 1000 so far, explained or not: whoever knows of drains looks again when this rises. */
  get unusualResults(): number {
    return this.#unusual;
  }

  /** The drains there were until now, as far as anybody knows. */
  setDrains(drains: DrainCounts): void {
    this.#drains = drains;
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
    const judged = this.#judge(startMs, cells, this.#drainsForEach());
    addTo(this.#dropped, judged);
    if (judged.some((cell) => cell !== undefined && isCut(cell.verdict))) this.#droppedCuts.push(startMs);
    this.#windows.delete(startMs);
  }

  /**
   * How many drains may have cut one window. Each has cut windows side by side, so every such group of windows needs one of its own; where there are
   * more groups than drains, something else has made some of them, and none is excused.
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
      // The rest of a window that is closed will not come.
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

  /** What all that was read says, as of the last settling. */
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

/** How many drains have cut these windows at least, by their starts: one for each that stand side by side, more where there are many of them. */
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
