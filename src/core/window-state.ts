import { assert } from "../base/assert.ts";

/** Largest size of the table: 256 MiB of floats. 2,500 windows of 10,000 keys fit, and leave room to move in. */
const MAX_TABLE_CELLS = 2 ** 25;
/** Largest number of rows, however few keys there are. */
const MAX_ROWS = 2 ** 16;
const INITIAL_ROWS = 16;
const INITIAL_KEY_CAPACITY = 8;
/** The open windows fill at most this part of the rows: the rest is what the range can move in before it has to be moved back. */
const MAX_FILL = 0.75;

/**
 * Tables larger than this (2 MiB) do not grow across a gap: a stray timestamp must not cost memory
 * for all windows in between.
 */
const MAX_CELLS_ACROSS_GAP = 2 ** 18;
/** This many windows beyond the gap are not stray timestamps, so the table grows. */
const MAX_STRAY_WINDOWS = 32;

/** Called with the array that holds a cell and the cell's place in it. */
export type VisitCell = (key: number, cells: Float64Array, at: number) => void;

/**
 * The keyed state of tumbling windows: a table with a row for each window and a cell for each key.
 * Window n covers [n·size + offset, …). Keys are numbered by their place in the operator's own
 * dictionary. Window n is in row n - baseWindow, so arithmetic alone finds the cell of a record. A
 * cell has `stride` floats: the number of records, then the accumulator of the aggregate function.
 * 0 records means no state.
 *
 * The table holds one unbroken range of windows, the open ones. The range moves up as time passes,
 * and moves back to the front when it reaches the end of the table. A window that is too far from
 * the others for the table (a stray timestamp, or more state than MAX_TABLE_CELLS) is stored aside
 * in maps, which is correct but slower.
 *
 * Invariants: rows that are not open contain only 0. No window is both open and aside.
 *
 * The counting loop reads the fields. Only this class writes them.
 */
export class WindowState {
  readonly stride: number;
  /** Row-major: row, key, float. */
  cells: Float64Array<ArrayBuffer>;
  /** Keys that fit in a row. */
  keyCapacity = INITIAL_KEY_CAPACITY;
  /** The window that row 0 would be. */
  baseWindow = 0;
  firstWindow = 0;
  openWindows = 0;
  #rows = INITIAL_ROWS;
  /** Windows that are kept aside: cell by key. */
  readonly #far = new Map<number, Map<number, Float64Array>>();
  /** Windows of `#far`, sorted when they are first asked for; undefined after a change other than dropping the earliest. */
  #farDescending: number[] | undefined;

  constructor(stride: number) {
    this.stride = stride;
    this.cells = new Float64Array(this.#rows * this.#rowLength);
  }

  /** Makes room for keys 0 to `keyCount - 1`. */
  ensureKeyCapacity(keyCount: number): void {
    if (keyCount <= this.keyCapacity) return;
    const keyCapacity = Math.max(keyCount, Math.ceil(this.keyCapacity * 1.5));
    const maxRows = Math.floor(MAX_TABLE_CELLS / (keyCapacity * this.stride));
    assert(maxRows >= 1, `${keyCount} keys are more than the state of one window can hold`);
    const rows = Math.min(this.#rows, maxRows);
    while (this.openWindows > 0 && this.openWindows > rows) this.#moveLastAside();
    this.#layOut(this.firstWindow, this.openWindows, rows, keyCapacity);
  }

  /** Opens `window` and all between it and the open ones; false if it has to stay aside. */
  open(window: number): boolean {
    const isFirst = this.openWindows === 0;
    const first = isFirst ? window : Math.min(this.firstWindow, window);
    const end = isFirst ? window + 1 : Math.max(this.firstWindow + this.openWindows, window + 1);
    const rows = this.#rowsFor(end - first);
    if (rows === undefined) return false;
    if (rows > this.#rows || first < this.baseWindow || end > this.baseWindow + this.#rows) {
      this.#layOut(first, end - first, rows, this.keyCapacity);
    }
    this.firstWindow = first;
    this.openWindows = end - first;
    this.#takeBack(first, end);
    return true;
  }

  /** The cells of an open window, by key; undefined if it is not open. */
  rowOf(window: number): Float64Array | undefined {
    if (!this.#isOpen(window)) return undefined;
    return this.cells.subarray(this.#rowStart(window), this.#rowStart(window) + this.#rowLength);
  }

  /** Calls `visit` with the cell of `key` in `window`, wherever it is kept; opens the window if that is possible. */
  withCell(window: number, key: number, visit: VisitCell): void {
    if (this.#isOpen(window) || this.open(window)) visit(key, this.cells, this.#rowStart(window) + key * this.stride);
    else visit(key, this.#farCell(window, key), 0);
  }

  /** The earliest window with state; undefined if there is none. Closes windows without state before it. */
  earliestWindow(): number | undefined {
    const far = this.#earliestFar();
    while (this.openWindows > 0 && (far === undefined || this.firstWindow < far)) {
      if (this.visitWindow(this.firstWindow, 0, 0, () => {}) !== undefined) return this.firstWindow;
      this.#closeFirst();
    }
    return far;
  }

  /**
   * Visits the cells of `window` that have state, by ascending key, from key `fromKey` on. Stops and answers the next key with state when
   * `visit` has been called `max` times; undefined at the end.
   */
  visitWindow(window: number, fromKey: number, max: number, visit: VisitCell): number | undefined {
    return this.#isOpen(window) ? this.#visitRow(window, fromKey, max, visit) : this.#visitFar(window, fromKey, max, visit);
  }

  /** Forgets `window`, which must be what {@link earliestWindow} answered. */
  dropEarliest(window: number): void {
    if (this.#isOpen(window)) {
      this.cells.fill(0, this.#rowStart(window), this.#rowStart(window) + this.#rowLength);
      this.#closeFirst();
    } else {
      this.#far.delete(window);
      this.#farDescending?.pop();
    }
  }

  /** All windows that may have state, ascending. */
  windows(): number[] {
    const open = Array.from({ length: this.openWindows }, (_, index) => this.firstWindow + index);
    return [...open, ...this.#far.keys()].toSorted((a, b) => a - b);
  }

  get #rowLength(): number {
    return this.keyCapacity * this.stride;
  }

  #isOpen(window: number): boolean {
    return this.firstWindow <= window && window < this.firstWindow + this.openWindows;
  }

  #rowStart(window: number): number {
    return (window - this.baseWindow) * this.#rowLength;
  }

  #closeFirst(): void {
    this.firstWindow += 1;
    this.openWindows -= 1;
  }

  #visitRow(window: number, fromKey: number, max: number, visit: VisitCell): number | undefined {
    const { cells, stride } = this;
    const start = this.#rowStart(window);
    const end = start + this.#rowLength;
    let visits = 0;
    for (let at = start + fromKey * stride; at < end; at += stride) {
      if (cells[at] === 0) continue;
      if (visits === max) return (at - start) / stride;
      visits += 1;
      visit((at - start) / stride, cells, at);
    }
    return undefined;
  }

  #visitFar(window: number, fromKey: number, max: number, visit: VisitCell): number | undefined {
    let visits = 0;
    for (const [key, cells] of [...(this.#far.get(window) ?? [])].toSorted(([a], [b]) => a - b)) {
      if (key < fromKey) continue;
      if (visits === max) return key;
      visits += 1;
      visit(key, cells, 0);
    }
    return undefined;
  }

  #earliestFar(): number | undefined {
    if (this.#far.size === 0) return undefined;
    this.#farDescending ??= [...this.#far.keys()].toSorted((a, b) => b - a);
    return this.#farDescending.at(-1);
  }

  #farCell(window: number, key: number): Float64Array {
    let cells = this.#far.get(window);
    if (cells === undefined) {
      cells = new Map();
      this.#far.set(window, cells);
      this.#farDescending = undefined;
    }
    let cell = cells.get(key);
    if (cell === undefined) {
      cell = new Float64Array(this.stride);
      cells.set(key, cell);
    }
    return cell;
  }

  #moveLastAside(): void {
    const window = this.firstWindow + this.openWindows - 1;
    const start = this.#rowStart(window);
    this.visitWindow(window, 0, Number.POSITIVE_INFINITY, (key, cells, at) => {
      this.#farCell(window, key).set(cells.subarray(at, at + this.stride));
    });
    this.cells.fill(0, start, start + this.#rowLength);
    this.openWindows -= 1;
  }

  /** Windows [first, end) are open now: what was kept aside of them moves into the table. */
  #takeBack(first: number, end: number): void {
    if (this.#far.size === 0) return;
    for (const [window, cells] of this.#far) {
      if (window < first || window >= end) continue;
      for (const [key, cell] of cells) this.cells.set(cell, this.#rowStart(window) + key * this.stride);
      this.#far.delete(window);
      this.#farDescending = undefined;
    }
  }

  /** How many rows a table with `count` open windows should have: as many as now, or twice as many as needed; undefined if it cannot be. */
  #rowsFor(count: number): number | undefined {
    if (count <= this.#rows * MAX_FILL) return this.#rows;
    const maxRows = Math.min(MAX_ROWS, Math.floor(MAX_TABLE_CELLS / this.#rowLength));
    const rows = Math.min(2 * count, maxRows);
    const isGap = count > 2 * this.openWindows + INITIAL_ROWS;
    const isStray = isGap && this.#far.size < MAX_STRAY_WINDOWS;
    if (isStray && rows * this.#rowLength > MAX_CELLS_ACROSS_GAP) return undefined;
    return count <= rows * MAX_FILL ? rows : undefined;
  }

  /** Places the open windows so that windows [first, first + count) have rows: most of the free ones above, for that is where time goes. */
  #layOut(first: number, count: number, rows: number, keyCapacity: number): void {
    const baseWindow = first - Math.floor((rows - count) / 4);
    const oldCells = this.cells;
    const [oldStart, oldRowLength] = [this.#rowStart(this.firstWindow), this.#rowLength];
    this.#rows = rows;
    this.keyCapacity = keyCapacity;
    this.baseWindow = baseWindow;
    const start = this.#rowStart(this.firstWindow);
    const length = rows * this.#rowLength;
    if (length === oldCells.length && oldRowLength === this.#rowLength) {
      moveWithin(oldCells, oldStart, start, this.openWindows * oldRowLength);
      return;
    }
    this.cells = new Float64Array(length);
    for (let row = 0; row < this.openWindows; row++) {
      const from = oldStart + row * oldRowLength;
      this.cells.set(oldCells.subarray(from, from + oldRowLength), start + row * this.#rowLength);
    }
  }
}

/** Moves `length` floats and leaves 0 where they were. */
function moveWithin(cells: Float64Array, from: number, to: number, length: number): void {
  cells.copyWithin(to, from, from + length);
  if (to < from) cells.fill(0, Math.max(from, to + length), from + length);
  else cells.fill(0, from, Math.min(to, from + length));
}
