// What a window operator makes of the records of one key and window. Accumulators are numbers in columns, not objects: a window operator keeps
// all of them in one array. Flink: AggregateFunction. There is no `merge` here: it serves windows that merge (sessions), and tumbling ones do not.

import type { RecordBatch } from "./batch.ts";

/**
 * An incremental aggregate. Its accumulator is `width` floats at `cells[at]` to `cells[at + width - 1]`, all 0 before the first record. Beside
 * them the operator keeps the number of records, so that a function which only counts needs no accumulator of its own.
 */
export interface AggregateFunction {
  readonly width: number;
  /** Adds row `row` of `batch`. `count` is the number of records that came before it. */
  add(cells: Float64Array, at: number, batch: RecordBatch, row: number, count: number): void;
  /** The result for a window that had `count` records, at least one. */
  getResult(cells: Float64Array, at: number, count: number): number;
}

/** Counts. The window operator knows it and counts in a loop of its own. Flink's playground: CountingAggregator. */
export const countAggregate: AggregateFunction = {
  width: 0,
  add: () => {},
  getResult: (_cells, _at, count) => count,
};
