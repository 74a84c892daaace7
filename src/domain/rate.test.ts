import { describe, expect, it } from "vitest";

import type { IoMetrics } from "../rest/io-metrics.ts";
import { type CounterSample, counterSample, HISTORY_MS, nextRateBook, type RateBook } from "./rate.ts";

const START_MS = 1_000_000;
/** Tasks that have run for this long are not young any more. */
const OLD_MS = 100_000;

/** The counters of two tasks after `ranMs`, in a reply at `atMs`. */
function sample(atMs: number, ranMs: number, recordsIn: number, over: Partial<CounterSample> = {}): CounterSample {
  return {
    atMs,
    startedMs: START_MS,
    taskCount: 2,
    recordsIn,
    recordsOut: 0,
    bytesIn: recordsIn * 34,
    bytesOut: 0,
    busyMs: 0,
    backpressuredMs: 0,
    taskTimeMs: (OLD_MS + ranMs) * 2,
    ...over,
  };
}

function observe(samples: readonly [atMs: number, sample: CounterSample | undefined][]): RateBook {
  let book: RateBook | undefined;
  for (const [atMs, one] of samples) book = nextRateBook(book, atMs, { counter: one });
  if (book === undefined) throw new Error("nothing observed");
  return book;
}

function ratesIn(book: RateBook): (number | undefined)[] {
  return (book.series["counter"]?.points ?? []).map(({ rates }) => rates?.recordsInPerSecond);
}

describe("nextRateBook", () => {
  it("has no rate before the second refresh", () => {
    const book = observe([[START_MS + 1000, sample(START_MS + 1000, 1000, 400)]]);
    expect(book.series["counter"]?.rates).toBeUndefined();
  });

  it("divides the counters' difference by the time between two refreshes", () => {
    const book = observe([
      [START_MS + 1000, sample(START_MS + 1000, 1000, 400)],
      [START_MS + 3000, sample(START_MS + 3000, 3000, 1200, { recordsOut: 6 })],
    ]);
    expect(book.series["counter"]?.rates).toEqual({ recordsInPerSecond: 400, recordsOutPerSecond: 3 });
  });

  it("does not read replies between two refreshes as a rate of 0", () => {
    const book = observe([
      [START_MS + 10_000, sample(START_MS + 10_000, 10_000, 4000)],
      [START_MS + 13_000, sample(START_MS + 13_000, 10_000, 4000)],
      [START_MS + 16_000, sample(START_MS + 16_000, 10_000, 4000)],
      [START_MS + 19_000, sample(START_MS + 19_000, 10_000, 4000)],
      [START_MS + 22_000, sample(START_MS + 22_000, 20_000, 8000)],
      [START_MS + 25_000, sample(START_MS + 25_000, 20_000, 8000)],
    ]);
    expect(book.series["counter"]?.rates?.recordsInPerSecond).toBeCloseTo(400);
    expect(ratesIn(book)).toEqual([undefined, 400]);
  });

  it("is 0 if only the tasks' time advanced", () => {
    const book = observe([
      [START_MS + 1000, sample(START_MS + 1000, 1000, 18)],
      [START_MS + 2000, sample(START_MS + 2000, 2000, 18)],
    ]);
    expect(book.series["counter"]?.rates?.recordsInPerSecond).toBe(0);
  });

  it("measures by the tasks' own time, whatever the replies' delay", () => {
    // The second reply arrived late with counters that were read on time.
    const book = observe([
      [START_MS + 1000, sample(START_MS + 1000, 1000, 400)],
      [START_MS + 2900, sample(START_MS + 2900, 2000, 800)],
    ]);
    expect(book.series["counter"]?.rates?.recordsInPerSecond).toBe(400);
  });

  it("uses the replies' times if tasks do not report theirs", () => {
    const book = observe([
      [START_MS + 1000, sample(START_MS + 1000, 0, 400, { taskTimeMs: undefined })],
      [START_MS + 3000, sample(START_MS + 3000, 0, 1200, { taskTimeMs: undefined })],
    ]);
    expect(book.series["counter"]?.rates?.recordsInPerSecond).toBe(400);
  });

  it("starts over after a restart, with a gap where no task ran", () => {
    const restarted = { startedMs: START_MS - 2 };
    const book = observe([
      [START_MS + 1000, sample(START_MS + 1000, 1000, 400)],
      [START_MS + 2000, sample(START_MS + 2000, 2000, 800)],
      [START_MS + 3000, undefined],
      [START_MS + 5000, sample(START_MS + 5000, 1000, 4000, restarted)],
      [START_MS + 6000, sample(START_MS + 6000, 2000, 8000, restarted)],
    ]);
    expect(ratesIn(book)).toEqual([undefined, 400, undefined, undefined, 4000]);
  });

  it("counts from 0 when a restarted task is first seen young, because it catches up quickly", () => {
    const young = (ranMs: number): Partial<CounterSample> => ({ startedMs: START_MS + 4000, taskTimeMs: ranMs * 2 });
    const book = observe([
      [START_MS + 2000, sample(START_MS + 2000, 2000, 800)],
      [START_MS + 3000, undefined],
      [START_MS + 5000, sample(START_MS + 5000, 0, 3400, young(1000))],
      [START_MS + 6000, sample(START_MS + 6000, 0, 3800, young(2000))],
    ]);
    expect(ratesIn(book)).toEqual([undefined, undefined, 3400, 400]);
  });

  it("starts over when a counter decreases", () => {
    const book = observe([
      [START_MS + 1000, sample(START_MS + 1000, 1000, 400)],
      [START_MS + 2000, sample(START_MS + 2000, 2000, 100)],
    ]);
    expect(book.series["counter"]?.rates).toBeUndefined();
  });

  it("does not average over a time without observers", () => {
    const book = observe([
      [START_MS + 1000, sample(START_MS + 1000, 1000, 400)],
      [START_MS + 2000, sample(START_MS + 2000, 2000, 800)],
      [START_MS + 60_000, sample(START_MS + 60_000, 60_000, 24_000)],
    ]);
    expect(ratesIn(book)).toEqual([undefined, 400, undefined]);
  });

  it("does not call a rate current if the counters did not change for half a minute", () => {
    const stuck = (atMs: number): [number, CounterSample] => [atMs, sample(atMs, 2000, 800)];
    const times = Array.from({ length: 11 }, (_, index) => START_MS + 2000 + index * 3000);
    const book = observe([[START_MS + 1000, sample(START_MS + 1000, 1000, 400)], ...times.map(stuck)]);
    expect(book.series["counter"]?.rates?.recordsInPerSecond).toBe(400);
    expect(
      nextRateBook(book, START_MS + 35_000, { counter: sample(START_MS + 35_000, 2000, 800) }).series["counter"]?.rates,
    ).toBeUndefined();
  });

  it("drops points older than its history, and series that no longer exist", () => {
    const count = 200;
    const book = observe(
      Array.from({ length: count }, (_, index) => {
        const atMs = START_MS + index * 1000;
        return [atMs, sample(atMs, index * 1000, index * 400)];
      }),
    );
    expect(book.series["counter"]?.points).toHaveLength(HISTORY_MS / 1000);
    expect(nextRateBook(book, START_MS + 201_000, {}).series).toEqual({});
  });
});

describe("counterSample", () => {
  const metrics: IoMetrics = {
    "read-bytes": 718_761,
    "read-bytes-complete": true,
    "write-bytes": 763_606,
    "write-bytes-complete": true,
    "read-records": 22_596,
    "read-records-complete": true,
    "write-records": 22_596,
    "write-records-complete": true,
    "accumulated-backpressured-time": 0,
    "accumulated-idle-time": 85_846,
    "accumulated-busy-time": 2780,
  };
  const of = { atMs: 2, startedMs: 1, taskCount: 2 };

  it("adds up the time that the tasks account for", () => {
    expect(counterSample(metrics, of)?.taskTimeMs).toBe(88_626);
  });

  it("omits an unmeasured time", () => {
    expect(counterSample({ ...metrics, "accumulated-busy-time": "NaN" }, of)?.taskTimeMs).toBeUndefined();
  });

  it("is absent while a subtask has not reported, and while no task was deployed", () => {
    expect(counterSample({ ...metrics, "read-records-complete": false }, of)).toBeUndefined();
    expect(counterSample(metrics, { ...of, startedMs: -1 })).toBeUndefined();
    expect(counterSample(metrics, { ...of, taskCount: 0 })).toBeUndefined();
  });
});

it("contains how the tasks spent their time between two refreshes, if measured", () => {
  const first = sample(START_MS + 30_000, 30_000, 0, { busyMs: 1000, backpressuredMs: 0 });
  const second = sample(START_MS + 33_000, 33_000, 10, { busyMs: 2500, backpressuredMs: 600 });
  const book = observe([
    [START_MS + 30_000, first],
    [START_MS + 33_000, second],
  ]);
  // Two tasks of 3 s each are 6 s.
  expect(book.series["counter"]?.load).toEqual({ busyShare: 0.25, backpressuredShare: 0.1 });
  const unmeasured = observe([
    [START_MS + 30_000, first],
    [START_MS + 33_000, { ...second, taskTimeMs: undefined }],
  ]);
  expect(unmeasured.series["counter"]?.load).toBeUndefined();
});
