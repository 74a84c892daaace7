import { percentile } from "../../../base/percentile.ts";
import { RingBuffer } from "../../../base/ring-buffer.ts";
import type { StatsSummaryView } from "../jobmanager-view.ts";

/** Minimum, maximum, average and sum of whole numbers, and percentiles of the last `windowSize` of them. Flink: StatsSummary. */
export class StatsSummary implements StatsSummaryView {
  readonly #window: RingBuffer<number>;
  #minimum = 0;
  #maximum = 0;
  #sum = 0;
  #count = 0;

  constructor(windowSize: number) {
    this.#window = new RingBuffer(windowSize);
  }

  get minimum(): number {
    return this.#minimum;
  }

  get maximum(): number {
    return this.#maximum;
  }

  get average(): number {
    return this.#count === 0 ? 0 : Math.floor(this.#sum / this.#count);
  }

  add(value: number): void {
    this.#minimum = this.#count === 0 ? value : Math.min(this.#minimum, value);
    this.#maximum = this.#count === 0 ? value : Math.max(this.#maximum, value);
    this.#sum += value;
    this.#count++;
    this.#window.push(value);
  }

  percentile(percent: number): number {
    return percentile(
      this.#window.toArray().toSorted((a, b) => a - b),
      percent,
    );
  }
}
