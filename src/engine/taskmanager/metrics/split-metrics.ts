// The watermark metrics of one split. Flink: InternalSourceSplitMetricGroup.

import type { Clock } from "../../host.ts";
import { javaLong } from "./java-number.ts";
import { TimerGauge } from "./timer-gauge.ts";

/** How long a split was active and idle. */
export class SplitMetrics {
  readonly #splitId: string;
  readonly #idle: TimerGauge;
  readonly #active: TimerGauge;

  constructor(clock: Clock, splitId: string) {
    this.#splitId = splitId;
    this.#idle = new TimerGauge(clock);
    this.#active = new TimerGauge(clock);
    this.#active.start();
  }

  setIdle(isIdle: boolean): void {
    const [on, off] = isIdle ? [this.#idle, this.#active] : [this.#active, this.#idle];
    off.stop();
    on.start();
  }

  /** Every 5 s. */
  tick(): void {
    this.#idle.tick();
    this.#active.tick();
  }

  metrics(watermarkMs: number): Record<string, string> {
    const scope = `split.${this.#splitId}.watermark`;
    return {
      [`${scope}.currentWatermark`]: javaLong(watermarkMs),
      [`${scope}.activeTimeMsPerSecond`]: javaLong(this.#active.msPerSecond),
      [`${scope}.idleTimeMsPerSecond`]: javaLong(this.#idle.msPerSecond),
      [`${scope}.accumulatedActiveTimeMs`]: javaLong(this.#active.accumulatedMs),
      [`${scope}.accumulatedIdleTimeMs`]: javaLong(this.#idle.accumulatedMs),
      // Splits are paused to align watermarks between sources, which nothing asks for here.
      [`${scope}.pausedTimeMsPerSecond`]: "0",
      [`${scope}.accumulatedPausedTimeMs`]: "0",
    };
  }
}
