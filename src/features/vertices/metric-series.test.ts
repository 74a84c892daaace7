import { expect, it } from "vitest";

import { metricPoints, rangeOf } from "./metric-series.ts";

it("has a gap where the tab was not open, and at least a minute", () => {
  const { points, windowS } = metricPoints([
    { atMs: 1000, text: "5" },
    { atMs: 4000, text: "7" },
    { atMs: 64_000, text: "9" },
  ]);
  expect(points.map(({ value }) => value)).toEqual([5, 7, null, 9]);
  expect(points.map(({ secondsAgo }) => Math.round(Math.abs(secondsAgo)))).toEqual([63, 60, 0, 0]);
  expect(windowS).toBe(120);
  expect(metricPoints([{ atMs: 1000, text: "5" }]).windowS).toBe(60);
});

it("shows the average between the lowest and the highest subtask, and a gap without a value", () => {
  const { points } = metricPoints([
    { atMs: 1000, aggregates: { min: -1, avg: 2, max: 8, sum: 10, skew: 3 } },
    { atMs: 4000, aggregates: { avg: -9_223_372_036_854_775_808 } },
    { atMs: 7000, text: "true" },
  ]);
  expect(points.map(({ low, value, high }) => [low, value, high])).toEqual([
    [-1, 2, 8],
    [null, null, null],
    [null, null, null],
  ]);
  expect(rangeOf(points)).toEqual({ lowest: -1, highest: 8 });
  expect(rangeOf([])).toBeUndefined();
});
