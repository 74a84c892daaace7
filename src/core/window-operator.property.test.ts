// Laws of windowed counting, checked on random input against a ten-line oracle.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countAggregate } from "./aggregate.ts";
import type { RecordBatch } from "./batch.ts";
import { keyGroupRangeOf } from "./key-groups.ts";
import { MAX_WATERMARK, type KeyedStateSnapshot } from "./operator.ts";
import { createPartitioner } from "./partitioner.ts";
import { decodeSnapshot, encodeSnapshot } from "./snapshot.ts";
import { EventStream, type Event } from "./testing/events.ts";
import { inOrder, NaiveWindowCount } from "./testing/naive-window-count.ts";
import { RecordingOutput, type RecordedRow } from "./testing/recording-output.ts";
import { tumblingEventTimeWindows } from "./window-assigner.ts";
import { WindowOperator } from "./window-operator.ts";

const MAX_PARALLELISM = 16;
const BASE_MS = 1_792_404_931_000;

/** Mostly near each other, a few far away, so that both the table and what is kept aside are used. */
const timestampMs = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: BASE_MS, max: BASE_MS + 5_000 }) },
  { weight: 3, arbitrary: fc.integer({ min: BASE_MS - 200_000, max: BASE_MS + 200_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: BASE_MS - 2 ** 31, max: BASE_MS + 2 ** 30 }) },
);
const key = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom("/help", "/index", "/shop", "/jobs", "/about", "/news") },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 300 }).map((n) => `/user/${n}`) },
);
const event: fc.Arbitrary<Event> = fc.tuple(key, timestampMs);

type Step =
  | { readonly type: "events"; readonly events: readonly Event[] }
  | { readonly type: "watermark"; readonly watermarkMs: number }
  | { readonly type: "restart"; readonly parallelism: number };

const eventsStep = fc.array(event, { maxLength: 60 }).map((events): Step => ({ type: "events", events }));
const watermarkStep = fc
  .integer({ min: BASE_MS - 1_000, max: BASE_MS + 6_000 })
  .map((watermarkMs): Step => ({ type: "watermark", watermarkMs }));
const restartStep = fc.integer({ min: 1, max: MAX_PARALLELISM }).map((parallelism): Step => ({ type: "restart", parallelism }));
const steps = fc.array(
  fc.oneof({ weight: 6, arbitrary: eventsStep }, { weight: 3, arbitrary: watermarkStep }, { weight: 1, arbitrary: restartStep }),
  { maxLength: 30 },
);
const sizeMs = fc.constantFrom(1, 7, 1_000, 15_000, 86_400_000);

/** A window operator at some parallelism behind a hash exchange, as one thing. */
class Cluster {
  readonly output = new RecordingOutput();
  late = 0;
  #operators: WindowOperator[] = [];
  #partition: (batch: RecordBatch) => void = () => {};
  readonly #sizeMs: number;
  #incarnation = 0;

  constructor(windowSizeMs: number, parallelism: number) {
    this.#sizeMs = windowSizeMs;
    this.#start(parallelism, []);
  }

  process(batch: RecordBatch): void {
    this.#partition(batch);
  }

  advance(watermarkMs: number, budget: number): void {
    for (const operator of this.#operators) while (!operator.processWatermark(watermarkMs, budget));
  }

  /** Snapshots, forgets everything, and restores at `parallelism`, the parts in the order given by `shuffle`. */
  restart(parallelism: number): void {
    const parts = this.snapshot();
    this.late += this.#operators.reduce((sum, operator) => sum + operator.numLateRecordsDropped, 0);
    this.#start(parallelism, parts);
  }

  snapshot(): KeyedStateSnapshot[] {
    return this.#operators.map((operator) => decodeSnapshot(encodeSnapshot(operator.snapshotState())));
  }

  get totalLate(): number {
    return this.late + this.#operators.reduce((sum, operator) => sum + operator.numLateRecordsDropped, 0);
  }

  #start(parallelism: number, parts: readonly KeyedStateSnapshot[]): void {
    this.#incarnation += 1;
    this.#operators = Array.from({ length: parallelism }, (_, subtask) => {
      const operator = new WindowOperator({
        assigner: tumblingEventTimeWindows(this.#sizeMs),
        aggregate: countAggregate,
        maxParallelism: MAX_PARALLELISM,
        keyGroupRange: keyGroupRangeOf(subtask, MAX_PARALLELISM, parallelism),
        outputDictionaryId: `counter ${this.#incarnation} ${subtask}`,
      });
      operator.setOutput(this.output);
      operator.restoreState(parts);
      return operator;
    });
    const partitioner = createPartitioner({ kind: "HASH", numChannels: parallelism, maxParallelism: MAX_PARALLELISM });
    this.#partition = (batch) =>
      partitioner.partition(batch, (part, channel) => {
        this.#operators[channel]?.processBatch(part, 0);
      });
  }
}

/** A stream per incarnation of the source: a new attempt's partitioner knows no dictionary entries. */
function sourceOf(incarnation: number): EventStream {
  return new EventStream(`source ${incarnation}`);
}

describe("windowed counting", () => {
  it("[WIN11] agrees with the oracle on random records, watermarks, budgets, restores and parallelisms", () => {
    fc.assert(
      fc.property(
        steps,
        sizeMs,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 50 }),
        (plan, windowSizeMs, parallelism, budget) => {
          const cluster = new Cluster(windowSizeMs, parallelism);
          const oracle = new NaiveWindowCount(windowSizeMs);
          const expected: RecordedRow[] = [];
          let incarnation = 0;
          let source = sourceOf(incarnation);
          let produced = 0;
          for (const step of [...plan, { type: "watermark", watermarkMs: MAX_WATERMARK } satisfies Step]) {
            switch (step.type) {
              case "events":
                produced += step.events.length;
                cluster.process(source.batch(...step.events));
                for (const [name, time] of step.events) oracle.add(name, time);
                break;
              case "watermark":
                cluster.advance(step.watermarkMs, budget);
                expected.push(...oracle.advance(step.watermarkMs));
                break;
              case "restart":
                cluster.restart(step.parallelism);
                // The watermark is not part of the state: the restored job starts without one.
                oracle.watermarkMs = Number.NEGATIVE_INFINITY;
                incarnation += 1;
                source = sourceOf(incarnation);
            }
          }
          expect(inOrder(cluster.output.rows)).toEqual(inOrder(expected));
          expect(cluster.totalLate).toBe(oracle.late);
          expect(cluster.output.rows.reduce((sum, row) => sum + (row.result ?? 0), 0) + cluster.totalLate).toBe(produced);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("[WIN4] emits the results of one operator in time order", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), sizeMs, (events, windowSizeMs) => {
        const cluster = new Cluster(windowSizeMs, 1);
        const source = sourceOf(0);
        for (const each of events) cluster.process(source.batch(each));
        cluster.advance(MAX_WATERMARK, Number.POSITIVE_INFINITY);
        const times = cluster.output.rows.map((row) => row.timestampMs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
  });

  it("[WIN12] counts the same for every interleaving of the partitions", () => {
    const partitions = fc.array(fc.array(event, { maxLength: 40 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(partitions, fc.infiniteStream(fc.nat()), sizeMs, (sources, choices, windowSizeMs) => {
        const oracle = new NaiveWindowCount(windowSizeMs);
        for (const [name, time] of sources.flat()) oracle.add(name, time);
        const cluster = new Cluster(windowSizeMs, 2);
        const streams = sources.map((events, partition) => ({ stream: new EventStream(`input-${partition}`), left: [...events] }));
        for (let open = streams; open.length > 0; open = open.filter(({ left }) => left.length > 0)) {
          const choice = choices.next().value ?? 0;
          const chosen = open[choice % open.length];
          if (chosen !== undefined) cluster.process(chosen.stream.batch(...chosen.left.splice(0, 1 + (choice % 5))));
        }
        cluster.advance(MAX_WATERMARK, Number.POSITIVE_INFINITY);
        expect(inOrder(cluster.output.rows)).toEqual(inOrder(oracle.advance(MAX_WATERMARK)));
      }),
      { numRuns: 100 },
    );
  });

  it("[WIN13] keeps every sum through snapshot and restore at any parallelism", () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 150 }),
        fc.integer({ min: 1, max: MAX_PARALLELISM }),
        fc.integer({ min: 1, max: MAX_PARALLELISM }),
        (events, before, after) => {
          const cluster = new Cluster(1_000, before);
          cluster.process(sourceOf(0).batch(...events));
          const entries = entriesOf(cluster.snapshot());
          cluster.restart(after);
          expect(entriesOf(cluster.snapshot())).toEqual(entries);
          expect(entries.reduce((sum, [, count]) => sum + count, 0)).toBe(events.length);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("[WIN11] does not change its input", () => {
    const batch = sourceOf(0).batch(["/help", BASE_MS], ["/news", BASE_MS - 90_000], ["/help", BASE_MS + 10 ** 9]);
    const before = structuredClone(batch);
    new Cluster(1_000, 1).process(batch);
    expect(batch).toEqual(before);
  });

  it("[WIN13] has a snapshot that later records do not change", () => {
    const cluster = new Cluster(1_000, 1);
    const source = sourceOf(0);
    cluster.process(source.batch(["/help", BASE_MS]));
    const snapshot = cluster.snapshot();
    cluster.process(source.batch(["/help", BASE_MS], ["/news", BASE_MS]));
    expect(entriesOf(snapshot).map(([, count]) => count)).toEqual([1]);
  });
});

/** What a snapshot says, without the cut: key group, key, window → count. */
function entriesOf(parts: readonly KeyedStateSnapshot[]): [string, number][] {
  const entries = parts.flatMap((part) =>
    part.keyGroups.flatMap((group) =>
      [...group.windowStartsMs].map((startMs, entry): [string, number] => [
        `${group.keyGroup} ${group.keys[group.keyIndexes[entry] ?? -1]} ${startMs}`,
        group.accumulators[entry * part.accumulatorWidth] ?? Number.NaN,
      ]),
    ),
  );
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
