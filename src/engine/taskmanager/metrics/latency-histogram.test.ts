import { describe, expect, it } from "vitest";
import { LatencyHistogram } from "./latency-histogram.ts";

describe("LatencyHistogram", () => {
  it("tells the distribution of the last 60 values", () => {
    const histogram = new LatencyHistogram();
    histogram.update(1_000_000);
    for (let value = 1; value <= 60; value++) histogram.update(value + 0.9);
    expect(histogram.metrics("x")).toEqual({
      x_min: "1",
      x_max: "60",
      x_mean: "30.5",
      x_stddev: expect.stringMatching(/^17\.46/),
      x_median: "30.5",
      x_p75: "45.75",
      x_p90: expect.stringMatching(/^54\.9/),
      x_p95: expect.stringMatching(/^57\.9/),
      x_p98: expect.stringMatching(/^59\.7/),
      x_p99: "60.0",
      x_p999: "60.0",
    });
  });

  it("has no mean of nothing", () => {
    expect(new LatencyHistogram().metrics("x")).toMatchObject({ x_min: "0", x_mean: "NaN", x_stddev: "NaN", x_p99: "NaN" });
  });
});
