import { describe, expect, it } from "vitest";
import { percentile } from "./percentile.ts";

describe("percentile", () => {
  it("is NaN of nothing", () => {
    expect(percentile([], 50)).toBeNaN();
  });

  it("gives the ends beyond them", () => {
    expect(percentile([43_945, 43_950], 25)).toBe(43_945);
    expect(percentile([43_945, 43_950], 95)).toBe(43_950);
  });

  it("is linear between neighbours", () => {
    expect(percentile([43_945, 43_950], 50)).toBe(43_947.5);
    expect(percentile([1, 2, 3, 4, 5], 90)).toBe(5);
    expect(percentile([10, 20, 30, 40], 50)).toBe(25);
  });
});
