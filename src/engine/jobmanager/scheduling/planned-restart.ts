import type { Host, Timer } from "../../host.ts";

/** A restart that waits for its delay, and then for the tasks to end. At most one is planned; a new plan replaces it. */
export class PlannedRestart {
  readonly #host: Host;
  #plan: { readonly timer: Timer; isDelayOver: boolean } | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  get isPlanned(): boolean {
    return this.#plan !== undefined;
  }

  /** Whether nothing but the tasks is waited for. */
  get isDelayOver(): boolean {
    return this.#plan?.isDelayOver === true;
  }

  /** Plans a restart in `delayMs`; `onDelayOver` is called then, unless the plan was given up. */
  plan(delayMs: number, onDelayOver: () => void): void {
    this.abandon();
    const timer = this.#host.setTimer(delayMs, () => {
      if (this.#plan === undefined) return;
      this.#plan.isDelayOver = true;
      onDelayOver();
    });
    this.#plan = { timer, isDelayOver: false };
  }

  abandon(): void {
    this.#plan?.timer.clear();
    this.#plan = undefined;
  }
}
