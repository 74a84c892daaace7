// The loops that all records go through. Plain functions over typed arrays, because this is where the time goes: window and key are decided
// for each record from the columns, without a guess about their order, and without a call or an allocation.
//
// A loop stops at the first row that takes more than arithmetic (a late record, a window that is not open, a key that is not ours) and returns
// its number; the caller deals with that row and comes back.

import type { RecordBatch } from "./batch.ts";

/** A mapped key that is not ours: lies beyond every cell. */
export const NO_KEY = 2 ** 30;

/**
 * How rows of one batch find their cell. A row's window is floor((timestamp + shiftMs) · windowsPerMs), counted from an origin of the caller's
 * choosing that puts window w into row `w & ringMask`. `shiftMs` is half a millisecond high: a product that is rounded then never crosses the
 * border of a window. Windows [firstWindow, firstWindow + openWindows) are open; all numbers stay below 2^31.
 */
export interface CountPlan {
  readonly cells: Float64Array;
  readonly keyCapacity: number;
  readonly ringMask: number;
  readonly firstWindow: number;
  readonly openWindows: number;
  readonly shiftMs: number;
  readonly windowsPerMs: number;
}

/** Counts from row `from` on where each id below `keyCount` is its own key. Returns the row it stopped at. */
export function countIdentical(batch: RecordBatch, from: number, keyCount: number, plan: CountPlan): number {
  const { timestamps, keys, length } = batch;
  const { cells, keyCapacity, ringMask, firstWindow, openWindows, shiftMs, windowsPerMs } = plan;
  for (let row = from; row < length; row++) {
    const window = (((timestamps[row] ?? 0) + shiftMs) * windowsPerMs) | 0;
    if ((window - firstWindow) >>> 0 >= openWindows) return row;
    const key = keys[row] ?? 0;
    if (key >= keyCount) return row;
    const cell = (Math.imul(window & ringMask, keyCapacity) + key) | 0;
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  return length;
}

/** Counts from row `from` on where `keyOfId` gives the key of an id, or {@link NO_KEY}. Returns the row it stopped at. */
export function countMapped(batch: RecordBatch, from: number, keyOfId: Int32Array, plan: CountPlan): number {
  const { timestamps, keys, length } = batch;
  const { cells, keyCapacity, ringMask, firstWindow, openWindows, shiftMs, windowsPerMs } = plan;
  const numIds = keyOfId.length;
  for (let row = from; row < length; row++) {
    const window = (((timestamps[row] ?? 0) + shiftMs) * windowsPerMs) | 0;
    if ((window - firstWindow) >>> 0 >= openWindows) return row;
    const id = keys[row] ?? 0;
    if (id >= numIds) return row;
    const key = keyOfId[id] ?? NO_KEY;
    if (key >= keyCapacity) return row;
    const cell = (Math.imul(window & ringMask, keyCapacity) + key) | 0;
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  return length;
}
