// The keyed state of tumbling windows: one row of accumulators for each window, one cell for each key in it. Windows are numbered n for
// [n·size + offset, …), keys by their place in the operator's own dictionary.
//
// Windows lie in a ring: window n in row n & (ringRows - 1), so that a record finds its cell by arithmetic alone. The ring holds one unbroken range of
// windows, [firstWindow, firstWindow + openWindows). A window too far from the others for that (a stray timestamp, or more state than
// MAX_RING_CELLS) is kept aside in maps, correct but slower, and moves into the ring when there is room.
//
// A cell is `stride` floats: the number of records, then the function's accumulator. 0 records means that there is no state.

import { assert } from "../base/assert.ts";

/** Largest size of the ring: 256 MiB of floats. 2,048 windows of 10,000 keys fit. */
const MAX_RING_CELLS = 2 ** 25;
/** Longest range of windows in the ring, however few keys there are. */
const MAX_RING_ROWS = 2 ** 16;
const INITIAL_RING_ROWS = 16;
const INITIAL_KEY_CAPACITY = 8;

/** Rows of one window outside the ring: cell by key. */
type FarWindow = Map<number, Float64Array>;

/** Called with the array that holds a cell and the cell's place in it. */
export type VisitCell = (key: number, cells: Float64Array, at: number) => void;

/** See the head of the file. Everything public and not a method is there for the counting loop. */
export class WindowState {
  readonly stride: number;
  /** Row-major: row (window), key, float. */
  cells: Float64Array<ArrayBuffer>;
  /** A power of two. */
  ringRows = INITIAL_RING_ROWS;
  /** Keys that fit in a row. */
  keyCapacity = INITIAL_KEY_CAPACITY;
  firstWindow = 0;
  openWindows = 0;
  readonly #far = new Map<number, FarWindow>();
  /** Windows of `#far`, sorted when they are first asked for; undefined after a change other than dropping the earliest. */
  #farDescending: number[] | undefined;

  constructor(stride: number) {
    this.stride = stride;
    this.cells = new Float64Array(this.ringRows * this.keyCapacity * stride);
  }

  /** Makes room for keys 0 to `keyCount - 1`. */
  ensureKeyCapacity(keyCount: number): void {
    if (keyCount <= this.keyCapacity) return;
    const keyCapacity = Math.max(keyCount, Math.ceil(this.keyCapacity * 1.5));
    const fittingRows = 2 ** Math.floor(Math.log2(MAX_RING_CELLS / (keyCapacity * this.stride)));
    assert(fittingRows >= 1, `${keyCount} keys are more than one window can hold`);
    while (this.openWindows > fittingRows) this.#moveLastAside();
    this.#layOut(Math.min(this.ringRows, fittingRows), keyCapacity);
  }

  /** Takes `window` into the ring if it can be; false if it has to stay aside. Everything in between comes with it. */
  open(window: number): boolean {
    if (this.openWindows === 0) {
      this.firstWindow = window;
      this.openWindows = 1;
      this.#moveIn(window, window + 1);
      return true;
    }
    const first = this.firstWindow;
    const end = first + this.openWindows;
    const count = Math.max(end, window + 1) - Math.min(first, window);
    if (count > this.ringRows && !this.#growRing(count)) return false;
    this.firstWindow = Math.min(first, window);
    this.openWindows = count;
    this.#moveIn(window, first);
    this.#moveIn(end, window + 1);
    return true;
  }

  /** Calls `visit` with the cell of `key` in `window`, wherever it is kept. */
  withCell(window: number, key: number, visit: VisitCell): void {
    if (this.#isInRing(window) || this.open(window)) visit(key, this.cells, this.#rowStart(window) + key * this.stride);
    else visit(key, this.#farCell(window, key), 0);
  }

  /** The earliest window with state; undefined if there is none. Forgets rows before it. */
  earliestWindow(): number | undefined {
    const far = this.#earliestFar();
    while (this.openWindows > 0 && (far === undefined || this.firstWindow < far)) {
      if (this.#hasState(this.firstWindow)) return this.firstWindow;
      this.#dropFirst();
    }
    return far;
  }

  /**
   * Visits the cells of `window` that have state, by ascending key, from key `fromKey` on. Stops and answers the next key with state when
   * `visit` has been called `max` times; undefined at the end.
   */
  visitWindow(window: number, fromKey: number, max: number, visit: VisitCell): number | undefined {
    return this.#isInRing(window) ? this.#visitRow(window, fromKey, max, visit) : this.#visitFar(window, fromKey, max, visit);
  }

  /** Forgets `window`, which must be what {@link earliestWindow} answered. */
  dropEarliest(window: number): void {
    if (this.#isInRing(window)) {
      this.cells.fill(0, this.#rowStart(window), this.#rowStart(window) + this.#rowLength);
      this.#dropFirst();
    } else {
      this.#far.delete(window);
      this.#farDescending?.pop();
    }
  }

  /** All windows that may have state, ascending. */
  windows(): number[] {
    const inRing = Array.from({ length: this.openWindows }, (_, index) => this.firstWindow + index);
    return [...inRing, ...this.#far.keys()].toSorted((a, b) => a - b);
  }

  get #rowLength(): number {
    return this.keyCapacity * this.stride;
  }

  #isInRing(window: number): boolean {
    return this.firstWindow <= window && window < this.firstWindow + this.openWindows;
  }

  #rowStart(window: number): number {
    // Not `&`: window numbers may be larger than 32 bits, and negative.
    const row = window - Math.floor(window / this.ringRows) * this.ringRows;
    return row * this.#rowLength;
  }

  #hasState(window: number): boolean {
    return this.visitWindow(window, 0, 0, () => {}) !== undefined;
  }

  #dropFirst(): void {
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
      if (key < fromKey || cells[0] === 0) continue;
      if (visits === max) return key;
      visits += 1;
      visit(key, cells, 0);
    }
    return undefined;
  }

  #earliestFar(): number | undefined {
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

  /** The windows [from, end) are in the ring's range now, so they must not be aside any more. */
  #moveIn(from: number, end: number): void {
    if (this.#far.size === 0 || from >= end) return;
    for (let window = from; window < end; window++) {
      const cells = this.#far.get(window);
      if (cells === undefined) continue;
      for (const [key, cell] of cells) this.cells.set(cell, this.#rowStart(window) + key * this.stride);
      this.#far.delete(window);
      this.#farDescending = undefined;
    }
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

  #growRing(rows: number): boolean {
    if (rows > MAX_RING_ROWS) return false;
    const ringRows = 2 ** Math.ceil(Math.log2(rows));
    if (ringRows * this.#rowLength > MAX_RING_CELLS) return false;
    this.#layOut(ringRows, this.keyCapacity);
    return true;
  }

  #layOut(ringRows: number, keyCapacity: number): void {
    const rows = Array.from({ length: this.openWindows }, (_, index) => {
      const start = this.#rowStart(this.firstWindow + index);
      return this.cells.subarray(start, start + this.#rowLength);
    });
    this.cells = new Float64Array(ringRows * keyCapacity * this.stride);
    this.ringRows = ringRows;
    this.keyCapacity = keyCapacity;
    for (const [index, row] of rows.entries()) this.cells.set(row, this.#rowStart(this.firstWindow + index));
  }
}
