// The loops that all records go through. Plain functions over typed arrays, because this is where the time goes: window and key are decided
// for each record from the columns, without a guess about their order, and without a call or an allocation.
//
// A loop stops where a record takes more than arithmetic (a late one, a window that is not open, a key that is not ours); the caller deals with
// one record by itself and comes back.

import type { RecordBatch } from "./batch.ts";

/** A mapped key that is not ours: lies beyond every cell. */
export const NO_KEY = 2 ** 30;

/**
 * How records of one batch find their cells. A record's row in the table is floor((timestamp + shiftMs) · windowsPerMs). `shiftMs` is half a
 * millisecond high: a product that is rounded then never crosses the border of a window. Rows [firstRow, endRow) are open.
 *
 * The loops compare before they round down, on floats: that was measured to cost less than comparing 32-bit rows, and has no overflow.
 */
export interface CountPlan {
  readonly cells: Float64Array;
  readonly keyCapacity: number;
  readonly firstRow: number;
  readonly endRow: number;
  readonly shiftMs: number;
  readonly windowsPerMs: number;
}

/**
 * Counts from record `from` on; `keyOfId` gives the key of an id, or {@link NO_KEY}. Returns the number of the record it stopped at, or of one up to
 * three before it.
 *
 * Four records a turn, found before they are counted. One by one a processor that guesses whether a load depends on the stores before it may guess
 * wrong for random cells, and was seen to fall to a quarter of the speed; four by four it was not.
 */
export function countInOnePass(batch: RecordBatch, from: number, keyOfId: Int32Array, plan: CountPlan): number {
  const { timestamps, keys, length } = batch;
  const { cells, keyCapacity, firstRow, endRow, shiftMs, windowsPerMs } = plan;
  let record = from;
  for (; record <= length - 4; record += 4) {
    const position0 = ((timestamps[record] ?? 0) + shiftMs) * windowsPerMs;
    const position1 = ((timestamps[record + 1] ?? 0) + shiftMs) * windowsPerMs;
    const position2 = ((timestamps[record + 2] ?? 0) + shiftMs) * windowsPerMs;
    const position3 = ((timestamps[record + 3] ?? 0) + shiftMs) * windowsPerMs;
    const key0 = keyOfId[keys[record] ?? 0] ?? NO_KEY;
    const key1 = keyOfId[keys[record + 1] ?? 0] ?? NO_KEY;
    const key2 = keyOfId[keys[record + 2] ?? 0] ?? NO_KEY;
    const key3 = keyOfId[keys[record + 3] ?? 0] ?? NO_KEY;
    if (!(position0 >= firstRow && position0 < endRow && key0 < keyCapacity)) return record;
    if (!(position1 >= firstRow && position1 < endRow && key1 < keyCapacity)) return record;
    if (!(position2 >= firstRow && position2 < endRow && key2 < keyCapacity)) return record;
    if (!(position3 >= firstRow && position3 < endRow && key3 < keyCapacity)) return record;
    const cell0 = Math.imul(position0 | 0, keyCapacity) + key0;
    const cell1 = Math.imul(position1 | 0, keyCapacity) + key1;
    const cell2 = Math.imul(position2 | 0, keyCapacity) + key2;
    const cell3 = Math.imul(position3 | 0, keyCapacity) + key3;
    cells[cell0] = (cells[cell0] ?? 0) + 1;
    cells[cell1] = (cells[cell1] ?? 0) + 1;
    cells[cell2] = (cells[cell2] ?? 0) + 1;
    cells[cell3] = (cells[cell3] ?? 0) + 1;
  }
  return record;
}

/** Larger tables than this (512 KiB) do not fit a core's cache any more. */
const MAX_CACHED_CELLS = 2 ** 16;
/** Records that are located before they are counted: enough to keep many cache misses in flight, few enough to stay in the nearest cache. */
const CHUNK_RECORDS = 1024;
const cellOfRecord = new Int32Array(CHUNK_RECORDS);

/** Whether {@link countInChunks} is the faster loop for this table. */
export function isBeyondCache(cells: Float64Array): boolean {
  return cells.length > MAX_CACHED_CELLS;
}

/**
 * As {@link countInOnePass}, in two passes over a thousand records at a time: first where they count, then counting. The second pass is so short that
 * the processor waits for many cells at once. Measured with 10,000 random keys: up to half as fast again as in one pass; with 6 keys slower.
 */
export function countInChunks(batch: RecordBatch, from: number, keyOfId: Int32Array, plan: CountPlan): number {
  for (let start = from; start < batch.length; start += CHUNK_RECORDS) {
    const end = Math.min(start + CHUNK_RECORDS, batch.length);
    const stop = locate(batch, start, end, keyOfId, plan);
    countLocated(plan.cells, stop - start);
    if (stop < end) return stop;
  }
  return batch.length;
}

function locate(batch: RecordBatch, start: number, end: number, keyOfId: Int32Array, plan: CountPlan): number {
  const { timestamps, keys } = batch;
  const { keyCapacity, firstRow, endRow, shiftMs, windowsPerMs } = plan;
  for (let record = start; record < end; record++) {
    const position = ((timestamps[record] ?? 0) + shiftMs) * windowsPerMs;
    if (!(position >= firstRow && position < endRow)) return record;
    const key = keyOfId[keys[record] ?? 0] ?? NO_KEY;
    if (key >= keyCapacity) return record;
    cellOfRecord[record - start] = Math.imul(position | 0, keyCapacity) + key;
  }
  return end;
}

function countLocated(cells: Float64Array, count: number): void {
  for (let index = 0; index < count; index++) {
    const cell = cellOfRecord[index] ?? 0;
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
}
