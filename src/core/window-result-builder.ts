// Collects results of windows into batches. Grows a batch up to MAX_ROWS, so that many small windows do not make many small batches.

import { createKeyColumn, MAX_TIMESTAMP_SPAN_MS, type WindowResultBatch } from "./batch.ts";
import type { KeyDictionary } from "./key-dictionary.ts";

const MAX_ROWS = 4096;

/** Results have to come in the order of windows. The entries of the dictionary that receivers do not know yet go with each batch. */
export class WindowResultBuilder {
  readonly #dictionary: KeyDictionary;
  readonly #windowSizeMs: number;
  readonly #windowStartsMs = new Float64Array(MAX_ROWS);
  readonly #keys = new Uint32Array(MAX_ROWS);
  readonly #results = new Float64Array(MAX_ROWS);
  #length = 0;
  #sentEntries = 0;

  constructor(dictionary: KeyDictionary, windowSizeMs: number) {
    this.#dictionary = dictionary;
    this.#windowSizeMs = windowSizeMs;
  }

  /** Adds a result; returns the batch before it if that is full or the window too far away from it. */
  add(windowStartMs: number, key: number, result: number): WindowResultBatch | undefined {
    const isFull = this.#length === MAX_ROWS || windowStartMs - (this.#windowStartsMs[0] ?? 0) > MAX_TIMESTAMP_SPAN_MS;
    const full = isFull ? this.take() : undefined;
    this.#windowStartsMs[this.#length] = windowStartMs;
    this.#keys[this.#length] = key;
    this.#results[this.#length] = result;
    this.#length += 1;
    return full;
  }

  /** What has been collected, as a batch with buffers of its own; undefined if there is nothing. */
  take(): WindowResultBatch | undefined {
    const length = this.#length;
    if (length === 0) return undefined;
    this.#length = 0;
    const windowStartsMs = this.#windowStartsMs.slice(0, length);
    const firstStartMs = windowStartsMs[0] ?? 0;
    const timestamps = new Uint32Array(length);
    for (let row = 0; row < length; row++) timestamps[row] = (windowStartsMs[row] ?? 0) - firstStartMs;
    const keys = createKeyColumn(this.#dictionary.size, length);
    keys.set(this.#keys.subarray(0, length));
    const dictionary = this.#dictionary.sliceFrom(this.#sentEntries);
    this.#sentEntries = this.#dictionary.size;
    return {
      type: "window-results",
      length,
      timestampBaseMs: firstStartMs + this.#windowSizeMs - 1,
      timestamps,
      keys,
      dictionary,
      windowSizeMs: this.#windowSizeMs,
      windowStartsMs,
      results: this.#results.slice(0, length),
    };
  }
}
