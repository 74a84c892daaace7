import { describe, expect, it } from "vitest";
import { createRestartStrategy, type RestartStrategy, type RestartStrategyConfig } from "./restart-strategy.ts";

/** A strategy with a clock to move; `random` decides the jitter (0.5: none). */
function setUp(config: RestartStrategyConfig, random = 0.5): { strategy: RestartStrategy; passMs: (ms: number) => void } {
  let nowMs = 0;
  const clock = { now: () => nowMs, monotonicMs: () => nowMs };
  const passMs = (ms: number): void => {
    nowMs += ms;
  };
  return { strategy: createRestartStrategy(config, clock, { next: () => random }), passMs };
}

const EXPONENTIAL: Extract<RestartStrategyConfig, { type: "exponential-delay" }> = {
  type: "exponential-delay",
  initialBackoffMs: 1_000,
  maxBackoffMs: 60_000,
  backoffMultiplier: 1.5,
  resetBackoffThresholdMs: 3_600_000,
  jitterFactor: 0.1,
  attemptsBeforeResetBackoff: 2_147_483_647,
};

describe("exponential delay", () => {
  const BASES = [1000, 1500, 2250, 3375, 5062, 7593, 11390, 17085, 25628, 38443, 57665, 60000, 60000];

  it("grows by the multiplier from failure to failure, up to the maximum", () => {
    const { strategy, passMs } = setUp(EXPONENTIAL);
    const delays = BASES.map(() => {
      expect(strategy.notifyFailure()).toBe(true);
      const delayMs = strategy.backoffTimeMs();
      passMs(delayMs + 1);
      return delayMs;
    });
    expect(delays).toEqual(BASES);
  });

  it.each([
    [0, [1000, 1350, 2025]],
    [0.999999, [1100, 1650, 2475]],
  ])("draws its jitter from a tenth below to a tenth above, never under the initial delay (random %d)", (random, expected) => {
    const { strategy, passMs } = setUp(EXPONENTIAL, random);
    const delays = expected.map(() => {
      strategy.notifyFailure();
      const delayMs = strategy.backoffTimeMs();
      passMs(delayMs + 1);
      return delayMs;
    });
    expect(delays).toEqual(expected);
  });

  it("merges a failure that comes before the planned restart, and gives what is left of the delay", () => {
    const { strategy, passMs } = setUp(EXPONENTIAL);
    strategy.notifyFailure();
    passMs(400);
    expect(strategy.notifyFailure()).toBe(false);
    expect(strategy.backoffTimeMs()).toBe(600);
    passMs(601);
    expect(strategy.notifyFailure()).toBe(true);
    expect(strategy.backoffTimeMs()).toBe(1500);
  });

  it("starts over after a quiet time of the threshold", () => {
    const { strategy, passMs } = setUp(EXPONENTIAL);
    strategy.notifyFailure();
    passMs(1001);
    strategy.notifyFailure();
    expect(strategy.backoffTimeMs()).toBe(1500);
    passMs(1500 + 3_600_000);
    strategy.notifyFailure();
    expect(strategy.backoffTimeMs()).toBe(1000);
  });

  it("gives up after its attempts", () => {
    const { strategy, passMs } = setUp({ ...EXPONENTIAL, attemptsBeforeResetBackoff: 2 });
    const answers = [1, 2, 3].map(() => {
      strategy.notifyFailure();
      passMs(60_001);
      return strategy.canRestart();
    });
    expect(answers).toEqual([true, true, false]);
  });

  it("describes itself as Flink does", () => {
    expect(setUp(EXPONENTIAL).strategy.describe()).toBe(
      "ExponentialDelayRestartBackoffTimeStrategy(initialBackoffMS=1000, maxBackoffMS=60000, backoffMultiplier=1.5, " +
        "resetBackoffThresholdMS=3600000, jitterFactor=0.1, attemptsBeforeResetBackoff=2147483647, currentRestartAttempt=0, nextRestartTimestamp=0)",
    );
  });
});

describe("fixed delay", () => {
  it("allows as many failures as attempts, each with the same delay", () => {
    const { strategy } = setUp({ type: "fixed-delay", attempts: 2, delayMs: 700 });
    const answers = [1, 2, 3].map(() => {
      expect(strategy.notifyFailure()).toBe(true);
      expect(strategy.backoffTimeMs()).toBe(700);
      return strategy.canRestart();
    });
    expect(answers).toEqual([true, true, false]);
    expect(strategy.describe()).toBe("FixedDelayRestartBackoffTimeStrategy(maxNumberRestartAttempts=2, backoffTimeMS=700)");
  });
});

describe("failure rate", () => {
  const config: RestartStrategyConfig = { type: "failure-rate", maxFailuresPerInterval: 2, intervalMs: 1_000, delayMs: 10 };

  it("gives up at one failure more than allowed within the interval", () => {
    const { strategy, passMs } = setUp(config);
    const answers = [0, 300, 300].map((pauseMs) => {
      passMs(pauseMs);
      strategy.notifyFailure();
      return strategy.canRestart();
    });
    expect(answers).toEqual([true, true, false]);
  });

  it("forgets failures older than the interval", () => {
    const { strategy, passMs } = setUp(config);
    const answers = [0, 600, 600, 600].map((pauseMs) => {
      passMs(pauseMs);
      strategy.notifyFailure();
      return strategy.canRestart();
    });
    expect(answers).toEqual([true, true, true, true]);
    expect(strategy.describe()).toBe(
      "FailureRateRestartBackoffTimeStrategy(FailureRateRestartBackoffTimeStrategy(failuresIntervalMS=1000,backoffTimeMS=10,maxFailuresPerInterval=2)",
    );
  });
});

describe("none", () => {
  it("never restarts", () => {
    const { strategy } = setUp({ type: "none" });
    strategy.notifyFailure();
    expect(strategy.canRestart()).toBe(false);
    expect(strategy.describe()).toBe("NoRestartBackoffTimeStrategy");
  });
});
