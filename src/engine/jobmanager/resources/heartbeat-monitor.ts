import type { Host, Timer } from "../../host.ts";

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
 * `timeoutMs` (it hangs), not counting the time in which this thread itself was held up. Reports once. Flink: HeartbeatManagerSenderImpl with DefaultHeartbeatMonitor.
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
    const { host, intervalMs } = this.#options;
    const dueMs = host.clock.monotonicMs() + intervalMs;
    return host.setTimer(intervalMs, () => this.#request(dueMs));
  }

  #request(dueMs: number): void {
    // A late timer means that this thread was blocked: it sent no request and received no reply in that time.
    const nowMs = this.#options.host.clock.monotonicMs();
    this.#lastHeardMs = Math.min(nowMs, this.#lastHeardMs + Math.max(0, nowMs - dueMs));
    this.#rpcFailures = this.#options.sendRequest() ? 0 : this.#rpcFailures + 1;
    if (this.#rpcFailures >= this.#options.rpcFailureThreshold) {
      this.#fail("unreachable");
      return;
    }
    // Sending may have ended in a stop.
    if (!this.#stopped) this.#requestTimer = this.#planRequest();
  }

  /**
   * Checks the time of the last heartbeat when it fires, so that a heartbeat does not have to reset
   * the timer.
   */
  #planTimeout(delayMs: number): Timer {
    const { host, timeoutMs } = this.#options;
    const dueMs = host.clock.monotonicMs() + delayMs;
    return host.setTimer(delayMs, () => {
      // Not until now: requests that are as late as this timer have not gone out yet.
      const silentMs = dueMs - this.#lastHeardMs;
      if (silentMs >= timeoutMs) this.#fail("timed-out");
      else this.#timeoutTimer = this.#planTimeout(Math.max(0, this.#lastHeardMs + timeoutMs - host.clock.monotonicMs()));
    });
  }

  #fail(failure: HeartbeatFailure): void {
    this.stop();
    this.#options.onFailure(failure);
  }
}
