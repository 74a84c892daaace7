import { describe, expect, it } from "vitest";
import { readClusterConfiguration } from "./cluster-configuration.ts";
import { parseDurationMs } from "./durations.ts";

function read(values: Readonly<Record<string, string>>) {
  return readClusterConfiguration(Object.entries(values).map(([key, value]) => ({ key, value })));
}

describe("the cluster's configuration", () => {
  it("has Flink's defaults", () => {
    expect(read({})).toMatchObject({
      parallelism: 1,
      heartbeatIntervalMs: 10_000,
      heartbeatTimeoutMs: 50_000,
      startUpPeriodMs: 300_000,
      checkpoints: { timeoutMs: 600_000, minPauseMs: 0, tolerableFailures: 0, numRetained: 1 },
      restartStrategy: undefined,
      checkpointDirectory: "/tmp/flink-checkpoints-directory",
    });
  });

  it("takes the slot request timeout as start-up period unless that is set", () => {
    expect(read({ "slot.request.timeout": "2 min" }).startUpPeriodMs).toBe(120_000);
    expect(read({ "slot.request.timeout": "2 min", "resourcemanager.standalone.start-up-time": "1 s" }).startUpPeriodMs).toBe(1_000);
  });

  it.each([
    [{ "restart-strategy.type": "off" }, { type: "none" }],
    [
      { "restart-strategy": "fixeddelay", "restart-strategy.fixed-delay.attempts": "3" },
      { type: "fixed-delay", attempts: 3, delayMs: 1_000 },
    ],
    [{ "restart-strategy.type": "failure-rate" }, { type: "failure-rate", maxFailuresPerInterval: 1, intervalMs: 60_000, delayMs: 1_000 }],
    [
      { "restart-strategy.type": "exponential-delay", "restart-strategy.exponential-delay.max-backoff": "10 s" },
      {
        type: "exponential-delay",
        initialBackoffMs: 1_000,
        maxBackoffMs: 10_000,
        backoffMultiplier: 1.5,
        resetBackoffThresholdMs: 3_600_000,
        jitterFactor: 0.1,
        attemptsBeforeResetBackoff: 2_147_483_647,
      },
    ],
  ])("reads the restart strategy of %j", (values, expected) => {
    expect(read(values).restartStrategy).toEqual(expected);
  });

  it.each([
    [{ "heartbeat.interval": "soon" }, "heartbeat.interval must be a duration, not 'soon'"],
    [{ "parallelism.default": "" }, "parallelism.default must be a number, not ''"],
    [{ "restart-strategy.type": "sometimes" }, "restart-strategy.type sometimes is not known"],
  ])("refuses %j", (values, message) => {
    expect(() => read(values)).toThrow(message);
  });
});

describe("parseDurationMs", () => {
  it.each([
    ["5000", 5_000],
    ["10min", 600_000],
    ["1 s", 1_000],
    [" 2 Hours ", 7_200_000],
    ["3 d", 259_200_000],
    ["1 fortnight", undefined],
    ["", undefined],
    ["-1 s", undefined],
  ])("reads %j as %j ms", (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });
});
