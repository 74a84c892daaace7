import { expect, test } from "vitest";

import { liveness } from "./liveness-model.ts";

const LIVE = { isVisible: true, hasFailed: false, updatedMs: 10_000, nowMs: 11_000 };

test("a reply of a moment ago is live", () => {
  expect(liveness(LIVE)).toEqual({ kind: "live" });
});

test("a hidden tab is paused, whatever else is so", () => {
  expect(liveness({ ...LIVE, isVisible: false, hasFailed: true })).toEqual({ kind: "paused" });
});

test("before the first reply it waits, and after a failure there is no answer", () => {
  expect(liveness({ ...LIVE, updatedMs: undefined })).toEqual({ kind: "waiting" });
  expect(liveness({ ...LIVE, updatedMs: undefined, hasFailed: true })).toEqual({ kind: "stale", ageMs: undefined });
});

test("after a failure the last facts are stale, with their age", () => {
  expect(liveness({ ...LIVE, hasFailed: true, nowMs: 24_000 })).toEqual({ kind: "stale", ageMs: 14_000 });
});

test("a cluster that hangs without failing is stale after three of Flink's refreshes", () => {
  expect(liveness({ ...LIVE, nowMs: 19_000 })).toEqual({ kind: "live" });
  expect(liveness({ ...LIVE, nowMs: 19_001 })).toEqual({ kind: "stale", ageMs: 9_001 });
});
