// Puts small batches together until one is worth sending. Rows are merged per dictionary, because a batch has one; a single batch passes as it
// is, without a copy. Flink: BufferBuilder, which holds serialized records instead.

import { ensureExists } from "../../../base/assert.ts";
import {
  MAX_TIMESTAMP_SPAN_MS,
  batchSizeBytes,
  maxTimestampMs,
  releaseBatch,
  type EventBatch,
  type KeyColumn,
  type RecordBatch,
  type WindowResultBatch,
} from "../../../core/batch.ts";
import type { DictionarySlice } from "../../../core/key-dictionary.ts";

/** Rows that wait to be sent on one channel. */
export class BatchAssembler {
  /** In order of their first row. Rows of one dictionary keep their order; those of different dictionaries come from different splits. */
  readonly #runs = new Map<string, RecordBatch[]>();
  #records = 0;
  #bytes = 0;

  get records(): number {
    return this.#records;
  }

  get bytes(): number {
    return this.#bytes;
  }

  append(batch: RecordBatch): void {
    const run = `${batch.type} ${batch.dictionary.dictionaryId}`;
    const batches = this.#runs.get(run);
    if (batches === undefined) this.#runs.set(run, [batch]);
    else batches.push(batch);
    this.#records += batch.length;
    this.#bytes += batchSizeBytes(batch);
  }

  /** Everything that was appended, in as few batches as can be. */
  take(): RecordBatch[] {
    const merged: RecordBatch[] = [];
    for (const batches of this.#runs.values()) {
      for (const group of groupsThatFit(batches)) merged.push(mergeBatches(group));
    }
    this.clear();
    return merged;
  }

  clear(): void {
    this.#runs.clear();
    this.#records = 0;
    this.#bytes = 0;
  }
}

/** Cuts a run where the timestamps would span more than one batch can hold, or the windows differ in size. */
function groupsThatFit(batches: readonly RecordBatch[]): RecordBatch[][] {
  if (batches.length === 1) return [[...batches]];
  const groups: RecordBatch[][] = [];
  let minMs = Number.POSITIVE_INFINITY;
  let maxMs = Number.NEGATIVE_INFINITY;
  for (const batch of batches) {
    const group = groups.at(-1);
    const newMin = Math.min(minMs, batch.timestampBaseMs);
    const newMax = Math.max(maxMs, maxTimestampMs(batch));
    if (group !== undefined && newMax - newMin <= MAX_TIMESTAMP_SPAN_MS && sameWindowSize(group[0], batch)) {
      group.push(batch);
      minMs = newMin;
      maxMs = newMax;
    } else {
      groups.push([batch]);
      minMs = batch.timestampBaseMs;
      maxMs = maxTimestampMs(batch);
    }
  }
  return groups;
}

function sameWindowSize(a: RecordBatch | undefined, b: RecordBatch): boolean {
  return a?.type !== "window-results" || (b.type === "window-results" && a.windowSizeMs === b.windowSizeMs);
}

/** Rows of all `batches`, which share a dictionary, in order. One batch comes back itself. */
function mergeBatches(batches: readonly RecordBatch[]): RecordBatch {
  const first = ensureExists(batches[0], "the first batch of a run");
  if (batches.length === 1) return first;
  const length = batches.reduce((sum, batch) => sum + batch.length, 0);
  const timestampBaseMs = batches.reduce((min, batch) => Math.min(min, batch.timestampBaseMs), Number.POSITIVE_INFINITY);
  const timestamps = new Uint32Array(length);
  const keys = widestKeyColumn(batches, length);
  let row = 0;
  for (const batch of batches) {
    const shiftMs = batch.timestampBaseMs - timestampBaseMs;
    for (let index = 0; index < batch.length; index++) timestamps[row + index] = (batch.timestamps[index] ?? 0) + shiftMs;
    keys.set(batch.keys.subarray(0, batch.length), row);
    row += batch.length;
  }
  const columns = { length, timestampBaseMs, timestamps, keys, dictionary: mergeSlices(batches.map((batch) => batch.dictionary)) };
  const merged: RecordBatch =
    first.type === "events"
      ? ({ type: "events", ...columns } satisfies EventBatch)
      : ({
          type: "window-results",
          ...columns,
          windowSizeMs: first.windowSizeMs,
          windowStartsMs: concatDoubles(batches, length, "windowStartsMs"),
          results: concatDoubles(batches, length, "results"),
        } satisfies WindowResultBatch);
  for (const batch of batches) releaseBatch(batch);
  return merged;
}

function widestKeyColumn(batches: readonly RecordBatch[], length: number): KeyColumn {
  const bytes = batches.reduce((max, batch) => Math.max(max, batch.keys.BYTES_PER_ELEMENT), 1);
  return bytes === 1 ? new Uint8Array(length) : bytes === 2 ? new Uint16Array(length) : new Uint32Array(length);
}

function concatDoubles(batches: readonly RecordBatch[], length: number, column: "windowStartsMs" | "results"): Float64Array<ArrayBuffer> {
  const into = new Float64Array(length);
  let row = 0;
  for (const batch of batches) {
    if (batch.type !== "window-results") continue;
    into.set(batch[column].subarray(0, batch.length), row);
    row += batch.length;
  }
  return into;
}

/** The union of slices of one dictionary that were sent one after the other: they overlap or touch. */
function mergeSlices(slices: readonly DictionarySlice[]): DictionarySlice {
  return slices.reduce((merged, slice) => {
    if (slice.entries.length === 0) return merged;
    if (merged.entries.length === 0) return slice;
    const [low, high] = slice.from < merged.from ? [slice, merged] : [merged, slice];
    const beyond = high.entries.slice(Math.max(0, low.from + low.entries.length - high.from));
    return { dictionaryId: merged.dictionaryId, from: low.from, entries: [...low.entries, ...beyond] };
  });
}
