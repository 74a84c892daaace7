import { describe, expect, it } from "vitest";
import { BatchSizer, MAX_BATCH_RECORDS } from "./batch-size.ts";
import { MAX_BATCHES_IN_FLIGHT_PER_CHANNEL } from "./flow-control.ts";

function sizerOf(numChannels: number) {
  const clock = { nowMs: 0, now: () => clock.nowMs, monotonicMs: () => clock.nowMs };
  const sizer = new BatchSizer(clock, numChannels);
  /** Takes `perSecond` records a second, in portions 10 ms apart. */
  const take = (perSecond: number, ms: number) => {
    for (let passed = 0; passed < ms; passed += 10) {
      clock.nowMs += 10;
      sizer.onRecords(perSecond / 100);
    }
  };
  return { sizer, take, inFlight: () => sizer.batchRecords * numChannels * MAX_BATCHES_IN_FLIGHT_PER_CHANNEL };
}

describe("BatchSizer", () => {
  it.each([1, 2, 4])("[FC5] allows 1,000 records in flight over %d channels before it has measured", (numChannels) => {
    const { inFlight } = sizerOf(numChannels);
    expect(inFlight()).toBeLessThanOrEqual(1_000);
    expect(inFlight()).toBeGreaterThan(800);
  });

  it("[FC4] settles at the records that the consumer takes in a second", () => {
    const { take, inFlight } = sizerOf(2);
    take(400, 5_000);
    expect(inFlight()).toBeGreaterThan(360);
    expect(inFlight()).toBeLessThanOrEqual(440);
  });

  it("[FC4] shrinks to one record for a consumer that takes ten a second", () => {
    const { sizer, take } = sizerOf(2);
    take(400, 2_000);
    take(10, 5_000);
    expect(sizer.batchRecords).toBe(1);
  });

  it("[FC4] grows to full size within a second when the consumer takes everything", () => {
    const { sizer, take } = sizerOf(1);
    take(1e7, 1_000);
    expect(sizer.batchRecords).toBe(MAX_BATCH_RECORDS);
  });
});
