// The distribution of the last values. Flink: DescriptiveStatisticsHistogram.

import { percentile } from "../../../base/percentile.ts";
import { RingBuffer } from "../../../base/ring-buffer.ts";
import { javaDouble, javaLong } from "./java-number.ts";

/** Values that count. Flink: TaskIOMetricGroup's mailboxLatency histogram. */
const WINDOW = 60;

const PERCENTILES = [
  ["median", 50],
  ["p75", 75],
  ["p90", 90],
  ["p95", 95],
  ["p98", 98],
  ["p99", 99],
  ["p999", 99.9],
] as const;

/** Keeps 60 values. */
export class LatencyHistogram {
  readonly #values = new RingBuffer<number>(WINDOW);

  /** Whole ms. */
  update(valueMs: number): void {
    this.#values.push(Math.trunc(valueMs));
  }

  /** As Flink's metrics show a histogram: `<name>_min`, `<name>_p99`, …; zeros and NaN while there is nothing. */
  metrics(name: string): Record<string, string> {
    const sorted = this.#values.toArray().toSorted((a, b) => a - b);
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    const values: Record<string, string> = {
      [`${name}_min`]: javaLong(sorted[0] ?? 0),
      [`${name}_max`]: javaLong(sorted.at(-1) ?? 0),
      [`${name}_mean`]: javaDouble(mean),
      [`${name}_stddev`]: javaDouble(standardDeviation(sorted, mean)),
    };
    for (const [suffix, percent] of PERCENTILES) values[`${name}_${suffix}`] = javaDouble(percentile(sorted, percent));
    return values;
  }
}

/** Of a sample, as commons-math computes it. */
function standardDeviation(values: readonly number[], mean: number): number {
  if (values.length === 1) return 0;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return values.length === 0 ? Number.NaN : Math.sqrt(squares / (values.length - 1));
}
