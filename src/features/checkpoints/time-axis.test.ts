import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { cutTimeAxis, timeTicks } from "./time-axis.ts";

const NOON_MS = Date.UTC(2026, 10, 30, 12);
const seconds = (count: number): number => NOON_MS + count * 1000;

describe("cutTimeAxis", () => {
  it("leaves short pauses as they are", () => {
    const axis = cutTimeAxis({ fromMs: seconds(0), toMs: seconds(100) }, [{ fromMs: seconds(50), toMs: seconds(53) }]);
    expect(axis.length).toBe(100_000);
    expect([0, 51, 100].map((at) => axis.place(seconds(at)))).toEqual([0, 51_000, 100_000]);
  });

  it("shortens a long pause and keeps the scale of the rest", () => {
    const axis = cutTimeAxis({ fromMs: seconds(0), toMs: seconds(3700) }, [{ fromMs: seconds(60), toMs: seconds(3660) }]);
    expect(axis.length).toBe(106_000);
    expect([60, 3660, 3700].map((at) => axis.place(seconds(at)))).toEqual([60_000, 66_000, 106_000]);
    // Half of the pause is half of its drawn length.
    expect(axis.place(seconds(1860))).toBe(63_000);
  });

  it("places times outside the axis at its ends", () => {
    const axis = cutTimeAxis({ fromMs: seconds(0), toMs: seconds(10) }, []);
    expect([-5, 15].map((at) => axis.place(seconds(at)))).toEqual([0, 10_000]);
  });

  it("never changes the order of two times (property)", () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { maxLength: 12 }).map((all) => all.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(cuts, fc.array(fc.integer({ min: 0, max: 5001 })), (ends, times) => {
        const pauses = Array.from({ length: Math.floor(ends.length / 2) }, (_, index) => ({
          fromMs: ends[2 * index] ?? 0,
          toMs: ends[2 * index + 1] ?? 0,
        }));
        const axis = cutTimeAxis({ fromMs: 0, toMs: 5001 }, pauses);
        const places = times.toSorted((a, b) => a - b).map((ms) => axis.place(ms));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(places.every((place) => place >= 0 && place <= axis.length + 1e-6)).toBe(true);
      }),
    );
  });
});

describe("timeTicks", () => {
  it("labels as many round clock times as fit", () => {
    const axis = cutTimeAxis({ fromMs: seconds(-3), toMs: seconds(57) }, []);
    expect(timeTicks(axis, 6, 0).map(({ ms }) => (ms - NOON_MS) / 1000)).toEqual([0, 10, 20, 30, 40, 50]);
    expect(timeTicks(axis, 2, 0).map(({ ms }) => (ms - NOON_MS) / 1000)).toEqual([0, 30]);
  });

  it("rounds in local time", () => {
    const axis = cutTimeAxis({ fromMs: NOON_MS, toMs: NOON_MS + 86_400_000 }, []);
    const [first] = timeTicks(axis, 5, 5.5 * 3_600_000);
    expect(new Date((first?.ms ?? 0) + 5.5 * 3_600_000).getUTCHours()).toBe(18);
  });

  it("keeps labels apart across a shortened pause", () => {
    const axis = cutTimeAxis({ fromMs: seconds(0), toMs: seconds(3660) }, [{ fromMs: seconds(31), toMs: seconds(3631) }]);
    const ticks = timeTicks(axis, 6, 0);
    const distances = ticks.slice(1).map(({ at }, index) => at - (ticks[index]?.at ?? 0));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(axis.length / 7);
  });

  it("labels the middle of an axis without a round time", () => {
    const axis = cutTimeAxis({ fromMs: seconds(0.2), toMs: seconds(0.8) }, []);
    expect(timeTicks(axis, 4, 0)).toEqual([{ at: 300, ms: seconds(0.5) }]);
  });
});
