// The counting core alone, compared with the simplest counting loop: `cnt[window * K + key]++`,
// with the window computed from each record's timestamp. Both run in turns in one process, so that
// disturbances affect both. Each round gives a ratio, and the median is reported.
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { countAggregate } from "../src/core/aggregate.ts";
import { createKeyColumn, type EventBatch } from "../src/core/batch.ts";
import { KeyDictionary } from "../src/core/key-dictionary.ts";
import { tumblingEventTimeWindows } from "../src/core/window-assigner.ts";
import { WindowOperator } from "../src/core/window-operator.ts";
import { median } from "./percentile.ts";

/** One row of the table. Rates are medians over rounds, in million records per second. */
export interface CoreRow {
  readonly name: string;
  readonly coreMillionsPerSecond: number;
  readonly plainMillionsPerSecond: number;
  /** Median of core ÷ plain, round by round. */
  readonly ratio: number;
  readonly openWindows: number;
  readonly keys: number;
  readonly rounds: number;
}

/** The target of the ratio. */
export const AIM_RATIO = 0.6;

interface Scenario {
  readonly name: string;
  readonly keys: number;
  /**
   * Timestamps are spread over all windows, and keys are random; otherwise both have the
   * playground's order.
   */
  readonly isRandom: boolean;
}

/** The parameters of a thread of this benchmark. Other threads may import this file too. */
interface ThreadData {
  readonly countingCore?: Scenario;
}

const SCENARIOS: readonly Scenario[] = [
  { name: "6 keys in the playground's order", keys: 6, isRandom: false },
  { name: "6 random keys, timestamps all over the open windows", keys: 6, isRandom: true },
  { name: "10,000 random keys, timestamps jittered by 5 s", keys: 10_000, isRandom: false },
  { name: "10,000 random keys, timestamps all over the open windows", keys: 10_000, isRandom: true },
];

const WINDOW_MS = 15_000;
const WINDOWS = 1024;
const BATCH_RECORDS = 65_536;
const BATCHES = 64;
const ROUNDS = 15;
const JITTER_MS = 5_000;
const START_MS = Date.UTC(2026, 9, 19, 8);

/** Each scenario in its own thread, so that the compiler's work for one does not affect another. */
export async function benchCore(): Promise<CoreRow[]> {
  const rows: CoreRow[] = [];
  for (const scenario of SCENARIOS) rows.push(await runInThread(scenario));
  return rows;
}

function runInThread(scenario: Scenario): Promise<CoreRow> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { countingCore: scenario } satisfies ThreadData });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

/** A xorshift generator, so that the input is the same in each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function createBatches(scenario: Scenario): EventBatch[] {
  const random = createRandom(20_261_019);
  const names = Array.from({ length: scenario.keys }, (_, key) => `/page-${key}`);
  const dictionary = new KeyDictionary("bench", names);
  const spanMs = WINDOWS * WINDOW_MS;
  const records = BATCH_RECORDS * BATCHES;
  return Array.from({ length: BATCHES }, (_, batchIndex) => {
    const timestamps = new Uint32Array(BATCH_RECORDS);
    const keys = createKeyColumn(dictionary.size, BATCH_RECORDS);
    for (let row = 0; row < BATCH_RECORDS; row++) {
      const index = batchIndex * BATCH_RECORDS + row;
      const inOrderMs = Math.floor((index / records) * (spanMs - JITTER_MS));
      const hasRandomKeys = scenario.isRandom || scenario.keys > 6;
      timestamps[row] = scenario.isRandom ? random(spanMs) : inOrderMs + (hasRandomKeys ? random(JITTER_MS) : 0);
      keys[row] = hasRandomKeys ? random(scenario.keys) : index % scenario.keys;
    }
    return { type: "events", length: BATCH_RECORDS, timestampBaseMs: START_MS, timestamps, keys, dictionary: dictionary.sliceFrom(0) };
  });
}

/** The comparison loop. It gets the reciprocal too, which is the fastest variant found. */
function countPlainly(batch: EventBatch, counts: Float64Array, numKeys: number, windowsPerMs: number): void {
  const { timestamps, keys, length } = batch;
  for (let row = 0; row < length; row++) {
    const window = (((timestamps[row] ?? 0) + 0.5) * windowsPerMs) | 0;
    const cell = window * numKeys + (keys[row] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
}

function run(scenario: Scenario): CoreRow {
  const batches = createBatches(scenario);
  const counts = new Float64Array(WINDOWS * scenario.keys);
  const operator = new WindowOperator({
    assigner: tumblingEventTimeWindows(WINDOW_MS),
    aggregate: countAggregate,
    maxParallelism: 128,
    keyGroupRange: { start: 0, end: 127 },
    outputDictionaryId: "bench-out",
  });
  const plainRates: number[] = [];
  const coreRates: number[] = [];
  const ratios: number[] = [];
  const millions = (BATCH_RECORDS * BATCHES) / 1e6;
  for (let round = -2; round < ROUNDS; round++) {
    const plainFirst = round % 2 === 0;
    const measurePlain = () => secondsOf(() => batches.forEach((batch) => countPlainly(batch, counts, scenario.keys, 1 / WINDOW_MS)));
    const measureCore = () => secondsOf(() => batches.forEach((batch) => operator.processBatch(batch, START_MS)));
    const early = plainFirst ? measurePlain() : measureCore();
    const late = plainFirst ? measureCore() : measurePlain();
    const [plainSeconds, coreSeconds] = plainFirst ? [early, late] : [late, early];
    if (round < 0) continue;
    plainRates.push(millions / plainSeconds);
    coreRates.push(millions / coreSeconds);
    ratios.push(plainSeconds / coreSeconds);
  }
  const openWindows = checkCounts(operator, counts, ROUNDS + 2);
  return {
    name: scenario.name,
    coreMillionsPerSecond: median(coreRates),
    plainMillionsPerSecond: median(plainRates),
    ratio: median(ratios),
    openWindows,
    keys: scenario.keys,
    rounds: ROUNDS,
  };
}

function secondsOf(work: () => void): number {
  const startMs = performance.now();
  work();
  return (performance.now() - startMs) / 1000;
}

/** The result must be right: both counted the same. Returns the number of windows with state. */
function checkCounts(operator: WindowOperator, counts: Float64Array, rounds: number): number {
  const starts = new Set<number>();
  let total = 0;
  for (const group of operator.snapshotState().keyGroups) {
    for (const startMs of group.windowStartsMs) starts.add(startMs);
    for (const count of group.accumulators) total += count;
  }
  const expected = counts.reduce((sum, count) => sum + count, 0);
  if (total !== expected || total !== rounds * BATCHES * BATCH_RECORDS)
    throw new Error(`the core counted ${total}, the plain loop ${expected}`);
  if (operator.numLateRecordsDropped > 0) throw new Error("records were dropped as late");
  return starts.size;
}

const threadData = workerData as ThreadData | null;
if (!isMainThread && threadData?.countingCore !== undefined) parentPort?.postMessage(run(threadData.countingCore));
