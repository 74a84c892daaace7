import { expect, it } from "vitest";
import { frameTimes } from "./frames.ts";

it("gives the median, the 99th percentile and the longest of a page's frames", () => {
  const frames = [...Array.from({ length: 197 }, () => 16.7), 40, 50, 120];
  expect(frameTimes(frames, [51, 88])).toEqual({
    frames: 200,
    p50Ms: 16.7,
    p99Ms: 40,
    longestMs: 120,
    longTasks: 2,
    longestTaskMs: 88,
  });
});

it("has no percentiles without frames", () => {
  expect(frameTimes([], [])).toEqual({ frames: 0, p50Ms: NaN, p99Ms: NaN, longestMs: 0, longTasks: 0, longestTaskMs: 0 });
});
