import { describe, expect, it } from "vitest";
import { readDouble, writeDouble } from "./doubles.ts";

describe("doubles on the wire", () => {
  it.each([0, -1, 33.333, 1e300, Infinity, -Infinity])("come back as they went: %d", (value) => {
    expect(readDouble(writeDouble(value))).toBe(value);
  });

  it("say NaN as a text, which reads as not known", () => {
    expect(writeDouble(Number.NaN)).toBe("NaN");
    expect(readDouble("NaN")).toBeUndefined();
  });

  it("survive JSON", () => {
    expect(JSON.stringify([writeDouble(-Infinity), writeDouble(0.5)])).toBe('["-Infinity",0.5]');
  });
});
