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
    /** Passes within a step: nothing runs, nothing is called back. */
    work(ms: number) {
      elapsedMs += ms;
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

  test("counts a short gap between beats: the machine may have been busy with something else", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    time.pass(500);
    time.sleep(2_000);
    expect(clock.monotonicMs()).toBe(2_500);
  });
});

describe("a step of work", () => {
  test.each([1_500, 2_500, 7_000, 60_000])("of %i ms in one piece is measured as such", (durationMs) => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    time.pass(1_000);
    let measuredMs = 0;
    clock.runStep(() => {
      const startedAtMs = clock.monotonicMs();
      time.work(durationMs);
      measuredMs = clock.monotonicMs() - startedAtMs;
    });
    expect(measuredMs).toBe(durationMs);
    time.pass(300);
    expect(clock.monotonicMs()).toBe(1_300 + durationMs);
  });

  test("counts in full, although nothing else reads the clock at its end, also within a timer or another step", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    clock.setTimer(100, () => clock.runStep(() => time.work(4_000)));
    time.pass(100);
    clock.runStep(() => {
      clock.runStep(() => time.work(3_000));
      time.work(3_000);
    });
    expect(clock.monotonicMs()).toBe(10_100);
  });

  test("is over when it throws", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    const fail = () => {
      time.work(3_000);
      throw new Error("boom");
    };
    expect(() => clock.runStep(fail)).toThrow("boom");
    time.sleep(60_000);
    expect(clock.monotonicMs()).toBe(3_000);
  });

  test("does not hide that the machine slept before it or after it", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    time.pass(1_000);
    // The machine wakes with a message, not with the beat.
    time.work(3_600_000);
    clock.runStep(() => time.work(5_000));
    time.work(3_600_000);
    clock.runStep(() => time.work(5_000));
    expect(clock.monotonicMs()).toBe(11_000);
  });

  test("in which the machine slept for more than a minute stands still with it", () => {
    const time = createTime();
    const clock = createEngineClock(time.platform);
    clock.runStep(() => time.work(3_600_000));
    expect(clock.monotonicMs()).toBe(0);
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

  test("of more than the platform's 32 bits fire when they are due", () => {
    const time = createTime();
    const delays: number[] = [];
    const platform: TimePlatform = {
      ...time.platform,
      callLater: (delayMs, callback) => {
        delays.push(delayMs);
        return time.platform.callLater(delayMs, callback);
      },
    };
    const clock = createEngineClock(platform);
    const delayMs = 2 ** 31 + 5_000;
    let firedAtMs: number | undefined;
    clock.setTimer(delayMs, () => void (firedAtMs = clock.monotonicMs()));
    for (let minutes = 0; minutes < 40_000 && firedAtMs === undefined; minutes++) {
      clock.runStep(() => time.work(60_000));
      time.sleep(0);
    }
    expect(firedAtMs).toBeGreaterThanOrEqual(delayMs);
    expect(firedAtMs).toBeLessThan(delayMs + 60_000);
    expect(Math.max(...delays)).toBe(2 ** 31 - 1);
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
