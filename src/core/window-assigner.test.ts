import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tumblingEventTimeWindows, tumblingProcessingTimeWindows, windowStartOf } from "./window-assigner.ts";

describe("tumbling windows", () => {
  it.each([
    [0, 15000, 0, 0],
    [14999, 15000, 0, 0],
    [15000, 15000, 0, 15000],
    [-1, 15000, 0, -15000],
    [-15000, 15000, 0, -15000],
    [-15001, 15000, 0, -30000],
    [7, 10, 3, 3],
    [2, 10, 3, -7],
    [-8, 10, 3, -17],
    [1792404930123, 15000, 0, 1792404930000],
  ])("[WIN3] puts %i into the window of %i ms (offset %i) that starts at %i", (timestampMs, sizeMs, offsetMs, startMs) => {
    expect(windowStartOf(timestampMs, sizeMs, offsetMs)).toBe(startMs);
  });

  it("[WIN3] assigns every time to the one window that contains it", () => {
    const times = fc.integer({ min: -(2 ** 45), max: 2 ** 45 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 10 ** 9 }), fc.nat(), (timestampMs, sizeMs, offset) => {
        const offsetMs = offset % sizeMs;
        const startMs = windowStartOf(timestampMs, sizeMs, offsetMs);
        expect(startMs <= timestampMs && timestampMs < startMs + sizeMs).toBe(true);
        expect(Math.abs((startMs - offsetMs) % sizeMs)).toBe(0);
      }),
    );
  });

  it("[WIN3] takes a negative offset as the same windows counted from the other side", () => {
    expect(tumblingEventTimeWindows(10, -3)).toEqual({ time: "event", sizeMs: 10, offsetMs: 7 });
    expect(tumblingProcessingTimeWindows(10)).toEqual({ time: "processing", sizeMs: 10, offsetMs: 0 });
  });

  it.each([
    [0, 0],
    [-5, 0],
    [1.5, 0],
    [10, 10],
    [10, -10],
  ])("refuses size %d with offset %d", (sizeMs, offsetMs) => {
    expect(() => tumblingEventTimeWindows(sizeMs, offsetMs)).toThrow("tumbling windows need");
  });
});
