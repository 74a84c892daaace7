import { expect, it } from "vitest";

import { byteScale, countScale, durationScale, rangeScale, rateScale } from "./axis-scale.ts";

it("ends a count's axis at a round whole number and labels whole numbers only", () => {
  expect(countScale(0)).toEqual({ ceiling: 1, ticks: [0, 1] });
  expect(countScale(1)).toEqual({ ceiling: 1, ticks: [0, 1] });
  expect([2, 3, 5, 8, 9, 11, 128, 622].map((highest) => countScale(highest).ceiling)).toEqual([2, 4, 6, 8, 10, 20, 200, 800]);
  expect(countScale(12).ticks).toEqual([0, 10, 20]);
});

it("ends a duration's axis at a round time, from milliseconds to days", () => {
  expect([0, 57, 170, 900, 301_161, 90_000_000].map((highest) => durationScale(highest).ceiling)).toEqual([
    10, 100, 200, 1000, 600_000, 172_800_000,
  ]);
  expect(durationScale(50_000).ticks).toEqual([0, 30_000, 60_000]);
});

it("ends the axis of bytes at a power of two", () => {
  expect([0, 7054, 3 * 1024 ** 4].map((highest) => byteScale(highest).ceiling)).toEqual([1024, 8192, 4 * 1024 ** 4]);
});

it("ends a rate's axis above all points, and at 1 if there are none", () => {
  expect([0, 0.4, 7, 400, 3900, 7_500_000].map((highest) => rateScale(highest).ceiling)).toEqual([1, 0.8, 8, 800, 4000, 8_000_000]);
});

it("starts the axis of any values at 0, unless they are negative or close together", () => {
  expect(rangeScale(0, 15)).toEqual(rateScale(15));
  expect(rangeScale(128, 128)).toEqual(rateScale(128));
  expect(rangeScale(-3, 8)).toEqual({ floor: -10, ceiling: 10, ticks: [-10, 0, 10] });
  expect(rangeScale(1_000_000, 1_000_300)).toEqual({ floor: 1_000_000, ceiling: 1_000_400, ticks: [1_000_000, 1_000_200, 1_000_400] });
});
