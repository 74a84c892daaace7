// The endless sequence of clicks: the i-th is always the same click, so that a restarted generator continues where the last one ended and every
// page has exactly 1000 clicks in each window of 15 s. Flink's playground: ClickEventGenerator (whose sequence begins at 1970 each time).

import { createKeyColumn, type EventBatch } from "../../core/batch.ts";
import type { DictionarySlice } from "../../core/key-dictionary.ts";

/** The playground's pages in its order. */
export const PAGES: readonly string[] = ["/help", "/index", "/shop", "/jobs", "/about", "/news"];

/** Length of the playground's windows, ms. */
export const WINDOW_MS = 15_000;

/** Event time between two clicks on the same page, ms: 1000 in a window. */
export const CLICK_INTERVAL_MS = 15;

/** Clicks `first`, `first + 1`, … of the sequence whose first click has the timestamp `startMs` (epoch ms). */
export function clickBatch(startMs: number, first: number, length: number, dictionary: DictionarySlice): EventBatch {
  const pages = PAGES.length;
  const timestamps = new Uint32Array(length);
  const keys = new Uint8Array(length);
  let page = first % pages;
  let timestamp = 0;
  for (let row = 0; row < length; row++) {
    timestamps[row] = timestamp;
    keys[row] = page;
    page++;
    if (page === pages) {
      page = 0;
      timestamp += CLICK_INTERVAL_MS;
    }
  }
  return { type: "events", length, timestampBaseMs: clickTimestampMs(startMs, first), timestamps, keys, dictionary };
}

/** When the click with that index happened, epoch ms. */
export function clickTimestampMs(startMs: number, index: number): number {
  return startMs + Math.floor(index / PAGES.length) * CLICK_INTERVAL_MS;
}

/** Start of the sequence whose newest click, number `count - 1`, has this timestamp; undefined if it cannot be such a sequence. */
export function sequenceStartMs(count: number, lastTimestampMs: number): number | undefined {
  const startMs = lastTimestampMs - clickTimestampMs(0, count - 1);
  return startMs % WINDOW_MS === 0 ? startMs : undefined;
}

/** The last full 15 s before a moment, or that moment itself: where a new sequence begins. Epoch ms. */
export function lastFullWindowMs(nowMs: number): number {
  return Math.floor(nowMs / WINDOW_MS) * WINDOW_MS;
}

/** An input in random order, so that no code path profits from the order. */
export interface RandomClicks {
  /** Keys are drawn from so many. */
  readonly keyCount: number;
  /** Clicks in a second of event time. */
  readonly clicksPerSecond: number;
  /** Timestamps are up to this much later than their place says. */
  readonly jitterMs: number;
  readonly seed: number;
}

/** As {@link clickBatch}, but with keys and timestamps drawn at random. */
export function randomBatch(startMs: number, first: number, length: number, dictionary: DictionarySlice, clicks: RandomClicks): EventBatch {
  const timestamps = new Uint32Array(length);
  const keys = createKeyColumn(clicks.keyCount, length);
  const baseMs = randomTimestampMs(startMs, first, clicks.clicksPerSecond);
  const elapsedMs = baseMs - startMs;
  // xorshift32, in place: a call for each record would take longer than the record.
  let random = clicks.seed | 1;
  for (let row = 0; row < length; row++) {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    const unit = (random >>> 0) / 2 ** 32;
    keys[row] = unit * clicks.keyCount;
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    const jitterMs = ((random >>> 0) / 2 ** 32) * clicks.jitterMs;
    timestamps[row] = ((first + row) * 1_000) / clicks.clicksPerSecond - elapsedMs + jitterMs;
  }
  return { type: "events", length, timestampBaseMs: baseMs, timestamps, keys, dictionary };
}

/** The earliest time at which the random click with that index may have happened, epoch ms. */
export function randomTimestampMs(startMs: number, index: number, clicksPerSecond: number): number {
  return startMs + Math.floor((index * 1_000) / clicksPerSecond);
}
