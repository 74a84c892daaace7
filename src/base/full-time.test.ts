import { expect, test } from "vitest";

import { fullTime } from "./full-time.ts";

const AT = new Date(2026, 10, 21, 8, 9, 6, 50);

test("has the date, milliseconds and the zone of this machine", () => {
  expect(fullTime(AT.getTime())).toMatch(/^2026-11-21 08:09:06\.050 UTC[+-]\d\d:\d\d \(.+\)$/);
});

test("has the offset of the zone at that time", () => {
  const minutes = 0 - AT.getTimezoneOffset();
  const written = / UTC([+-])(\d\d):(\d\d) /.exec(fullTime(AT.getTime()) ?? "");
  expect(Number(`${written?.[1] ?? ""}1`) * (Number(written?.[2]) * 60 + Number(written?.[3]))).toBe(minutes);
});

test.each([-1, Number.NaN, 8.64e15 + 1])("%d is not a time", (epochMs) => {
  expect(fullTime(epochMs)).toBeUndefined();
});
