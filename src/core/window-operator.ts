import { assert } from "../base/assert.ts";
import type { AggregateFunction } from "./aggregate.ts";
import { type RecordBatch } from "./batch.ts";
import { countInChunks, countInOnePass, isBeyondCache, NO_KEY, type CountPlan } from "./count-loop.ts";
import type { KeyGroupRange } from "./key-groups.ts";
import { restoreKeyedState, snapshotKeyedState } from "./keyed-state.ts";
import {
  MIN_WATERMARK,
  throwOutput,
  type KeyedStateSnapshot,
  type OneInputOperator,
  type Output,
  type WatermarkStatus,
} from "./operator.ts";
import { OperatorKeys, type InputKeys } from "./operator-keys.ts";
import { WindowResultBuilder } from "./window-result-builder.ts";
import { windowStartOf, type TumblingWindows } from "./window-assigner.ts";
import { WindowState } from "./window-state.ts";

/** Settings of one subtask's window operator. */
export interface WindowOperatorOptions {
  readonly assigner: TumblingWindows;
  readonly aggregate: AggregateFunction;
  readonly maxParallelism: number;
  /** The key groups of this subtask. */
  readonly keyGroupRange: KeyGroupRange;
  /** Names the dictionary of the results; unique in the cluster and in time, so the attempt's id is a good one. */
  readonly outputDictionaryId: string;
}

/** Farther from the table (35,000 years) the counting loop's half millisecond is lost in rounding; records then go one by one. */
const MAX_EXACT_SHIFT_MS = 2 ** 50;

/** A counting loop stops at a record it cannot count, or so many before the one after it. */
const MAX_RECORDS_UNCOUNTED = 4;

/**
 * Counts (or aggregates otherwise) by key and tumbling window, fires when time passes the end of a
 * window, and keeps its state by key group. Flink: WindowOperator with EventTimeTrigger or
 * ProcessingTimeTrigger and an allowed lateness of 0.
 *
 * With a lateness of 0, a window has state exactly as long as it has a timer, and both are cleaned
 * up together. So timers are neither stored nor snapshotted separately. The watermark is not part
 * of the state either: after a restore it starts over, as in Flink.
 */
export class WindowOperator implements OneInputOperator {
  readonly #assigner: TumblingWindows;
  readonly #aggregate: AggregateFunction;
  readonly #keys: OperatorKeys;
  readonly #state: WindowState;
  readonly #keyGroupRange: KeyGroupRange;
  readonly #maxParallelism: number;
  readonly #results: WindowResultBuilder;
  #output: Output = throwOutput;
  #currentWatermarkMs = MIN_WATERMARK;
  /** Time of a call that has answered false and will be repeated. */
  #firingForMs: number | undefined;
  /** Where firing continues in the earliest window. */
  #firingFromKey = 0;
  #numLateRecordsDropped = 0;
  #numFiredTimers = 0;

  constructor(options: WindowOperatorOptions) {
    const { assigner, aggregate, maxParallelism, keyGroupRange, outputDictionaryId } = options;
    this.#assigner = assigner;
    this.#aggregate = aggregate;
    this.#maxParallelism = maxParallelism;
    this.#keyGroupRange = keyGroupRange;
    this.#keys = new OperatorKeys(outputDictionaryId, maxParallelism, keyGroupRange);
    this.#state = new WindowState(1 + aggregate.width);
    this.#results = new WindowResultBuilder(this.#keys.dictionary, assigner.sizeMs);
  }

  /** Flink's metric: records whose window had closed when they came. Not state: starts at 0 with each attempt. */
  get numLateRecordsDropped(): number {
    return this.#numLateRecordsDropped;
  }

  /** Flink's metric: one for each key and window that fired. */
  get numFiredTimers(): number {
    return this.#numFiredTimers;
  }

  /** The last watermark that came; {@link MIN_WATERMARK} before the first. */
  get currentWatermarkMs(): number {
    return this.#currentWatermarkMs;
  }

  setOutput(output: Output): void {
    this.#output = output;
  }

  processBatch(batch: RecordBatch, processingTimeMs: number): void {
    assert(this.#firingForMs === undefined, "a batch came while windows were firing");
    const input = this.#keys.acceptInput(batch.dictionary);
    this.#state.ensureKeyCapacity(this.#keys.dictionary.size);
    const clockWindow = this.#assigner.time === "processing" ? this.#windowOf(processingTimeMs) : undefined;
    if (this.#aggregate.width > 0) this.#addOneByOne(batch, input, clockWindow, 0, batch.length);
    else this.#count(batch, input, clockWindow);
  }

  processWatermark(watermarkMs: number, maxResults = Number.POSITIVE_INFINITY): boolean {
    assert(this.#firingForMs === undefined || this.#firingForMs === watermarkMs, "a watermark came while windows were firing");
    if (this.#firingForMs === undefined && watermarkMs <= this.#currentWatermarkMs) return true;
    this.#currentWatermarkMs = watermarkMs;
    if (this.#assigner.time === "event" && !this.#fireUntil(this.#firstOpenWindow(), maxResults)) {
      this.#firingForMs = watermarkMs;
      return false;
    }
    this.#firingForMs = undefined;
    this.#output.emitWatermark(watermarkMs);
    return true;
  }

  processWatermarkStatus(status: WatermarkStatus): void {
    this.#output.emitWatermarkStatus(status);
  }

  advanceProcessingTime(processingTimeMs: number, maxResults = Number.POSITIVE_INFINITY): boolean {
    if (this.#assigner.time === "event") return true;
    assert(this.#firingForMs === undefined || this.#firingForMs === processingTimeMs, "time advanced while windows were firing");
    // The window of `now` itself is still open; a timer for a window's last millisecond runs at the window's end.
    const isDone = this.#fireUntil(this.#windowOf(processingTimeMs), maxResults);
    this.#firingForMs = isDone ? undefined : processingTimeMs;
    return isDone;
  }

  nextProcessingTimer(): number | undefined {
    if (this.#assigner.time === "event") return undefined;
    const earliest = this.#state.earliestWindow();
    return earliest === undefined ? undefined : this.#startOf(earliest + 1);
  }

  snapshotState(): KeyedStateSnapshot {
    assert(this.#firingForMs === undefined, "a snapshot was asked for while windows were firing");
    return snapshotKeyedState(this.#state, this.#keys, this.#maxParallelism, (window) => this.#startOf(window));
  }

  restoreState(parts: readonly KeyedStateSnapshot[]): void {
    restoreKeyedState(parts, this.#state, this.#keys, this.#maxParallelism, this.#keyGroupRange, (startMs) => {
      assert(
        windowStartOf(startMs, this.#assigner.sizeMs, this.#assigner.offsetMs) === startMs,
        `the state has a window at ${startMs}, this operator cannot`,
      );
      return this.#windowOf(startMs);
    });
  }

  /** Number of the window of a time, epoch ms. Exact for every timestamp. */
  #windowOf(timestampMs: number): number {
    const { sizeMs, offsetMs } = this.#assigner;
    return (windowStartOf(timestampMs, sizeMs, offsetMs) - offsetMs) / sizeMs;
  }

  #startOf(window: number): number {
    return window * this.#assigner.sizeMs + this.#assigner.offsetMs;
  }

  /** The first window whose last millisecond the watermark has not reached: everything before is late. Over processing time nothing is. */
  #firstOpenWindow(): number {
    const watermarkMs = this.#assigner.time === "event" ? this.#currentWatermarkMs : MIN_WATERMARK;
    return Number.isFinite(watermarkMs) ? this.#windowOf(watermarkMs + 1) : watermarkMs;
  }

  /** Counts all records; `clockWindow` is where they all go over processing time. */
  #count(batch: RecordBatch, input: InputKeys, clockWindow: number | undefined): void {
    if (clockWindow !== undefined) this.#state.open(clockWindow);
    let row = 0;
    while (row < batch.length) {
      const plan = clockWindow === undefined ? this.#planCounting(batch) : this.#planCountingIn(clockWindow);
      if (plan !== undefined) {
        const count = isBeyondCache(plan.cells) ? countInChunks : countInOnePass;
        row = count(batch, row, input.keyOfId, plan);
      }
      row = this.#addOneByOne(batch, input, clockWindow, row, plan === undefined ? batch.length : row + MAX_RECORDS_UNCOUNTED);
      row = this.#dropLate(batch, row);
    }
  }

  /** How this batch's records find their cells in the table as it is; undefined where rounding might put one into a wrong window. */
  #planCounting(batch: RecordBatch): CountPlan | undefined {
    const { cells, keyCapacity, baseWindow, firstWindow, openWindows } = this.#state;
    const shiftMs = batch.timestampBaseMs - this.#startOf(baseWindow) + 0.5;
    if (Math.abs(shiftMs) > MAX_EXACT_SHIFT_MS) return undefined;
    const firstRow = firstWindow - baseWindow;
    return { cells, keyCapacity, firstRow, endRow: firstRow + openWindows, shiftMs, windowsPerMs: 1 / this.#assigner.sizeMs };
  }

  /** All records count in one window, whatever their timestamps; undefined if the state keeps that aside. */
  #planCountingIn(window: number): CountPlan | undefined {
    const cells = this.#state.rowOf(window);
    if (cells === undefined) return undefined;
    return { cells, keyCapacity: this.#state.keyCapacity, firstRow: 0, endRow: 1, shiftMs: 0, windowsPerMs: 0 };
  }

  /** Adds rows [from, to); late ones are counted as such. Answers `to`, or the end of the batch. */
  #addOneByOne(batch: RecordBatch, input: InputKeys, clockWindow: number | undefined, from: number, to: number): number {
    const end = Math.min(to, batch.length);
    const firstOpen = this.#firstOpenWindow();
    for (let row = from; row < end; row++) {
      const window = clockWindow ?? this.#windowOf(batch.timestampBaseMs + (batch.timestamps[row] ?? 0));
      if (window < firstOpen) this.#numLateRecordsDropped += 1;
      else this.#addRow(batch, row, this.#keyOf(batch, row, input), window);
    }
    return end;
  }

  /** Late rows come in runs; without this each would end a counting loop. Answers the next row that is not late. */
  #dropLate(batch: RecordBatch, from: number): number {
    const firstOpenMs = this.#startOf(this.#firstOpenWindow()) - batch.timestampBaseMs;
    let row = from;
    while (row < batch.length && (batch.timestamps[row] ?? 0) < firstOpenMs) row += 1;
    this.#numLateRecordsDropped += row - from;
    return row;
  }

  #keyOf(batch: RecordBatch, row: number, input: InputKeys): number {
    const id = batch.keys[row] ?? 0;
    const key = input.keyOfId[id] ?? NO_KEY;
    return key === NO_KEY ? this.#keys.rejectForeign(input, id) : key;
  }

  #addRow(batch: RecordBatch, row: number, key: number, window: number): void {
    this.#state.withCell(window, key, (_key, cells, at) => {
      const count = cells[at] ?? 0;
      this.#aggregate.add(cells, at + 1, batch, row, count);
      cells[at] = count + 1;
    });
  }

  /** Fires windows before `firstOpen` in time order, each by ascending key; false if `maxResults` did not suffice. */
  #fireUntil(firstOpen: number, maxResults: number): boolean {
    const firedBefore = this.#numFiredTimers;
    let isDone = false;
    while (!isDone) {
      const window = this.#state.earliestWindow();
      if (window === undefined || window >= firstOpen) {
        isDone = true;
        continue;
      }
      const budget = maxResults - (this.#numFiredTimers - firedBefore);
      const nextKey = this.#fireWindow(window, budget);
      this.#firingFromKey = nextKey ?? 0;
      if (nextKey !== undefined) break;
      this.#state.dropEarliest(window);
    }
    const rest = this.#results.take();
    if (rest !== undefined) this.#output.emitBatch(rest);
    return isDone;
  }

  /** At most `maxResults` keys of `window`, from where it was left; returns the key to continue with, undefined at the end. */
  #fireWindow(window: number, maxResults: number): number | undefined {
    const startMs = this.#startOf(window);
    return this.#state.visitWindow(window, this.#firingFromKey, maxResults, (key, cells, at) => {
      this.#numFiredTimers += 1;
      const full = this.#results.add(startMs, key, this.#aggregate.getResult(cells, at + 1, cells[at] ?? 0));
      if (full !== undefined) this.#output.emitBatch(full);
    });
  }
}
