import { describe, expect, it } from "vitest";
import { MeterView } from "./meter-view.ts";
import { TimerGauge } from "./timer-gauge.ts";

function manualClock() {
  const clock = { nowMs: 0, now: () => clock.nowMs, monotonicMs: () => clock.nowMs };
  return clock;
}

describe("MeterView", () => {
  it("climbs in a straight line during the first minute and stays", () => {
    let count = 0;
    const meter = new MeterView(() => count);
    const rates: number[] = [];
    for (let tick = 0; tick < 14; tick++) {
      count += 5 * 400;
      meter.tick();
      rates.push(meter.ratePerSecond);
    }
    expect(rates[0]).toBeCloseTo(400 / 12);
    expect(rates[5]).toBeCloseTo(200);
    expect(rates.slice(11)).toEqual([400, 400, 400]);
  });

  it("forgets a burst after a minute", () => {
    let count = 600;
    const meter = new MeterView(() => count);
    meter.tick();
    expect(meter.ratePerSecond).toBe(10);
    for (let tick = 0; tick < 12; tick++) meter.tick();
    expect(meter.ratePerSecond).toBe(0);
    count = 0;
  });
});

describe("TimerGauge", () => {
  it("averages the slices of the last minute, and fewer in the beginning", () => {
    const clock = manualClock();
    const gauge = new TimerGauge(clock);
    gauge.start();
    clock.nowMs += 2_500;
    gauge.stop();
    clock.nowMs += 2_500;
    gauge.tick();
    expect(gauge.msPerSecond).toBe(500);
    clock.nowMs += 5_000;
    gauge.tick();
    expect(gauge.msPerSecond).toBe(250);
    for (let tick = 0; tick < 11; tick++) gauge.tick();
    expect(gauge.msPerSecond).toBe(0);
    expect(gauge.accumulatedMs).toBe(2_500);
  });

  it("counts a measurement that is still running, once", () => {
    const clock = manualClock();
    const gauge = new TimerGauge(clock);
    gauge.start();
    clock.nowMs += 5_000;
    gauge.tick();
    expect(gauge.msPerSecond).toBe(1_000);
    clock.nowMs += 1_000;
    expect(gauge.accumulatedMs).toBe(6_000);
    gauge.stop();
    expect(gauge.accumulatedMs).toBe(6_000);
  });

  it("tells the longest single measurement of the last tick", () => {
    const clock = manualClock();
    const gauge = new TimerGauge(clock);
    for (const ms of [100, 700, 300]) {
      gauge.start();
      clock.nowMs += ms;
      gauge.stop();
    }
    gauge.tick();
    expect(gauge.maxSingleMs).toBe(700);
    gauge.tick();
    expect(gauge.maxSingleMs).toBe(0);
  });
});
