import { describe, expect, it } from "vitest";
import {
  batchSizeBytes,
  createKeyColumn,
  eventBatchOf,
  maxTimestampMs,
  releaseBatch,
  sliceBatch,
  transferListOf,
  type WindowResultBatch,
} from "./batch.ts";
import { DictionaryRegistry } from "./key-dictionary.ts";

const DICTIONARY = { dictionaryId: "d", from: 0, entries: ["a", "b"] };
const EVENTS = eventBatchOf(
  [
    { timestampMs: 1_792_404_931_005, keyId: 1 },
    { timestampMs: 1_792_404_931_000, keyId: 0 },
    { timestampMs: 1_792_404_931_007, keyId: 1 },
  ],
  DICTIONARY,
);
const RESULTS: WindowResultBatch = {
  type: "window-results",
  length: 2,
  timestampBaseMs: 14999,
  timestamps: Uint32Array.of(0, 15000),
  keys: Uint8Array.of(0, 1),
  dictionary: DICTIONARY,
  windowSizeMs: 15000,
  windowStartsMs: Float64Array.of(0, 15000),
  results: Float64Array.of(1000, 7),
};

describe("batches", () => {
  it("[WIN25] take 5 bytes an event with few keys", () => {
    expect(batchSizeBytes(EVENTS)).toBe(15);
    expect(transferListOf(EVENTS).reduce((sum, buffer) => sum + buffer.byteLength, 0)).toBe(15);
    expect(batchSizeBytes(RESULTS)).toBe(42);
    expect(transferListOf(RESULTS).reduce((sum, buffer) => sum + buffer.byteLength, 0)).toBe(42);
  });

  it.each([
    [0, Uint8Array],
    [256, Uint8Array],
    [257, Uint16Array],
    [65536, Uint16Array],
    [65537, Uint32Array],
  ])("have a key column for %i keys that holds them all", (dictionarySize, type) => {
    expect(createKeyColumn(dictionarySize, 3)).toBeInstanceOf(type);
  });

  it("keep timestamps relative to the smallest", () => {
    expect(EVENTS.timestampBaseMs).toBe(1_792_404_931_000);
    expect([...EVENTS.timestamps]).toEqual([5, 0, 7]);
    expect(maxTimestampMs(EVENTS)).toBe(1_792_404_931_007);
    expect(maxTimestampMs(sliceBatch(EVENTS, 0, 0))).toBe(-Infinity);
  });

  it("refuse timestamps that are too far apart for one of them", () => {
    const rows = [0, 2 ** 32].map((timestampMs) => ({ timestampMs, keyId: 0 }));
    expect(() => eventBatchOf(rows, DICTIONARY)).toThrow("too far");
  });

  it("are cut into buffers of their own", () => {
    const cut = sliceBatch(EVENTS, 1, 3);
    expect([[...cut.timestamps], [...cut.keys], cut.length]).toEqual([[0, 7], [0, 1], 2]);
    expect(cut.timestamps.buffer).not.toBe(EVENTS.timestamps.buffer);
    const results = sliceBatch(RESULTS, 1, 2);
    expect([[...results.windowStartsMs], [...results.results]]).toEqual([[15000], [7]]);
    expect(() => sliceBatch(EVENTS, 2, 4)).toThrow("rows 2 to 4 of a batch of 3");
  });

  it("hand over their dictionary entries with the first piece, and no gap with the others", () => {
    const [first, second] = [sliceBatch(EVENTS, 0, 1), sliceBatch(EVENTS, 1, 3)];
    expect(first.dictionary).toEqual(DICTIONARY);
    expect(second.dictionary).toEqual({ dictionaryId: "d", from: 2, entries: [] });
    const registry = new DictionaryRegistry();
    expect(() => registry.accept(second.dictionary)).toThrow("only 0 are known");
    registry.accept(first.dictionary);
    expect(registry.accept(second.dictionary).size).toBe(2);
    expect(sliceBatch(EVENTS, 1, 3, DICTIONARY).dictionary).toEqual(DICTIONARY);
  });

  it("give all their buffers back when released", () => {
    const results = sliceBatch(RESULTS, 0, RESULTS.length);
    releaseBatch(results);
    expect([results.timestamps, results.keys, results.windowStartsMs, results.results].map(({ byteLength }) => byteLength)).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it("cross threads as they are", () => {
    expect(structuredClone(RESULTS)).toEqual(RESULTS);
  });
});
