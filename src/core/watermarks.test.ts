import { describe, expect, it } from "vitest";
import { EventStream } from "./testing/events.ts";
import { RecordingOutput } from "./testing/recording-output.ts";
import { SourceWatermarks } from "./watermarks.ts";

const PLAYGROUND = { maxOutOfOrdernessMs: 200, idlenessMs: 5000, intervalMs: 200 };

function setUp(strategy: ConstructorParameters<typeof SourceWatermarks>[0] = PLAYGROUND, splits: readonly string[] = ["input-0"]) {
  const output = new RecordingOutput();
  const watermarks = new SourceWatermarks(strategy, output);
  for (const split of splits) watermarks.addSplit(split);
  const stream = new EventStream();
  return {
    output,
    watermarks,
    record: (timestampMs: number, split = "input-0") => watermarks.onBatch(split, stream.batch(["/help", timestampMs])),
    tick: (times: number, activeMs?: number) => {
      for (let count = 0; count < times; count++) watermarks.onPeriodicTick(activeMs);
    },
  };
}

describe("SourceWatermarks", () => {
  it("[WIN15] is the largest timestamp minus the bound and one millisecond, and is emitted at ticks only", () => {
    const { output, record, tick } = setUp();
    record(15200);
    record(14000);
    expect(output.signals).toEqual([]);
    tick(1);
    expect(output.signals).toEqual([14999]);
    record(15205);
    record(15210);
    tick(3);
    expect(output.signals).toEqual([14999, 15009]);
  });

  it("[WIN15] emits nothing before the first record, and nothing for an older one", () => {
    const { output, record, tick } = setUp();
    tick(3);
    record(1000);
    tick(1);
    record(500);
    tick(1);
    expect(output.signals).toEqual([799]);
  });

  it("[WIN16] takes the minimum over splits", () => {
    const { output, watermarks, record, tick } = setUp(PLAYGROUND, ["input-0", "input-1"]);
    record(15210, "input-0");
    tick(1);
    expect(output.signals).toEqual([]);
    record(900, "input-1");
    tick(1);
    record(20000, "input-1");
    tick(1);
    expect(output.signals).toEqual([699, 15009]);
    expect(watermarks.splitWatermarkMs("input-1")).toBe(19799);
    expect(watermarks.currentWatermarkMs).toBe(15009);
  });

  it("[WIN17] marks a split idle at the 27th tick without events for 5 s and 200 ms: the first starts the count, strictly more than 5 s end it", () => {
    const { output, watermarks, record, tick } = setUp(PLAYGROUND, ["input-0", "input-1"]);
    record(15210, "input-0");
    record(900, "input-1");
    tick(1);
    for (let count = 0; count < 26; count++) {
      record(15210, "input-0");
      tick(1);
    }
    expect(watermarks.isSplitIdle("input-1")).toBe(false);
    record(15210, "input-0");
    tick(1);
    expect(watermarks.isSplitIdle("input-1")).toBe(true);
    expect(output.signals).toEqual([699, 15009]);
  });

  it("[WIN17] counts an idle split again from the tick after its next event", () => {
    const { output, watermarks, record, tick } = setUp(PLAYGROUND, ["input-0", "input-1"]);
    record(1000, "input-1");
    for (let count = 0; count < 30; count++) {
      record(10000 + count, "input-0");
      tick(1);
    }
    expect(output.signals.at(-1)).toBe(10029 - 201);
    record(5000, "input-1");
    record(99999, "input-0");
    tick(1);
    expect(watermarks.isSplitIdle("input-1")).toBe(false);
    expect(output.signals.at(-1)).toBe(10029 - 201);
    record(50000, "input-1");
    tick(1);
    expect(output.signals.at(-1)).toBe(50000 - 201);
  });

  it("[WIN18] flushes the maximum when all splits are idle, then marks itself idle at the next tick", () => {
    const { output, watermarks, record, tick } = setUp(PLAYGROUND, ["input-0", "input-1"]);
    record(1000, "input-0");
    record(3000, "input-1");
    tick(27);
    expect(output.signals).toEqual([799]);
    tick(1);
    expect(output.signals).toEqual([799, 2799]);
    expect(watermarks.isIdle).toBe(false);
    tick(5);
    expect(output.signals).toEqual([799, 2799, "idle"]);
    expect(watermarks.isIdle).toBe(true);
  });

  it("[WIN18] emits the active mark together with the next watermark, not before", () => {
    const { output, record, tick } = setUp();
    record(1000);
    tick(40);
    record(900);
    tick(1);
    expect(output.signals).toEqual([799, "idle"]);
    record(2000);
    tick(1);
    expect(output.signals).toEqual([799, "idle", "active", 1799]);
  });

  it("[WIN19] lets a reader without splits go idle after the timeout", () => {
    const { output, tick } = setUp(PLAYGROUND, []);
    tick(26);
    expect(output.signals).toEqual([]);
    tick(10);
    expect(output.signals).toEqual(["idle"]);
  });

  it("[WIN19] lets splits that never had an event go idle too", () => {
    const { output, tick } = setUp();
    tick(26);
    expect(output.signals).toEqual([]);
    tick(1);
    expect(output.signals).toEqual(["idle"]);
  });

  it("[WIN20] counts no idleness while the task is back-pressured", () => {
    const { output, record, tick } = setUp();
    record(1000);
    tick(200, 0);
    expect(output.signals).toEqual([799]);
    tick(25, 200);
    expect(output.signals).toEqual([799]);
    tick(1, 100);
    expect(output.signals).toEqual([799, "idle"]);
  });

  it("[WIN17] is never idle without a timeout", () => {
    const { output, record, tick } = setUp({ maxOutOfOrdernessMs: 200, intervalMs: 200 });
    record(1000);
    tick(1000);
    expect(output.signals).toEqual([799]);
  });

  it("takes an empty batch for no event", () => {
    const { output, watermarks, record, tick } = setUp();
    record(1000);
    tick(1);
    for (let count = 0; count < 30; count++) {
      watermarks.onBatch("input-0", new EventStream().batch());
      tick(1);
    }
    expect(output.signals).toEqual([799, "idle"]);
  });

  it("refuses a split twice, and one it does not know", () => {
    const { watermarks, record } = setUp();
    expect(() => watermarks.addSplit("input-0")).toThrow("input-0");
    expect(() => record(1, "input-7")).toThrow("split input-7");
    expect(() => setUp({ ...PLAYGROUND, idlenessMs: 0 })).toThrow("idleness");
  });
});
