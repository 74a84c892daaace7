// A run of records of one partition, in columns. Either it is open and small batches are added to it, or it is one large batch just as the
// producer sent it, taken over without touching a record. Offsets are the partition's; a segment's first record has `baseOffset`.

import { createKeyColumn, MAX_TIMESTAMP_SPAN_MS, sliceBatch, type KeyColumn, type RecordBatch } from "../../core/batch.ts";
import type { DictionarySlice } from "../../core/key-dictionary.ts";

/** A stretch of a partition's log. `sequence` is the topic-wide order of creation: which segment is the oldest. */
export interface Segment {
  readonly baseOffset: number;
  readonly sequence: number;
  /** Columns with room for `capacity` rows, of which the batch's `length` are filled. */
  columns: RecordBatch;
  readonly capacity: number;
}

/** Offset after the segment's last record. */
export function segmentEnd(segment: Segment): number {
  return segment.baseOffset + segment.columns.length;
}

/** Bytes that one row of such a batch takes: 5 for a click of up to 256 pages. */
export function rowBytes(batch: RecordBatch): number {
  return batch.timestamps.BYTES_PER_ELEMENT + batch.keys.BYTES_PER_ELEMENT + (batch.type === "window-results" ? 16 : 0);
}

/** A segment that is `batch` itself: nothing is copied, nothing can be added. */
export function sealedSegment(batch: RecordBatch, baseOffset: number, sequence: number): Segment {
  return { baseOffset, sequence, columns: batch, capacity: batch.length };
}

/** An empty segment for `capacity` rows like those of `batch`, whose dictionary has `dictionarySize` entries by now. */
export function openSegment(batch: RecordBatch, dictionarySize: number, capacity: number, baseOffset: number, sequence: number): Segment {
  const columns = {
    length: 0,
    timestampBaseMs: batch.timestampBaseMs,
    timestamps: new Uint32Array(capacity),
    keys: createKeyColumn(dictionarySize, capacity),
    dictionary: batch.dictionary,
  };
  return {
    baseOffset,
    sequence,
    capacity,
    columns:
      batch.type === "events"
        ? { type: "events", ...columns }
        : {
            type: "window-results",
            ...columns,
            windowSizeMs: batch.windowSizeMs,
            windowStartsMs: new Float64Array(capacity),
            results: new Float64Array(capacity),
          },
  };
}

/** Adds `batch` to an open segment, timestamps counted from the segment's base. False if it does not fit: the segment is as it was. */
export function appendToSegment(segment: Segment, batch: RecordBatch): boolean {
  const { columns } = segment;
  const start = columns.length;
  const shift = batch.timestampBaseMs - columns.timestampBaseMs;
  if (start + batch.length > segment.capacity || shift < 0) return false;
  if (batch.keys.BYTES_PER_ELEMENT > columns.keys.BYTES_PER_ELEMENT) return false;
  if (columns.type === "window-results" && (batch.type !== columns.type || batch.windowSizeMs !== columns.windowSizeMs)) return false;
  if (columns.type === "events" && batch.type !== columns.type) return false;

  const { timestamps } = columns;
  for (let row = 0; row < batch.length; row++) {
    const timestamp = (batch.timestamps[row] ?? 0) + shift;
    if (timestamp > MAX_TIMESTAMP_SPAN_MS) return false;
    timestamps[start + row] = timestamp;
  }
  columns.keys.set(batch.keys, start);
  if (columns.type === "window-results" && batch.type === "window-results") {
    columns.windowStartsMs.set(batch.windowStartsMs, start);
    columns.results.set(batch.results, start);
  }
  segment.columns = { ...columns, length: start + batch.length };
  return true;
}

/** A copy of at most `maxRecords` records from `offset` on. The segment must hold `offset`. */
export function readSegment(segment: Segment, offset: number, maxRecords: number, dictionary: DictionarySlice): RecordBatch {
  const start = offset - segment.baseOffset;
  return sliceBatch(segment.columns, start, Math.min(start + maxRecords, segment.columns.length), dictionary);
}

/** `keys` with every id replaced by `ids[id]`, as wide as a dictionary of `dictionarySize` needs. */
export function translateKeys(keys: KeyColumn, ids: readonly number[], dictionarySize: number): KeyColumn {
  const translated = createKeyColumn(dictionarySize, keys.length);
  for (let row = 0; row < keys.length; row++) translated[row] = ids[keys[row] ?? 0] ?? 0;
  return translated;
}
