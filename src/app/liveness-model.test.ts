import { expect, test } from "vitest";

import { liveness } from "./liveness-model.ts";

const LIVE = { isVisible: true, contact: "answers", answeredMs: 10_000, nowMs: 11_000, refreshMs: 3_000 } as const;

test("a reply of a moment ago is live", () => {
  expect(liveness(LIVE)).toEqual({ kind: "live" });
});

test("a hidden tab is paused in any case", () => {
  expect(liveness({ ...LIVE, isVisible: false, contact: "silent" })).toEqual({ kind: "paused" });
});

test("before the first reply it waits, and after a failure there is no answer", () => {
  expect(liveness({ ...LIVE, answeredMs: undefined })).toEqual({ kind: "waiting" });
  expect(liveness({ ...LIVE, answeredMs: undefined, contact: "silent" })).toEqual({ kind: "stale", ageMs: undefined });
});

test("after a failure the last facts are stale, with their age", () => {
  expect(liveness({ ...LIVE, contact: "silent", nowMs: 24_000 })).toEqual({ kind: "stale", ageMs: 14_000 });
});

test.each([
  [500, 6_500],
  [3_000, 9_000],
  [30_000, 36_000],
])("a cluster polled every %d ms that hangs without failing is stale after %d ms", (refreshMs, oldMs) => {
  expect(liveness({ ...LIVE, refreshMs, nowMs: 10_000 + oldMs })).toEqual({ kind: "live" });
  expect(liveness({ ...LIVE, refreshMs, nowMs: 10_001 + oldMs })).toEqual({ kind: "stale", ageMs: oldMs + 1 });
});

test("a cluster that is not polled does not become stale", () => {
  expect(liveness({ ...LIVE, refreshMs: 2 ** 31 - 1, nowMs: 86_400_000 })).toEqual({ kind: "live" });
});

test("a cluster that answers other calls than the overview is not stale", () => {
  expect(liveness({ ...LIVE, contact: "overview-fails" })).toEqual({ kind: "failing" });
  expect(liveness({ ...LIVE, contact: "overview-fails", nowMs: 30_000 })).toEqual({ kind: "stale", ageMs: 20_000 });
});
