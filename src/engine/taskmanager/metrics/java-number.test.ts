import { describe, expect, it } from "vitest";
import { javaDouble, javaLong } from "./java-number.ts";

describe("numbers as Java prints them", () => {
  it.each([
    [0, "0.0"],
    [-0, "-0.0"],
    [1, "1.0"],
    [118.56666666666666, "118.56666666666666"],
    [0.001, "0.001"],
    [0.0001, "1.0E-4"],
    [0.00012345, "1.2345E-4"],
    [9_999_999, "9999999.0"],
    [10_000_000, "1.0E7"],
    [123_456_789, "1.23456789E8"],
    [-2.5e10, "-2.5E10"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
  ])("prints the double %d as %s", (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });

  it.each([
    [12.9, "12"],
    [Number.NEGATIVE_INFINITY, "-9223372036854775808"],
    [Number.POSITIVE_INFINITY, "9223372036854775807"],
  ])("prints the long %d as %s", (value, text) => {
    expect(javaLong(value)).toBe(text);
  });
});
