import { describe, expect, it } from "vitest";
import { type Aim, aimLine, isMet } from "./part.ts";

const atMost: Aim = { what: "frames p99", measured: 34, bound: "at most", target: 34, unit: "ms" };
const atLeast: Aim = { what: "counting", measured: 0.599, bound: "at least", target: 0.6, unit: "" };

describe("an aim", () => {
  it("is met at its bound and missed beyond it", () => {
    expect(isMet(atMost)).toBe(true);
    expect(isMet({ ...atMost, measured: 34.01 })).toBe(false);
    expect(isMet(atLeast)).toBe(false);
    expect(isMet({ ...atLeast, measured: 0.6 })).toBe(true);
  });

  it("is missed if the figure is not a number", () => {
    expect(isMet({ ...atMost, measured: Number.NaN })).toBe(false);
    expect(isMet({ ...atLeast, measured: Number.NaN })).toBe(false);
  });

  it("prints the figure and its aim", () => {
    expect(aimLine(atMost)).toBe("met: frames p99: 34 ms (at most 34 ms)");
    expect(aimLine(atLeast)).toBe("MISSED: counting: 0.599 (at least 0.6)");
    expect(aimLine({ ...atLeast, measured: 12_345_678, target: 40e6, unit: "records/s" })).toBe(
      "MISSED: counting: 12,300,000 records/s (at least 40,000,000 records/s)",
    );
  });
});
