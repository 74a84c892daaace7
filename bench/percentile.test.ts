import { describe, expect, it } from "vitest";
import { median, percentile } from "./percentile.ts";

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe("percentile", () => {
  it("is the smallest measured value that reaches the share", () => {
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile(hundred, 0)).toBe(1);
    expect(percentile([16, 17, 250], 0.99)).toBe(250);
  });

  it("is not a number if nothing was measured", () => {
    expect(percentile([], 0.99)).toBeNaN();
    expect(median([])).toBeNaN();
  });
});

describe("median", () => {
  it("sorts by value, not as text", () => {
    expect(median([9, 10, 100])).toBe(10);
    expect(median([4, 1, 3, 2])).toBe(3);
  });
});
