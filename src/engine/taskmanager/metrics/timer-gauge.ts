// How long something lasts, in ms per second over the last minute. Flink: TimerGauge.

import type { Clock } from "../../host.ts";
import { VIEW_TICK_MS } from "./meter-view.ts";

const SLICES = 12;
const MS_PER_SECOND = 1_000;

/** Measures the time between `start` and `stop`. Slices of 5 s, averaged over up to 60 s. */
export class TimerGauge {
  readonly #clock: Clock;
  readonly #slices: number[] = [];
  /** When the running measurement began, or was last carried over into a slice. */
  #runningSinceMs: number | undefined;
  #sliceMs = 0;
  #singleMs = 0;
  #maxSingleMs = 0;
  #previousMaxSingleMs = 0;
  #accumulatedMs = 0;
  #msPerSecond = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isRunning(): boolean {
    return this.#runningSinceMs !== undefined;
  }

  /** Whole ms per second, 0 to 1000. */
  get msPerSecond(): number {
    return this.#msPerSecond;
  }

  /** All measured so far, the running measurement included, ms. */
  get accumulatedMs(): number {
    return this.#accumulatedMs + this.#sinceCarriedMs();
  }

  /** The longest single measurement of the last completed tick, ms. */
  get maxSingleMs(): number {
    return this.#previousMaxSingleMs;
  }

  /** Begins a measurement; does nothing while one runs. */
  start(): void {
    if (this.#runningSinceMs !== undefined) return;
    this.#runningSinceMs = this.#clock.monotonicMs();
    this.#singleMs = 0;
  }

  /** Ends the measurement; does nothing if none runs. */
  stop(): void {
    if (this.#runningSinceMs === undefined) return;
    this.#carryOver();
    this.#runningSinceMs = undefined;
  }

  /** To be called every {@link VIEW_TICK_MS}. */
  tick(): void {
    if (this.#runningSinceMs !== undefined) this.#carryOver();
    this.#slices.push(this.#sliceMs);
    if (this.#slices.length > SLICES) this.#slices.shift();
    const totalMs = this.#slices.reduce((sum, slice) => sum + slice, 0);
    const seconds = (this.#slices.length * VIEW_TICK_MS) / MS_PER_SECOND;
    this.#msPerSecond = Math.min(MS_PER_SECOND, Math.floor(totalMs / seconds));
    this.#sliceMs = 0;
    this.#previousMaxSingleMs = this.#maxSingleMs;
    this.#maxSingleMs = 0;
  }

  #carryOver(): void {
    const elapsedMs = this.#sinceCarriedMs();
    this.#runningSinceMs = this.#clock.monotonicMs();
    this.#sliceMs += elapsedMs;
    this.#accumulatedMs += elapsedMs;
    this.#singleMs += elapsedMs;
    this.#maxSingleMs = Math.max(this.#maxSingleMs, this.#singleMs);
  }

  #sinceCarriedMs(): number {
    return this.#runningSinceMs === undefined ? 0 : this.#clock.monotonicMs() - this.#runningSinceMs;
  }
}
