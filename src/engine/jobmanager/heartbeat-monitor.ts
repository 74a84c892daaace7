import type { Host, Timer } from "../host.ts";

/** How a TaskManager was lost. */
export type HeartbeatFailure = "unreachable" | "timed-out";

interface HeartbeatOptions {
  readonly host: Host;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Requests in a row that could not be delivered until the target counts as unreachable. */
  readonly rpcFailureThreshold: number;
  /** Sends a request; false if it could not be delivered. */
  readonly sendRequest: () => boolean;
  readonly onFailure: (failure: HeartbeatFailure) => void;
}

/**
 * Watches one target. Two ways to lose it: requests that cannot be delivered (its process is dead: the next call fails), and silence for
 * `timeoutMs` (it hangs). Reports once. Flink: HeartbeatManagerSenderImpl with DefaultHeartbeatMonitor.
 */
export class HeartbeatMonitor {
  readonly #options: HeartbeatOptions;
  #rpcFailures = 0;
  #lastHeardMs: number;
  #requestTimer: Timer;
  #timeoutTimer: Timer;
  #stopped = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#lastHeardMs = options.host.clock.monotonicMs();
    this.#requestTimer = this.#planRequest();
    this.#timeoutTimer = this.#planTimeout(options.timeoutMs);
  }

  /** The target has answered. */
  receiveHeartbeat(): void {
    this.#lastHeardMs = this.#options.host.clock.monotonicMs();
  }

  stop(): void {
    this.#stopped = true;
    this.#requestTimer.clear();
    this.#timeoutTimer.clear();
  }

  #planRequest(): Timer {
    return this.#options.host.setTimer(this.#options.intervalMs, () => this.#request());
  }

  #request(): void {
    this.#rpcFailures = this.#options.sendRequest() ? 0 : this.#rpcFailures + 1;
    if (this.#rpcFailures >= this.#options.rpcFailureThreshold) {
      this.#fail("unreachable");
      return;
    }
    // Sending may have ended in a stop.
    if (!this.#stopped) this.#requestTimer = this.#planRequest();
  }

  /** One timer that looks when it fires, instead of one that is set anew with every heartbeat. */
  #planTimeout(delayMs: number): Timer {
    return this.#options.host.setTimer(delayMs, () => {
      const silentMs = this.#options.host.clock.monotonicMs() - this.#lastHeardMs;
      if (silentMs >= this.#options.timeoutMs) this.#fail("timed-out");
      else this.#timeoutTimer = this.#planTimeout(this.#options.timeoutMs - silentMs);
    });
  }

  #fail(failure: HeartbeatFailure): void {
    this.stop();
    this.#options.onFailure(failure);
  }
}
