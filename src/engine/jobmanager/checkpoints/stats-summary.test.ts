import { describe, expect, it } from "vitest";
import { StatsSummary } from "./stats-summary.ts";

describe("StatsSummary", () => {
  it("divides whole numbers for its average", () => {
    const summary = new StatsSummary(10);
    for (const value of [24, 25]) summary.add(value);
    expect([summary.minimum, summary.maximum, summary.average]).toEqual([24, 25, 24]);
  });

  it("takes percentiles by Flink's rule", () => {
    const summary = new StatsSummary(10);
    for (const value of [4, 1, 3, 2]) summary.add(value);
    expect([0, 10, 50, 90, 99].map((percent) => summary.percentile(percent))).toEqual([1, 1, 2.5, 4, 4]);
    expect(summary.percentile(30)).toBeCloseTo(1.5);
  });

  it("forgets old values in the percentiles, never in minimum, maximum and average", () => {
    const summary = new StatsSummary(2);
    for (const value of [100, 1, 3]) summary.add(value);
    expect([summary.minimum, summary.maximum, summary.average, summary.percentile(99)]).toEqual([1, 100, 34, 3]);
  });
});
