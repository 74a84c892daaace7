import { describe, expect, it } from "vitest";

import type { RatePoint } from "../../domain/rate.ts";
import { chartPoints, failuresInWindow, gapsOf, ratesInWords } from "./chart-model.ts";

const NOW_MS = 1_000_000;

function point(secondsAgo: number, perSecond: number | undefined): RatePoint {
  const rates = perSecond === undefined ? undefined : { recordsInPerSecond: perSecond, recordsOutPerSecond: 0 };
  return { atMs: NOW_MS - secondsAgo * 1000, rates };
}

describe("chartPoints", () => {
  it("shows two minutes, in seconds before now", () => {
    expect(chartPoints([point(121, 1), point(119, 400), point(100, 401)], NOW_MS)).toEqual([
      { secondsAgo: -119, perSecond: 400 },
      { secondsAgo: -100, perSecond: 401 },
    ]);
  });

  it("breaks the line where no task ran", () => {
    const points = chartPoints([point(30, 400), point(29, undefined), point(20, undefined), point(19, 4000)], NOW_MS);
    expect(points.map(({ perSecond }) => perSecond)).toEqual([400, null, null, 4000]);
    expect(gapsOf(points)).toEqual([{ from: -30, to: -19 }]);
  });

  it("breaks the line where the page did not observe", () => {
    const points = chartPoints([point(90, 400), point(30, 400)], NOW_MS);
    expect(points.map(({ perSecond }) => perSecond)).toEqual([400, null, 400]);
    expect(new Set(points.map(({ secondsAgo }) => secondsAgo)).size).toBe(3);
  });

  it("has an open gap while no task runs, and none before the first rate", () => {
    expect(gapsOf(chartPoints([point(9, undefined), point(8, 400), point(7, undefined), point(0, undefined)], NOW_MS))).toEqual([
      { from: -8, to: 0 },
    ]);
  });
});

it("summarises the range of rates", () => {
  expect(ratesInWords([])).toBe("Records in per second, last two minutes: nothing measured yet");
  const points = chartPoints([point(30, 400), point(20, undefined), point(10, 4000)], NOW_MS);
  expect(ratesInWords(points)).toBe("Records in per second, last two minutes: between 400 /s and 4,000 /s");
});

it("marks failures inside the window, one a second at most", () => {
  const failures = [NOW_MS - 500_000, NOW_MS - 20_000, NOW_MS - 20_100, NOW_MS - 5000, NOW_MS + 1000];
  expect(failuresInWindow(failures, NOW_MS)).toEqual([-20.1, -5]);
});
