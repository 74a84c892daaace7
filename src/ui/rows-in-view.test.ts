import { expect, it } from "vitest";

import { rowsIn } from "./rows-in-view.ts";

const drawn = (from: number, to: number, count: number): readonly [number, number] => {
  const { first, end, abovePx, belowPx } = rowsIn({ from, to }, count, 30);
  expect(abovePx).toBe(first * 30);
  expect(belowPx).toBe((count - end) * 30);
  return [first, end];
};

it("draws the rows of the window and 12 more at both ends, of any number of rows", () => {
  expect(drawn(0, 20, 5000)).toEqual([0, 33]);
  expect(drawn(100, 120, 5000)).toEqual([88, 133]);
  expect(drawn(4990, 5010, 5000)).toEqual([4978, 5000]);
  expect(drawn(0, 20, 3)).toEqual([0, 3]);
  expect(drawn(0, 20, 0)).toEqual([0, 0]);
});

it("draws the nearest rows of a list that is out of sight", () => {
  expect(drawn(-60, -40, 5000)).toEqual([0, 13]);
  expect(drawn(6000, 6020, 5000)).toEqual([4987, 5000]);
});
