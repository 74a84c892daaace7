// A rate over the last minute from a counter. Flink: MeterView.

const TICKS_PER_MINUTE = 12;
const SECONDS_PER_MINUTE = 60;

/** Length of one tick of all views, ms. Flink: View.UPDATE_INTERVAL_SECONDS. */
export const VIEW_TICK_MS = 5_000;

/**
 * Events per second: what the counter gained in the last 60 s, by 60, from samples 5 s apart. Before a full minute has passed the missing samples
 * are 0, so the rate climbs in a straight line, as Flink's does.
 */
export class MeterView {
  readonly #count: () => number;
  readonly #samples = new Float64Array(TICKS_PER_MINUTE + 1);
  #newest = 0;
  #ratePerSecond = 0;

  constructor(count: () => number) {
    this.#count = count;
  }

  get ratePerSecond(): number {
    return this.#ratePerSecond;
  }

  /** To be called every {@link VIEW_TICK_MS}. */
  tick(): void {
    this.#newest = (this.#newest + 1) % this.#samples.length;
    this.#samples[this.#newest] = this.#count();
    const oldest = (this.#newest + 1) % this.#samples.length;
    this.#ratePerSecond = ((this.#samples[this.#newest] ?? 0) - (this.#samples[oldest] ?? 0)) / SECONDS_PER_MINUTE;
  }
}
