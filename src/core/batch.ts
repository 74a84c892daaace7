// Records travel in columns: a batch is a few typed arrays over buffers of its own, so that it can be transferred between threads, plus the
// dictionary entries its receiver may not know. A batch is plain data and never changes once it is made.

import { assert } from "../base/assert.ts";
import { type DictionarySlice, withoutEntries } from "./key-dictionary.ts";

/** Ids of keys, as wide as the dictionary needs. */
export type KeyColumn = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** What every batch has. Row i has the timestamp `timestampBaseMs + timestamps[i]` (epoch ms) and the key `keys[i]`. */
interface Columns {
  readonly length: number;
  readonly timestampBaseMs: number;
  readonly timestamps: Uint32Array<ArrayBuffer>;
  readonly keys: KeyColumn;
  readonly dictionary: DictionarySlice;
}

/** Keyed events: 5 bytes each with up to 256 keys. */
export interface EventBatch extends Columns {
  readonly type: "events";
}

/**
 * Results of windows: the window is [windowStartsMs[i], windowStartsMs[i] + windowSizeMs), the record's timestamp the window's last
 * millisecond. Flink's playground calls such a record ClickEventStatistics.
 */
export interface WindowResultBatch extends Columns {
  readonly type: "window-results";
  readonly windowSizeMs: number;
  readonly windowStartsMs: Float64Array<ArrayBuffer>;
  /** What the aggregate function made of the window, e.g. its count. */
  readonly results: Float64Array<ArrayBuffer>;
}

/** What flows on an edge. */
export type RecordBatch = EventBatch | WindowResultBatch;

/** Largest distance between two timestamps in one batch, ms (49 days). */
export const MAX_TIMESTAMP_SPAN_MS = 2 ** 32 - 1;

/** An empty key column for `length` rows that can hold any id of a dictionary with `dictionarySize` entries. */
export function createKeyColumn(dictionarySize: number, length: number): KeyColumn {
  if (dictionarySize <= 2 ** 8) return new Uint8Array(length);
  if (dictionarySize <= 2 ** 16) return new Uint16Array(length);
  return new Uint32Array(length);
}

/** The buffers of a batch, for the transfer list. The batch is unusable for the sender afterwards. */
export function transferListOf(batch: RecordBatch): ArrayBuffer[] {
  const buffers = [batch.timestamps.buffer, batch.keys.buffer];
  if (batch.type === "window-results") buffers.push(batch.windowStartsMs.buffer, batch.results.buffer);
  return buffers;
}

/** The one global that the core calls. It is part of every platform, and pure. */
declare function structuredClone(value: undefined, options: { readonly transfer: ArrayBuffer[] }): undefined;

/**
 * Releases the buffers of a batch at once. Only the owner of the batch may call it, after reading
 * the batch, which is unusable afterwards. Buffers from another thread count as external memory: if
 * they are left to the garbage collector, it runs dozens of times a second.
 *
 * The buffers are transferred into a clone that is dropped. Detaching them is not enough: Chromium
 * wraps a buffer that arrives in a message, and the wrapper keeps memory that the collector does
 * not count, 60 MB a second at 10 million records a second.
 */
export function releaseBatch(batch: RecordBatch): void {
  structuredClone(undefined, { transfer: transferListOf(batch) });
}

/** Size of a batch in bytes: its columns' rows. Dictionary entries do not count: over a stream they are nothing. */
export function batchSizeBytes(batch: RecordBatch): number {
  const rowBytes = batch.timestamps.BYTES_PER_ELEMENT + batch.keys.BYTES_PER_ELEMENT + (batch.type === "window-results" ? 16 : 0);
  return batch.length * rowBytes;
}

/**
 * Copies rows [start, end) into a batch with buffers of its own. Unless a slice is given, only the
 * piece that starts at row 0 carries the dictionary entries, so the pieces of a batch must be sent
 * in order. Entries sent with every piece would be registered again for every piece, which takes a
 * second for a million entries.
 */
export function sliceBatch<B extends RecordBatch>(
  batch: B,
  start: number,
  end: number,
  dictionary: DictionarySlice = start === 0 ? batch.dictionary : withoutEntries(batch.dictionary),
): B {
  assert(0 <= start && start <= end && end <= batch.length, `rows ${start} to ${end} of a batch of ${batch.length}`);
  const columns = {
    length: end - start,
    timestamps: batch.timestamps.slice(start, end),
    keys: batch.keys.slice(start, end),
    dictionary,
  };
  return batch.type === "events"
    ? { ...batch, ...columns }
    : {
        ...batch,
        ...columns,
        windowStartsMs: batch.windowStartsMs.slice(start, end),
        results: batch.results.slice(start, end),
      };
}

/** A batch of no rows that still hands over its dictionary entries. */
export function emptyEventBatch(dictionary: DictionarySlice): EventBatch {
  return { type: "events", length: 0, timestampBaseMs: 0, timestamps: new Uint32Array(0), keys: new Uint8Array(0), dictionary };
}

/** Largest timestamp of a batch, epoch ms; -Infinity if it has no rows. */
export function maxTimestampMs(batch: RecordBatch): number {
  const { timestamps, length } = batch;
  if (length === 0) return Number.NEGATIVE_INFINITY;
  let max = 0;
  for (let row = 0; row < length; row++) {
    const timestamp = timestamps[row] ?? 0;
    if (timestamp > max) max = timestamp;
  }
  return batch.timestampBaseMs + max;
}

/** Makes a batch of events from rows, for producers at a human pace and for tests. Timestamps must lie within {@link MAX_TIMESTAMP_SPAN_MS}. */
export function eventBatchOf(
  rows: readonly { readonly timestampMs: number; readonly keyId: number }[],
  dictionary: DictionarySlice,
): EventBatch {
  const base = rows.reduce((min, row) => Math.min(min, row.timestampMs), rows[0]?.timestampMs ?? 0);
  const largestId = rows.reduce((max, row) => Math.max(max, row.keyId), 0);
  const timestamps = new Uint32Array(rows.length);
  const keys = createKeyColumn(largestId + 1, rows.length);
  for (const [row, { timestampMs, keyId }] of rows.entries()) {
    const offset = timestampMs - base;
    assert(offset <= MAX_TIMESTAMP_SPAN_MS, `timestamp ${timestampMs} is too far from ${base} for one batch`);
    timestamps[row] = offset;
    keys[row] = keyId;
  }
  return { type: "events", length: rows.length, timestampBaseMs: base, timestamps, keys, dictionary };
}
