import { expect, test } from "vitest";
import { partsOfWhole } from "./drained-parts.ts";

test("two parts that add up are one count", () => {
  expect(partsOfWhole([610, 390], 1000)).toEqual([0, 1]);
});

test("a part that was written twice does not hide the two that add up", () => {
  expect(partsOfWhole([610, 610, 390], 1000)).toEqual([0, 2]);
});

test("three drains leave four parts", () => {
  expect(partsOfWhole([100, 200, 300, 400], 1000)).toEqual([0, 1, 2, 3]);
});

test("what does not add up is not explained", () => {
  expect(partsOfWhole([610], 1000)).toBeUndefined();
  expect(partsOfWhole([610, 391], 1000)).toBeUndefined();
  expect(partsOfWhole([999, 999, 1001], 1000)).toBeUndefined();
});

test("the newest part has to be among them, and too many parts are nobody's drains", () => {
  expect(partsOfWhole([610, 390, 5], 1000)).toBeUndefined();
  expect(partsOfWhole([1, 1, 1, 1, 1, 1, 1, 1, 992], 1000)).toBeUndefined();
});
