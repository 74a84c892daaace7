// Writes down what an operator says to its output, in order, with keys as strings. Tests assert on this conversation.

import type { RecordBatch } from "../batch.ts";
import { DictionaryRegistry } from "../key-dictionary.ts";
import type { Output, WatermarkStatus } from "../operator.ts";

/** One result or event as a row. `windowStartMs` and `result` are there for results only. */
export interface RecordedRow {
  readonly timestampMs: number;
  readonly key: string;
  readonly windowStartMs?: number;
  readonly result?: number;
}

/** What was emitted. */
export type Emission =
  | { readonly type: "batch"; readonly rows: readonly RecordedRow[] }
  | { readonly type: "watermark"; readonly watermarkMs: number }
  | { readonly type: "status"; readonly status: WatermarkStatus };

/** An output that keeps everything. */
export class RecordingOutput implements Output {
  readonly emissions: Emission[] = [];
  readonly #registry = new DictionaryRegistry();

  emitBatch(batch: RecordBatch): void {
    this.emissions.push({ type: "batch", rows: rowsOf(batch, this.#registry) });
  }

  emitWatermark(watermarkMs: number): void {
    this.emissions.push({ type: "watermark", watermarkMs });
  }

  emitWatermarkStatus(status: WatermarkStatus): void {
    this.emissions.push({ type: "status", status });
  }

  /** The rows of all batches, in order. */
  get rows(): RecordedRow[] {
    return this.emissions.flatMap((emission) => (emission.type === "batch" ? emission.rows : []));
  }

  /** Everything but batches, as short words: `15000`, `idle`. */
  get signals(): (number | WatermarkStatus)[] {
    return this.emissions.flatMap((emission) => {
      if (emission.type === "batch") return [];
      return [emission.type === "watermark" ? emission.watermarkMs : emission.status];
    });
  }
}

/** The rows of one batch; `registry` must have seen the batches before it on the same stream. */
export function rowsOf(batch: RecordBatch, registry: DictionaryRegistry): RecordedRow[] {
  const dictionary = registry.accept(batch.dictionary);
  return Array.from({ length: batch.length }, (_, row) => {
    const event = {
      timestampMs: batch.timestampBaseMs + (batch.timestamps[row] ?? Number.NaN),
      key: dictionary.keyOf(batch.keys[row] ?? Number.NaN),
    };
    if (batch.type === "events") return event;
    return { ...event, windowStartMs: batch.windowStartsMs[row] ?? Number.NaN, result: batch.results[row] ?? Number.NaN };
  });
}
