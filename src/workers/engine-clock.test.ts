import { describe, expect, test } from "vitest";
import { createEngineClock, type TimePlatform } from "./engine-clock.ts";

/** A platform whose time a test moves. `sleep` passes without that anything runs, as on a machine that is suspended. */
function createTime() {
  const calls = new Set<{ readonly dueMs: number; readonly callback: () => void }>();
  let elapsedMs = 5_000;
  const platform: TimePlatform = {
    wallClockMs: () => 1_000_000 + elapsedMs,
    elapsedMs: () => elapsedMs,
    callLater(delayMs, callback) {
      const call = { dueMs: elapsedMs + delayMs, callback };
      calls.add(call);
      return () => void calls.delete(call);
    },
  };
  function fireDue() {
    for (const call of [...calls]) if (call.dueMs <= elapsedMs && calls.delete(call)) call.callback();
  }
  return {
    platform,
    pending: calls,
    pass(ms: number) {
      for (let left = ms; left > 0; left -= 100) {
        elapsedMs += Math.min(100, left);
        fireDue();
      }
    },
    sleep(ms: number) {
      elapsedMs += ms;
      fireDue();
    },
  };
}

describe("engine time", () => {
  test("begins at 0 and goes with the platform's", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    expect(clock.monotonicMs()).toBe(0);
    time.pass(10_000);
    expect(clock.monotonicMs()).toBe(10_000);
  });

  test("stands still across a gap of more than 2 s between beats", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    time.pass(1_000);
    time.sleep(60_000);
    time.pass(300);
    expect(clock.monotonicMs()).toBe(1_300);
    expect(clock.now()).toBe(1_000_000 + 5_000 + 61_300);
  });

  test("counts a gap that a long task can explain", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    time.pass(500);
    time.sleep(2_000);
    expect(clock.monotonicMs()).toBe(2_500);
  });
});

describe("timers", () => {
  test("fire after their delay, once", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    let fired = 0;
    clock.setTimer(700, () => void fired++);
    time.pass(600);
    expect(fired).toBe(0);
    time.pass(5_000);
    expect(fired).toBe(1);
  });

  test("are not due because the machine slept", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    let fired = false;
    clock.setTimer(5_000, () => void (fired = true));
    time.pass(1_000);
    time.sleep(3_600_000);
    expect(fired).toBe(false);
    time.pass(3_900);
    expect(fired).toBe(false);
    time.pass(200);
    expect(fired).toBe(true);
  });

  test("do not fire once cleared, also when they were set again inside", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    let fired = false;
    const timer = clock.setTimer(5_000, () => void (fired = true));
    time.sleep(10_000);
    timer.clear();
    time.pass(20_000);
    expect(fired).toBe(false);
  });
});

test("a stopped clock leaves nothing pending, so that the process can end", () => {
  const time = createTime();
  createEngineClock(time.platform).stop();
  expect(time.pending.size).toBe(0);
});
