import { expect, it } from "vitest";
import { isoTime, utcTime } from "./iso-time.ts";

it("writes a time in UTC to the millisecond, whatever the zone of the machine", () => {
  expect(isoTime(1_700_000_000_007)).toBe("2023-11-14T22:13:20.007Z");
});

it("throws for an invalid time", () => {
  expect(() => isoTime(Number.NaN)).toThrow(RangeError);
});

it("reads back what it writes", () => {
  expect(utcTime(2023, 11, 14, 22, 13, 20, 7)).toBe(1_700_000_000_007);
});
