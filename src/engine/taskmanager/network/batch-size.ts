// How many records a batch should hold, so that what is in flight towards a subtask is about a second of its work. Flink: BufferDebloater and
// ThroughputCalculator; rules: docs/spec/flow-control.md.
//
// A credit is one batch, so what is in flight is bounded by batches. At a steady 400 records/s the batches are small and a consumer that
// suddenly stalls finds few records before it; when a producer has more to give than the small batches carry, the measured throughput rises,
// and the batches with it, up to 64 Ki records within a few measurements.

import type { Clock } from "../../host.ts";
import { MAX_BATCHES_IN_FLIGHT_PER_CHANNEL } from "./flow-control.ts";

/** No batch is larger. 5 bytes a record: 320 KiB. */
export const MAX_BATCH_RECORDS = 65_536;

/** What may be in flight before anything was measured. */
const INITIAL_RECORDS_IN_FLIGHT = 1_000;
const TARGET_IN_FLIGHT_SECONDS = 1;
/** Flink: taskmanager.network.memory.buffer-debloat.period. */
const PERIOD_MS = 200;
/** Weight of the newest measurement against all before. */
const SMOOTHING = 0.5;

/** Measures the throughput of one input gate and derives the batch size that its producers should use. */
export class BatchSizer {
  readonly #clock: Clock;
  readonly #batchesInFlight: number;
  #measuringSinceMs: number;
  #records = 0;
  #recordsPerSecond: number;
  #batchRecords: number;

  constructor(clock: Clock, numChannels: number) {
    this.#clock = clock;
    this.#batchesInFlight = Math.max(1, numChannels) * MAX_BATCHES_IN_FLIGHT_PER_CHANNEL;
    this.#measuringSinceMs = clock.monotonicMs();
    this.#recordsPerSecond = INITIAL_RECORDS_IN_FLIGHT / TARGET_IN_FLIGHT_SECONDS;
    this.#batchRecords = this.#derive();
  }

  /** Records per batch, at least 1. */
  get batchRecords(): number {
    return this.#batchRecords;
  }

  /** The consumer took `records` from its input. */
  onRecords(records: number): void {
    this.#records += records;
    const nowMs = this.#clock.monotonicMs();
    const elapsedMs = nowMs - this.#measuringSinceMs;
    if (elapsedMs < PERIOD_MS) return;
    const measured = (this.#records * 1_000) / elapsedMs;
    // A rise is believed at once: it is what the consumer has shown it can do. A fall may be a pause of the producer.
    this.#recordsPerSecond = Math.max(measured, SMOOTHING * measured + (1 - SMOOTHING) * this.#recordsPerSecond);
    this.#batchRecords = this.#derive();
    this.#records = 0;
    this.#measuringSinceMs = nowMs;
  }

  #derive(): number {
    const records = Math.floor((this.#recordsPerSecond * TARGET_IN_FLIGHT_SECONDS) / this.#batchesInFlight);
    return Math.max(1, Math.min(MAX_BATCH_RECORDS, records));
  }
}
