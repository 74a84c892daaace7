import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { startSilenceLimit } from "./silence-limit.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("aborts after a silence, and not before", () => {
  const limit = startSilenceLimit(15_000);
  vi.advanceTimersByTime(14_999);
  expect(limit.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(limit.signal.reason).toMatchObject({ name: "TimeoutError" });
});

it("goes on as long as something is heard, with a single timer", () => {
  const limit = startSilenceLimit(15_000);
  for (let seconds = 0; seconds < 600; seconds++) {
    vi.advanceTimersByTime(1_000);
    limit.heard();
    expect(vi.getTimerCount()).toBe(1);
  }
  expect(limit.signal.aborted).toBe(false);
  vi.advanceTimersByTime(15_000);
  expect(limit.signal.aborted).toBe(true);
});

it("can have another limit, or none, for a part of a call", () => {
  const limit = startSilenceLimit(15_000);
  limit.heard(Number.POSITIVE_INFINITY);
  vi.advanceTimersByTime(86_400_000);
  expect(limit.signal.aborted).toBe(false);
  limit.heard(120_000);
  expect(limit.limitMs()).toBe(120_000);
  vi.advanceTimersByTime(119_999);
  expect(limit.signal.aborted).toBe(false);
  limit.heard();
  vi.advanceTimersByTime(15_000);
  expect(limit.signal.aborted).toBe(true);
});

it("leaves no timer behind", () => {
  startSilenceLimit(15_000).stop();
  expect(vi.getTimerCount()).toBe(0);
});
