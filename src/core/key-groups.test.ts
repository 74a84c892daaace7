import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { LONG_TEST_MS } from "../testing/limits.ts";
import {
  defaultMaxParallelism,
  keyGroupOf,
  keyGroupRangeOf,
  MAX_PARALLELISM,
  murmurHash,
  stringHashCode,
  subtaskOfKeyGroup,
} from "./key-groups.ts";

// One property draws many keys and parallelisms.
vi.setConfig({ testTimeout: LONG_TEST_MS });

// What Flink computes: page, hashCode, murmur, key group of 128, subtask at parallelism 1 to 6.
const PAGES: readonly (readonly [string, number, number, number, readonly number[]])[] = [
  ["/help", 46604272, 1050976111, 111, [0, 1, 2, 3, 4, 5]],
  ["/index", 1445916163, 1256445584, 16, [0, 0, 0, 0, 0, 0]],
  ["/shop", 46934949, 1442300617, 73, [0, 1, 1, 2, 2, 3]],
  ["/jobs", 46673157, 159051023, 15, [0, 0, 0, 0, 0, 0]],
  ["/about", 1438181566, 1564131005, 61, [0, 0, 1, 1, 2, 2]],
  ["/news", 46783362, 1526248998, 38, [0, 0, 0, 1, 1, 1]],
];

describe("key groups", () => {
  it.each(PAGES)("[WIN1] puts %s where Flink puts it", (page, hashCode, murmur, keyGroup, subtasks) => {
    expect(stringHashCode(page)).toBe(hashCode);
    expect(murmurHash(hashCode)).toBe(murmur);
    expect(keyGroupOf(page, 128)).toBe(keyGroup);
    expect(subtasks.map((_, index) => subtaskOfKeyGroup(keyGroup, 128, index + 1))).toEqual(subtasks);
  });

  it("[WIN1] hashes like Java where 32 bits overflow", () => {
    expect(stringHashCode("")).toBe(0);
    expect(stringHashCode("polygenelubricants")).toBe(-(2 ** 31));
    expect(stringHashCode("😀")).toBe(1772899);
  });

  it.each([
    [
      2,
      [
        [0, 63],
        [64, 127],
      ],
    ],
    [
      3,
      [
        [0, 42],
        [43, 85],
        [86, 127],
      ],
    ],
    [
      4,
      [
        [0, 31],
        [32, 63],
        [64, 95],
        [96, 127],
      ],
    ],
    [
      6,
      [
        [0, 21],
        [22, 42],
        [43, 63],
        [64, 85],
        [86, 106],
        [107, 127],
      ],
    ],
  ])("[WIN2] cuts 128 key groups for parallelism %i as Flink does", (parallelism, ranges) => {
    const cut = Array.from({ length: parallelism }, (_, subtask) => keyGroupRangeOf(subtask, 128, parallelism));
    expect(cut.map(({ start, end }) => [start, end])).toEqual(ranges);
  });

  it("[WIN2] gives every key group to the one subtask whose range has it", () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }));
    fc.assert(
      fc.property(sizes, ([a, b]) => {
        const [parallelism, maxParallelism] = [Math.min(a, b), Math.max(a, b)];
        for (let keyGroup = 0; keyGroup < maxParallelism; keyGroup++) {
          const owners = Array.from({ length: parallelism }, (_, subtask) => keyGroupRangeOf(subtask, maxParallelism, parallelism)).flatMap(
            ({ start, end }, subtask) => (start <= keyGroup && keyGroup <= end ? [subtask] : []),
          );
          expect(owners).toEqual([subtaskOfKeyGroup(keyGroup, maxParallelism, parallelism)]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("[WIN1] never leaves the key groups, whatever the key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: MAX_PARALLELISM }), (key, maxParallelism) => {
        const keyGroup = keyGroupOf(key, maxParallelism);
        expect(Number.isInteger(keyGroup) && keyGroup >= 0 && keyGroup < maxParallelism).toBe(true);
      }),
    );
  });

  it.each([
    [1, 128],
    [85, 128],
    [86, 256],
    [170, 256],
    [171, 256],
    [172, 512],
    [30000, 32768],
  ])("[WIN2] gives parallelism %i a max parallelism of %i by default", (parallelism, maxParallelism) => {
    expect(defaultMaxParallelism(parallelism)).toBe(maxParallelism);
  });

  it("refuses a parallelism above the number of key groups", () => {
    expect(() => keyGroupRangeOf(0, 128, 129)).toThrow("parallelism 129");
    expect(() => keyGroupRangeOf(0, 40000, 1)).toThrow("max parallelism");
  });
});
