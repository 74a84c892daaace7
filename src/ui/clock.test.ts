import { expect, test, vi } from "vitest";

import { type ClockPlatform, createClock } from "./clock.ts";

/** A platform whose time, timer and visibility the test controls. */
function fakePlatform() {
  let nowMs = 1000;
  let isVisible = true;
  const timers = new Set<() => void>();
  const watchers = new Set<() => void>();
  const platform: ClockPlatform = {
    now: () => nowMs,
    every: (_, tick) => {
      timers.add(tick);
      return () => timers.delete(tick);
    },
    isVisible: () => isVisible,
    onVisibilityChange: (listener) => {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
  return {
    platform,
    timers,
    watchers,
    pass: (ms: number) => {
      nowMs += ms;
      for (const tick of timers) tick();
    },
    show: (visible: boolean) => {
      isVisible = visible;
      for (const watcher of watchers) watcher();
    },
  };
}

test("all listeners share one timer, and the last one to leave stops it", () => {
  const { platform, timers, watchers } = fakePlatform();
  const clock = createClock(1000, platform);
  const leaves = [clock.subscribe(() => undefined), clock.subscribe(() => undefined)];
  expect(timers.size).toBe(1);
  for (const leave of leaves) leave();
  expect([timers.size, watchers.size]).toEqual([0, 0]);
});

test("each tick renews the time and tells every listener", () => {
  const { platform, pass } = fakePlatform();
  const clock = createClock(1000, platform);
  const listener = vi.fn<() => void>();
  clock.subscribe(listener);
  listener.mockClear();
  pass(1000);
  expect([clock.read(), listener.mock.calls.length]).toEqual([2000, 1]);
});

test("it stops while the tab is hidden, and ticks at once when it is visible again", () => {
  const { platform, timers, pass, show } = fakePlatform();
  const clock = createClock(1000, platform);
  clock.subscribe(() => undefined);
  show(false);
  expect(timers.size).toBe(0);
  pass(60_000);
  expect(clock.read()).toBe(1000);
  show(true);
  expect([clock.read(), timers.size]).toEqual([61_000, 1]);
});
