// How many records are due. Counted from when the present rate began, in engine time: a machine that was suspended does not owe the records of
// that time, and a generator that was held up catches up instead of leaving any out.

/** A rate in records per second, `null` for as fast as possible, and what is due at that rate. */
export class Pace {
  #recordsPerSecond: number | null;
  #sinceMs: number;
  #taken = 0;

  /** `nowMs` is engine time. */
  constructor(recordsPerSecond: number | null, nowMs: number) {
    this.#recordsPerSecond = recordsPerSecond;
    this.#sinceMs = nowMs;
  }

  get recordsPerSecond(): number | null {
    return this.#recordsPerSecond;
  }

  /** Changes the rate from now on. Records that were due and not taken are dropped, so a paused generator does not burst when it resumes. */
  change(recordsPerSecond: number | null, nowMs: number): void {
    this.#recordsPerSecond = recordsPerSecond;
    this.#sinceMs = nowMs;
    this.#taken = 0;
  }

  /** Records due by now and not yet taken; Infinity without a limit. */
  due(nowMs: number): number {
    if (this.#recordsPerSecond === null) return Number.POSITIVE_INFINITY;
    return Math.floor(((nowMs - this.#sinceMs) * this.#recordsPerSecond) / 1000) - this.#taken;
  }

  /** Takes `count` of those that are due. */
  take(count: number): void {
    this.#taken += count;
  }
}
