// The counting loops against a count record by record: a small table is counted in one pass, a large one in chunks, and both must see every record.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countAggregate } from "./aggregate.ts";
import { createKeyColumn, type EventBatch } from "./batch.ts";
import { isBeyondCache } from "./count-loop.ts";
import { KeyDictionary } from "./key-dictionary.ts";
import { MAX_WATERMARK } from "./operator.ts";
import { NaiveWindowCount, inOrder } from "./testing/naive-window-count.ts";
import { RecordingOutput } from "./testing/recording-output.ts";
import { tumblingEventTimeWindows } from "./window-assigner.ts";
import { WindowOperator } from "./window-operator.ts";

const BASE_MS = 1_792_404_930_000;
const SIZE_MS = 1_000;

/**
 * A batch with runs of ordinary records and, among them, late records and records of windows that
 * are not open yet.
 */
function createBatch(dictionary: KeyDictionary, offsets: readonly number[]): EventBatch {
  const keys = createKeyColumn(dictionary.size, offsets.length);
  for (const row of offsets.keys()) keys[row] = (row * 7919) % dictionary.size;
  return {
    type: "events",
    length: offsets.length,
    timestampBaseMs: BASE_MS,
    timestamps: Uint32Array.from(offsets),
    keys,
    dictionary: dictionary.sliceFrom(0),
  };
}

const ordinary = fc.array(fc.integer({ min: 10_000, max: 13_999 }), { maxLength: 700 });
const special = fc.constantFrom(0, 9_999, 10_000, 14_000, 15_000, 400_000, 2 ** 32 - 1);
const offsets = fc.array(fc.tuple(ordinary, special), { maxLength: 8 }).map((runs) => runs.flatMap(([run, one]) => [...run, one]));

describe("counting loops", () => {
  it.each([49, 98, 103, 15_000, 86_400_000])(
    "[WIN3] put the first and the last millisecond of a window of %i ms where they belong",
    (sizeMs) => {
      const starts = Array.from({ length: 40 }, (_, window) => window * sizeMs);
      const offsets = starts.flatMap((startMs) => [startMs, startMs + sizeMs - 1]);
      const operator = new WindowOperator({
        assigner: tumblingEventTimeWindows(sizeMs),
        aggregate: countAggregate,
        maxParallelism: 128,
        keyGroupRange: { start: 0, end: 127 },
        outputDictionaryId: "counter",
      });
      const output = new RecordingOutput();
      operator.setOutput(output);
      const batch = { ...createBatch(new KeyDictionary("events", ["a"]), offsets), timestampBaseMs: 20_000 * sizeMs };
      // The second time every window is open, so that the loop decides about each record.
      for (let repeat = 0; repeat < 2; repeat++) operator.processBatch(batch, 0);
      operator.processWatermark(MAX_WATERMARK);
      expect(output.rows.map(({ windowStartMs, result }) => [windowStartMs, result])).toEqual(
        starts.map((startMs) => [20_000 * sizeMs + startMs, 4]),
      );
    },
  );

  it.each([
    [6, false],
    [300, false],
    [6_000, true],
    [70_000, true],
  ])("[WIN11] count each of %i keys wherever specials stand between (in chunks: %s)", (numKeys, isChunked) => {
    const names = Array.from({ length: numKeys }, (_, key) => `key ${key}`);
    expect(isBeyondCache(new Float64Array(numKeys * 16))).toBe(isChunked);
    fc.assert(
      fc.property(offsets, (times) => {
        const dictionary = new KeyDictionary("events", names);
        const operator = new WindowOperator({
          assigner: tumblingEventTimeWindows(SIZE_MS),
          aggregate: countAggregate,
          maxParallelism: 128,
          keyGroupRange: { start: 0, end: 127 },
          outputDictionaryId: "counter",
        });
        const output = new RecordingOutput();
        operator.setOutput(output);
        const oracle = new NaiveWindowCount(SIZE_MS);
        const batch = createBatch(dictionary, times);
        operator.processWatermark(BASE_MS + 9_999);
        oracle.advance(BASE_MS + 9_999);
        for (let repeat = 0; repeat < 2; repeat++) {
          operator.processBatch(batch, 0);
          for (const [row, offset] of times.entries()) oracle.add(dictionary.keyOf(batch.keys[row] ?? -1), BASE_MS + offset);
        }
        operator.processWatermark(MAX_WATERMARK);
        expect(inOrder(output.rows)).toEqual(inOrder(oracle.advance(MAX_WATERMARK)));
        expect(operator.numLateRecordsDropped).toBe(oracle.late);
      }),
      { numRuns: numKeys > 1_000 ? 3 : 60 },
    );
  });
});
