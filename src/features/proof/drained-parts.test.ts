import { expect, test } from "vitest";
import { judgeCell } from "./drained-parts.ts";

const judge = (others: readonly number[], wholes: number, begun: number, completed = begun) =>
  judgeCell(others, wholes, 1000, { begun, completed });

test("two parts that add up are one count after a completed drain", () => {
  expect(judge([610, 390], 0, 1)).toMatchObject({ isWhole: true, parts: [610, 390], repeated: 0, wrong: 0 });
});

test("without a drain nothing but the whole count is right", () => {
  expect(judge([610, 390], 0, 0)).toMatchObject({ wrong: 2, wrongCount: 610, repeated: 1 });
  expect(judge([999], 1, 0)).toMatchObject({ wrong: 1, repeated: 1 });
  expect(judge([], 3, 0)).toMatchObject({ isWhole: true, wrong: 0, repeated: 2 });
});

test("a drain that was undone leaves one extra part", () => {
  expect(judge([400], 1, 1, 0)).toMatchObject({ isWhole: true, parts: [], beside: [400], repeated: 0, wrong: 0 });
  expect(judge([400, 400], 2, 1, 0)).toMatchObject({ beside: [400], repeated: 2, wrong: 0 });
  expect(judge([400, 450], 1, 1, 0)).toMatchObject({ wrong: 2 });
});

test("a drain that was undone explains no sum", () => {
  expect(judge([610, 390], 0, 1, 0)).toMatchObject({ isWhole: false, wrong: 2 });
});

test("a part waits for its rest", () => {
  expect(judge([610], 0, 1)).toMatchObject({ isWhole: false, parts: [610], wrong: 0 });
});

test("a repeated part does not hide those that add up", () => {
  expect(judge([610, 610, 390], 0, 1)).toMatchObject({ isWhole: true, parts: [610, 390], repeated: 1, wrong: 0 });
  expect(judge([500, 500, 500], 0, 1)).toMatchObject({ isWhole: true, parts: [500, 500], repeated: 1, wrong: 0 });
});

test("three drains leave four parts, two do not", () => {
  expect(judge([100, 200, 300, 400], 0, 3)).toMatchObject({ isWhole: true, repeated: 0, wrong: 0 });
  expect(judge([100, 200, 300, 400], 0, 1)).toMatchObject({ wrong: 4 });
});

test("a completed drain and one that was undone before it", () => {
  expect(judge([250, 610, 390], 0, 2, 1)).toMatchObject({ isWhole: true, parts: [610, 390], beside: [250], wrong: 0 });
  expect(judge([250, 610, 390], 0, 1)).toMatchObject({ wrong: 3 });
});

test("a count above the whole, or 0, is not a part", () => {
  expect(judge([1001], 1, 5)).toMatchObject({ wrong: 1, wrongCount: 1001 });
  expect(judge([0], 1, 5)).toMatchObject({ wrong: 1 });
  expect(judge([610, 390, 2000], 0, 5)).toMatchObject({ wrong: 1, wrongCount: 2000 });
});

test("too many parts are not explained by drains", () => {
  expect(judge([1, 2, 3, 4, 5, 6, 7, 8, 964], 0, 20)).toMatchObject({ wrong: 9 });
});
