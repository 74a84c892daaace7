import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecordBatch, WindowResultBatch } from "./batch.ts";
import { DictionaryRegistry } from "./key-dictionary.ts";
import { keyGroupOf, subtaskOfKeyGroup } from "./key-groups.ts";
import { createPartitioner, type PartitionerOptions } from "./partitioner.ts";
import { EventStream, type Event } from "./testing/events.ts";
import { rowsOf, type RecordedRow } from "./testing/recording-output.ts";

const PAGES = ["/help", "/index", "/shop", "/jobs", "/about", "/news"];

/** Partitions batches and reads every channel as its receiver would: with nothing but what came on that channel. */
function deal(options: PartitionerOptions, batches: readonly RecordBatch[]) {
  const partitioner = createPartitioner(options);
  const registries = Array.from({ length: options.numChannels }, () => new DictionaryRegistry());
  const rows: RecordedRow[][] = registries.map(() => []);
  const parts: RecordBatch[] = [];
  for (const batch of batches) {
    partitioner.partition(batch, (part, channel) => {
      parts.push(part);
      const registry = registries[channel];
      if (registry !== undefined) rows[channel]?.push(...rowsOf(part, registry));
    });
  }
  return { rows, parts };
}

describe("createPartitioner", () => {
  it("[WIN21] sends each page where Flink sends it", () => {
    const { rows } = deal({ kind: "HASH", numChannels: 3, maxParallelism: 128 }, [
      new EventStream().batch(...PAGES.map((page, index): Event => [page, 1000 + index])),
    ]);
    expect(rows.map((channel) => channel.map(({ key }) => key))).toEqual([["/index", "/jobs", "/news"], ["/shop", "/about"], ["/help"]]);
  });

  it("[WIN21] loses, doubles and reorders nothing", () => {
    const events = fc.array(
      fc.tuple(fc.constantFrom(...PAGES, ...Array.from({ length: 300 }, (_, n) => `k${n}`)), fc.nat({ max: 10 ** 9 })),
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 5 }), fc.integer({ min: 1, max: 8 }), (lists, numChannels) => {
        const stream = new EventStream();
        const { rows } = deal(
          { kind: "HASH", numChannels, maxParallelism: 128 },
          lists.map((list) => stream.batch(...list)),
        );
        const expected = Array.from({ length: numChannels }, (_, channel) =>
          lists
            .flat()
            .flatMap(([key, timestampMs]) =>
              subtaskOfKeyGroup(keyGroupOf(key, 128), 128, numChannels) === channel ? [{ key, timestampMs }] : [],
            ),
        );
        expect(rows).toEqual(expected);
      }),
    );
  });

  it("[WIN22] distributes round robin across batches, starting at the given channel", () => {
    const stream = new EventStream();
    const { rows } = deal({ kind: "REBALANCE", numChannels: 3, maxParallelism: 128, startChannel: 2 }, [
      stream.batch(["a", 1], ["b", 2]),
      stream.batch(["c", 3], ["d", 4]),
    ]);
    expect(rows.map((channel) => channel.map(({ key }) => key))).toEqual([["b"], ["c"], ["a", "d"]]);
  });

  it.each(["FORWARD", "HASH", "REBALANCE"] as const)("[WIN23] passes a batch on unchanged if %s has one channel", (kind) => {
    const batch = new EventStream().batch(["a", 1], ["b", 2]);
    expect(deal({ kind, numChannels: 1, maxParallelism: 128 }, [batch]).parts[0]).toBe(batch);
  });

  it("[WIN23] gives each part its own buffers and does not change the batch", () => {
    const batch = new EventStream().batch(["/help", 1], ["/index", 2], ["/help", 3]);
    const { parts } = deal({ kind: "HASH", numChannels: 2, maxParallelism: 128 }, [batch]);
    const buffers = [batch, ...parts].flatMap((each) => [each.timestamps.buffer, each.keys.buffer]);
    expect(new Set(buffers).size).toBe(6);
    expect([...batch.timestamps]).toEqual([0, 1, 2]);
  });

  it("[WIN24] sends each dictionary entry to each channel once, before it is needed", () => {
    const stream = new EventStream();
    const batches = [
      stream.batch(["/help", 1]),
      stream.batch(["/help", 2]),
      stream.batch(["/index", 3], ["/news", 3]),
      stream.batch(["/help", 4]),
    ];
    const { parts } = deal({ kind: "HASH", numChannels: 2, maxParallelism: 128 }, batches);
    expect(parts.map(({ dictionary }) => [dictionary.from, dictionary.entries])).toEqual([
      [0, ["/help"]],
      [1, []],
      [0, ["/help", "/index", "/news"]],
      [1, ["/index", "/news"]],
    ]);
  });

  it("deals results with all their columns", () => {
    const results: WindowResultBatch = {
      type: "window-results",
      length: 3,
      timestampBaseMs: 14999,
      timestamps: Uint32Array.of(0, 0, 15000),
      keys: Uint8Array.of(0, 1, 0),
      dictionary: { dictionaryId: "counter", from: 0, entries: ["/help", "/index"] },
      windowSizeMs: 15000,
      windowStartsMs: Float64Array.of(0, 0, 15000),
      results: Float64Array.of(1000, 999, 7),
    };
    expect(deal({ kind: "HASH", numChannels: 2, maxParallelism: 128 }, [results]).rows).toEqual([
      [{ timestampMs: 14999, key: "/index", windowStartMs: 0, result: 999 }],
      [
        { timestampMs: 14999, key: "/help", windowStartMs: 0, result: 1000 },
        { timestampMs: 29999, key: "/help", windowStartMs: 15000, result: 7 },
      ],
    ]);
  });

  it("refuses FORWARD to several channels", () => {
    expect(() => createPartitioner({ kind: "FORWARD", numChannels: 2, maxParallelism: 128 })).toThrow("FORWARD");
  });
});
