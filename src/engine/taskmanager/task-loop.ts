// Many tasks share one thread: each task that has work takes a step in turn. After a slice of time
// or of steps, the loop yields to the messages and timers of the container. Flink gives each task a
// thread of its own.

import type { Host } from "../host.ts";

/**
 * A container must yield at least every 10 ms, and a step may take a good part of a millisecond.
 */
const SLICE_MS = 8;
/** Lets messages run between small steps, also where the clock stands still while the loop runs. */
const STEPS_PER_SLICE = 64;

/** Takes steps. */
export interface Steppable {
  /** Does one small piece of work. True if there may be more to do at once; false if it will be scheduled again when there is. */
  step(): boolean;
}

/** Round robin over everything that was scheduled. */
export class TaskLoop {
  readonly #host: Host;
  readonly #ready: Steppable[] = [];
  readonly #isReady = new Set<Steppable>();
  #isRunPending = false;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Lets `steppable` take a step soon. Once is enough, however often it is called before that. */
  schedule(steppable: Steppable): void {
    if (this.#isReady.has(steppable)) return;
    this.#isReady.add(steppable);
    this.#ready.push(steppable);
    this.#deferRun();
  }

  #deferRun(): void {
    if (this.#isRunPending) return;
    this.#isRunPending = true;
    this.#host.defer(() => {
      this.#isRunPending = false;
      this.#run();
    });
  }

  #run(): void {
    const endMs = this.#host.clock.monotonicMs() + SLICE_MS;
    for (let steps = 0; steps < STEPS_PER_SLICE; steps++) {
      const next = this.#ready.shift();
      if (next === undefined) return;
      this.#isReady.delete(next);
      if (next.step()) this.schedule(next);
      if (this.#host.clock.monotonicMs() >= endMs) break;
    }
    if (this.#ready.length > 0) this.#deferRun();
  }
}
