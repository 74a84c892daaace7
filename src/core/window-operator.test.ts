import { describe, expect, it } from "vitest";
import type { AggregateFunction } from "./aggregate.ts";
import { countAggregate } from "./aggregate.ts";
import { keyGroupRangeOf } from "./key-groups.ts";
import { MAX_WATERMARK } from "./operator.ts";
import { EventStream } from "./testing/events.ts";
import { RecordingOutput } from "./testing/recording-output.ts";
import { tumblingEventTimeWindows, tumblingProcessingTimeWindows, type TumblingWindows } from "./window-assigner.ts";
import { WindowOperator } from "./window-operator.ts";

const NOW = 1_792_404_931_000;

function setUp(assigner: TumblingWindows = tumblingEventTimeWindows(15000), aggregate: AggregateFunction = countAggregate) {
  const operator = new WindowOperator({
    assigner,
    aggregate,
    maxParallelism: 128,
    keyGroupRange: { start: 0, end: 127 },
    outputDictionaryId: "counter",
  });
  const output = new RecordingOutput();
  operator.setOutput(output);
  return { operator, output, stream: new EventStream() };
}

describe("WindowOperator over event time", () => {
  it("[WIN4] fires [0, 15000) at watermark 14999 and not before, then forwards the watermark", () => {
    const { operator, output, stream } = setUp();
    operator.processBatch(stream.batch(["/help", 0], ["/help", 14999], ["/news", 7500], ["/help", 15000]), NOW);
    operator.processWatermark(14998);
    operator.processWatermark(14999);
    expect(output.emissions).toEqual([
      { type: "watermark", watermarkMs: 14998 },
      {
        type: "batch",
        rows: [
          { timestampMs: 14999, key: "/help", windowStartMs: 0, result: 2 },
          { timestampMs: 14999, key: "/news", windowStartMs: 0, result: 1 },
        ],
      },
      { type: "watermark", watermarkMs: 14999 },
    ]);
    expect(operator.numFiredTimers).toBe(2);
  });

  it("[WIN4] fires all windows that are due in time order, whatever the order of the records", () => {
    const { operator, output, stream } = setUp();
    operator.processBatch(stream.batch(["b", 31000], ["a", 1000], ["a", 46000], ["b", 16000], ["a", 31000]), NOW);
    operator.processWatermark(45000);
    expect(output.rows.map(({ windowStartMs, key, result }) => [windowStartMs, key, result])).toEqual([
      [0, "a", 1],
      [15000, "b", 1],
      [30000, "b", 1],
      [30000, "a", 1],
    ]);
  });

  it("[WIN5] drops and counts a record whose window has closed, and no other", () => {
    const { operator, output, stream } = setUp();
    operator.processBatch(stream.batch(["a", 1]), NOW);
    operator.processWatermark(20000);
    // 14999 is late. 15000 is behind the watermark too, but its window is open.
    operator.processBatch(stream.batch(["a", 14999], ["a", 15000], ["b", 3], ["a", 20001], ["b", -40000]), NOW);
    operator.processWatermark(MAX_WATERMARK);
    expect(operator.numLateRecordsDropped).toBe(3);
    expect(output.rows.map(({ windowStartMs, key, result }) => [windowStartMs, key, result])).toEqual([
      [0, "a", 1],
      [15000, "a", 2],
    ]);
  });

  it("[WIN5] counts everything as late after the end of time", () => {
    const { operator, output, stream } = setUp();
    operator.processWatermark(MAX_WATERMARK);
    operator.processBatch(stream.batch(["a", 5], ["a", 10 ** 9]), NOW);
    expect(operator.numLateRecordsDropped).toBe(2);
    expect(output.signals).toEqual([MAX_WATERMARK]);
  });

  it("[WIN4] ignores a watermark that does not advance", () => {
    const { operator, output } = setUp();
    operator.processWatermark(100);
    operator.processWatermark(100);
    operator.processWatermark(50);
    expect(output.signals).toEqual([100]);
    expect(operator.currentWatermarkMs).toBe(100);
  });

  it("[WIN4] forwards idle and active marks", () => {
    const { operator, output } = setUp();
    operator.processWatermarkStatus("idle");
    operator.processWatermarkStatus("active");
    expect(output.signals).toEqual(["idle", "active"]);
  });

  it("[WIN6] stops when the budget is used up and continues where it stopped", () => {
    const { operator, output, stream } = setUp();
    operator.processBatch(stream.batch(["a", 0], ["b", 0], ["c", 0], ["a", 15000], ["b", 15000]), NOW);
    expect(operator.processWatermark(30000, 2)).toBe(false);
    expect(output.emissions.map(({ type }) => type)).toEqual(["batch"]);
    expect(() => operator.processBatch(stream.batch(["a", 40000]), NOW)).toThrow("while windows were firing");
    expect(() => operator.processWatermark(40000)).toThrow("while windows were firing");
    expect(operator.processWatermark(30000, 2)).toBe(false);
    expect(operator.processWatermark(30000, 2)).toBe(true);
    expect(output.signals).toEqual([30000]);
    expect(output.rows.map(({ windowStartMs, key }) => `${windowStartMs} ${key}`)).toEqual(["0 a", "0 b", "0 c", "15000 a", "15000 b"]);
    expect(operator.numFiredTimers).toBe(5);
  });

  it("[WIN6] cuts results into batches of at most 4096 rows", () => {
    const { operator, output, stream } = setUp();
    operator.processBatch(stream.batch(...Array.from({ length: 5000 }, (_, key) => [`key ${key}`, 0] as const)), NOW);
    operator.processWatermark(MAX_WATERMARK);
    expect(output.emissions.map((emission) => (emission.type === "batch" ? emission.rows.length : emission.type))).toEqual([
      4096,
      904,
      "watermark",
    ]);
    expect(output.rows).toHaveLength(5000);
  });

  it("[WIN24] sends the entries of its dictionary once", () => {
    const { operator, stream } = setUp();
    const slices: unknown[] = [];
    operator.setOutput({
      emitBatch: ({ dictionary }) => slices.push([dictionary.from, dictionary.entries]),
      emitWatermark: () => {},
      emitWatermarkStatus: () => {},
    });
    operator.processBatch(stream.batch(["a", 0], ["b", 0]), NOW);
    operator.processWatermark(14999);
    operator.processBatch(stream.batch(["c", 15000], ["a", 15000]), NOW);
    operator.processWatermark(29999);
    expect(slices).toEqual([
      [0, ["a", "b"]],
      [2, ["c"]],
    ]);
  });

  it("[WIN7] keeps windows that are far apart", () => {
    const { operator, output, stream } = setUp();
    const ages = [0, 1_792_404_931_000, 4_102_444_800_000, -62_135_596_800_000, 8_640_000_000_000_000];
    for (const timestampMs of ages) operator.processBatch(stream.batch(["a", timestampMs], ["b", timestampMs]), NOW);
    for (const timestampMs of ages) operator.processBatch(stream.batch(["a", timestampMs]), NOW);
    operator.processWatermark(MAX_WATERMARK);
    const expected = ages
      .toSorted((a, b) => a - b)
      .flatMap((timestampMs) => [
        [timestampMs - (((timestampMs % 15000) + 15000) % 15000), "a", 2],
        [timestampMs - (((timestampMs % 15000) + 15000) % 15000), "b", 1],
      ]);
    expect(output.rows.map(({ windowStartMs, key, result }) => [windowStartMs, key, result])).toEqual(expected);
  });

  it("[WIN7] counts windows of one millisecond over 49 days", () => {
    const { operator, output, stream } = setUp(tumblingEventTimeWindows(1));
    operator.processBatch(stream.batch(["a", NOW], ["a", NOW + 2 ** 32 - 1], ["a", NOW + 1], ["a", NOW]), NOW);
    operator.processWatermark(MAX_WATERMARK);
    expect(output.rows.map(({ windowStartMs, result }) => [windowStartMs, result])).toEqual([
      [NOW, 2],
      [NOW + 1, 1],
      [NOW + 2 ** 32 - 1, 1],
    ]);
  });

  it("[WIN8] translates the ids of each input, however they differ", () => {
    const { operator, output } = setUp();
    const one = new EventStream("input-0");
    const two = new EventStream("input-1", ["/unused"]);
    operator.processBatch(one.batch(["/help", 0], ["/news", 0]), NOW);
    operator.processBatch(two.batch(["/news", 0], ["/help", 0], ["/shop", 0]), NOW);
    operator.processBatch(one.batch(["/shop", 0], ["/help", 0]), NOW);
    operator.processWatermark(14999);
    expect(Object.fromEntries(output.rows.map(({ key, result }) => [key, result]))).toEqual({ "/help": 3, "/news": 2, "/shop": 2 });
  });

  it("[WIN2] refuses a record of a key group that belongs to another subtask", () => {
    const operator = new WindowOperator({
      assigner: tumblingEventTimeWindows(15000),
      aggregate: countAggregate,
      maxParallelism: 128,
      keyGroupRange: keyGroupRangeOf(0, 128, 2),
      outputDictionaryId: "counter",
    });
    operator.setOutput(new RecordingOutput());
    const stream = new EventStream("events", ["/help", "/index"]);
    operator.processBatch(stream.batch(["/index", 0]), NOW);
    expect(() => operator.processBatch(stream.batch(["/index", 0], ["/help", 0]), NOW)).toThrow(
      'Key group 111 of key "/help" is not in KeyGroupRange{startKeyGroup=0, endKeyGroup=63}.',
    );
  });

  it("refuses ids that no dictionary entry explains", () => {
    const { operator, stream } = setUp();
    const batch = stream.batch(["a", 0], ["b", 0]);
    const cut = { ...batch, dictionary: { ...batch.dictionary, entries: ["a"] } };
    expect(() => operator.processBatch(cut, NOW)).toThrow("key 1 of dictionary events is missing");
  });

  it("throws when it emits unwired", () => {
    const operator = new WindowOperator({
      assigner: tumblingEventTimeWindows(15000),
      aggregate: countAggregate,
      maxParallelism: 128,
      keyGroupRange: { start: 0, end: 127 },
      outputDictionaryId: "counter",
    });
    expect(() => operator.processWatermark(0)).toThrow("setOutput");
  });

  it("[WIN9] aggregates with any function whose accumulator is numbers", () => {
    const latestTimestamp: AggregateFunction = {
      width: 1,
      add: (cells, at, batch, row, count) => {
        const timestampMs = batch.timestampBaseMs + (batch.timestamps[row] ?? 0);
        cells[at] = count === 0 ? timestampMs : Math.max(cells[at] ?? 0, timestampMs);
      },
      getResult: (cells, at) => cells[at] ?? 0,
    };
    const { operator, output, stream } = setUp(tumblingEventTimeWindows(100), latestTimestamp);
    operator.processBatch(stream.batch(["a", -90], ["a", -95], ["b", -7], ["a", 5], ["c", 99]), NOW);
    operator.processWatermark(MAX_WATERMARK);
    expect(output.rows.map(({ windowStartMs, key, result }) => [windowStartMs, key, result])).toEqual([
      [-100, "a", -90],
      [-100, "b", -7],
      [0, "a", 5],
      [0, "c", 99],
    ]);
  });
});

describe("WindowOperator over processing time", () => {
  it("[WIN10] counts by the clock, fires exactly at the window's end, and drops nothing", () => {
    const { operator, output, stream } = setUp(tumblingProcessingTimeWindows(15000));
    expect(operator.nextProcessingTimer()).toBeUndefined();
    operator.processBatch(stream.batch(["a", 5], ["b", 10 ** 9]), 15000);
    operator.processWatermark(10 ** 10);
    operator.processBatch(stream.batch(["a", 5]), 29999);
    expect(operator.nextProcessingTimer()).toBe(30000);
    operator.advanceProcessingTime(29999);
    expect(output.rows).toEqual([]);
    operator.processBatch(stream.batch(["a", 5]), 30000);
    operator.advanceProcessingTime(30000);
    expect(output.rows).toEqual([
      { timestampMs: 29999, key: "a", windowStartMs: 15000, result: 2 },
      { timestampMs: 29999, key: "b", windowStartMs: 15000, result: 1 },
    ]);
    expect(operator.nextProcessingTimer()).toBe(45000);
    expect(operator.numLateRecordsDropped).toBe(0);
    expect(output.signals).toEqual([10 ** 10]);
  });

  it("[WIN10] counts a window of the clock that is far from the others", () => {
    const { operator, output, stream } = setUp(tumblingProcessingTimeWindows(15000));
    for (const now of [10 ** 13, 0, 10 ** 13, 0]) operator.processBatch(stream.batch(["a", 5], ["b", 7], ["a", 9]), now);
    operator.advanceProcessingTime(10 ** 14);
    expect(output.rows.map(({ windowStartMs, key, result }) => [windowStartMs, key, result])).toEqual([
      [0, "a", 4],
      [0, "b", 2],
      [9999999990000, "a", 4],
      [9999999990000, "b", 2],
    ]);
  });

  it("[WIN10] fires what is overdue after a restore at the first look at the clock", () => {
    const before = setUp(tumblingProcessingTimeWindows(15000));
    before.operator.processBatch(before.stream.batch(["a", 0]), 20000);
    const after = setUp(tumblingProcessingTimeWindows(15000));
    after.operator.restoreState([before.operator.snapshotState()]);
    expect(after.operator.nextProcessingTimer()).toBe(30000);
    after.operator.advanceProcessingTime(100000);
    expect(after.output.rows).toEqual([{ timestampMs: 29999, key: "a", windowStartMs: 15000, result: 1 }]);
    expect(after.operator.nextProcessingTimer()).toBeUndefined();
  });

  it("[WIN6] keeps to the budget when the clock jumps", () => {
    const { operator, output, stream } = setUp(tumblingProcessingTimeWindows(10));
    for (const now of [0, 10, 500]) operator.processBatch(stream.batch(["a", 0]), now);
    expect(operator.advanceProcessingTime(1000, 1)).toBe(false);
    expect(operator.advanceProcessingTime(1000, 1)).toBe(false);
    expect(operator.advanceProcessingTime(1000, 1)).toBe(true);
    expect(output.rows.map(({ windowStartMs }) => windowStartMs)).toEqual([0, 10, 500]);
  });
});
