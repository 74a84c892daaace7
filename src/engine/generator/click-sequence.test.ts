import { describe, expect, it } from "vitest";
import { KeyDictionary } from "../../core/key-dictionary.ts";
import {
  clickBatch,
  clickTimestampMs,
  lastFullWindowMs,
  PAGES,
  randomBatch,
  randomTimestampMs,
  sequenceStartMs,
} from "./click-sequence.ts";

const slice = new KeyDictionary("generator", PAGES).sliceFrom(0);
const START_MS = 1_700_000_010_000 - (1_700_000_010_000 % 15_000);

describe("clickBatch", () => {
  it("gives every page exactly 1000 clicks in each window, wherever it is cut", () => {
    const counts = new Map<string, number>();
    let first = 0;
    for (const length of [7, 5_000, 992, 1, 6_000]) {
      const batch = clickBatch(START_MS, first, length, slice);
      for (let row = 0; row < length; row++) {
        const windowMs = lastFullWindowMs(batch.timestampBaseMs + (batch.timestamps[row] ?? 0));
        const name = `${windowMs - START_MS} ${PAGES[batch.keys[row] ?? 0]}`;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      first += length;
    }
    expect(counts.size).toBe(12);
    expect(new Set(counts.values())).toEqual(new Set([1_000]));
  });

  it("follows the playground's order of pages", () => {
    const batch = clickBatch(START_MS, 4, 4, slice);
    expect(Array.from(batch.keys, (key) => PAGES[key])).toEqual(["/about", "/news", "/help", "/index"]);
    expect([...batch.timestamps]).toEqual([0, 0, 15, 15]);
  });
});

describe("sequenceStartMs", () => {
  it("finds the start from the number of clicks and the newest timestamp", () => {
    for (const count of [1, 6, 7, 123_456]) expect(sequenceStartMs(count, clickTimestampMs(START_MS, count - 1))).toBe(START_MS);
  });

  it("rejects a newest timestamp that such a sequence cannot have", () => {
    expect(sequenceStartMs(100, clickTimestampMs(START_MS, 99) + 15)).toBeUndefined();
  });
});

describe("randomBatch", () => {
  it.each([400, 1_000_000])(
    "draws keys over the whole range and keeps the jitter within its bound, at %d clicks a second",
    (clicksPerSecond) => {
      const batch = randomBatch(START_MS, 10, 50_000, slice, { keyCount: 10_000, clicksPerSecond, jitterMs: 100, seed: 7 });
      expect(new Set(batch.keys).size).toBeGreaterThan(9_000);
      for (let row = 0; row < batch.length; row++) {
        const lateMs = batch.timestampBaseMs + (batch.timestamps[row] ?? 0) - randomTimestampMs(START_MS, 10 + row, clicksPerSecond);
        if (lateMs < 0 || lateMs > 100) expect.fail(`row ${row} is ${lateMs} ms late`);
      }
    },
  );

  it("continues where the batch before it ended", () => {
    const clicks = { keyCount: 10, clicksPerSecond: 7, jitterMs: 0, seed: 7 };
    const whole = randomBatch(START_MS, 0, 100, slice, clicks);
    const tail = randomBatch(START_MS, 60, 40, slice, clicks);
    const times = (batch: typeof whole) => Array.from(batch.timestamps, (timestamp) => batch.timestampBaseMs + timestamp);
    expect(times(tail)).toEqual(times(whole).slice(60));
  });
});
