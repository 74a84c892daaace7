import { afterEach, expect, it } from "vitest";

import { setClockZone, zonedDate, zoneOffsetMs } from "./clock-zone.ts";
import { fullTime } from "./full-time.ts";

const AT = Date.UTC(2026, 10, 20, 22, 9, 6, 50);
const INDIA = { kind: "cluster", offsetMs: 5.5 * 3_600_000, name: "India Standard Time" } as const;

afterEach(() => setClockZone({ kind: "browser" }));

it("is at first the zone of this machine", () => {
  expect(zoneOffsetMs(AT)).toBe(-new Date(AT).getTimezoneOffset() * 60_000);
  expect(zonedDate(AT)?.getUTCHours()).toBe(new Date(AT).getHours());
});

it("can be UTC, or the offset that a cluster tells", () => {
  setClockZone({ kind: "utc" });
  expect(fullTime(AT)).toBe("2026-11-20 22:09:06.050 UTC+00:00 (UTC)");
  setClockZone(INDIA);
  expect(fullTime(AT)).toBe("2026-11-21 03:39:06.050 UTC+05:30 (cluster: India Standard Time)");
  setClockZone({ ...INDIA, offsetMs: -3.5 * 3_600_000 });
  expect(fullTime(AT)).toMatch(/^2026-11-20 18:39:06\.050 UTC-03:30/);
});

it("has no date for what no Date can hold, in any zone", () => {
  setClockZone(INDIA);
  expect(zonedDate(8.64e15)).toBeUndefined();
  expect(zonedDate(Number.NaN)).toBeUndefined();
  expect(fullTime(2 ** 63)).toBeUndefined();
});
