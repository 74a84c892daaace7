// When a failed job may try again, and after how long. Flink: RestartBackoffTimeStrategy and its four implementations.

import { assertUnreachable } from "../../../base/assert.ts";
import { writeDuration } from "../../configuration/durations.ts";
import type { JobGraph } from "../../graph/job-graph.ts";
import type { Clock, Rng } from "../../host.ts";

/** Flink: RestartStrategyOptions, with their names. Times in ms. */
export type RestartStrategyConfig =
  | { readonly type: "none" }
  | { readonly type: "fixed-delay"; readonly attempts: number; readonly delayMs: number }
  | { readonly type: "failure-rate"; readonly maxFailuresPerInterval: number; readonly intervalMs: number; readonly delayMs: number }
  | {
      readonly type: "exponential-delay";
      readonly initialBackoffMs: number;
      readonly maxBackoffMs: number;
      readonly backoffMultiplier: number;
      readonly resetBackoffThresholdMs: number;
      readonly jitterFactor: number;
      readonly attemptsBeforeResetBackoff: number;
    };

/** The restart strategy of one job, with its memory of failures. Times in ms of engine time. */
export interface RestartStrategy {
  /** Remembers a failure that happens now. False if it belongs to an attempt that is already planned. */
  notifyFailure(): boolean;
  canRestart(): boolean;
  /** From now. */
  backoffTimeMs(): number;
  /** As Flink's toString prints it. */
  describe(): string;
}

/** The strategy that a job gets: the configured one, else exponential-delay with periodic checkpoints and none without them (Flink 2.x). */
export function restartStrategyConfigOf(configured: RestartStrategyConfig | undefined, graph: JobGraph): RestartStrategyConfig {
  if (configured !== undefined) return configured;
  return graph.checkpoints.intervalMs === undefined ? { type: "none" } : DEFAULT_EXPONENTIAL_DELAY;
}

const DEFAULT_EXPONENTIAL_DELAY: RestartStrategyConfig = {
  type: "exponential-delay",
  initialBackoffMs: 1_000,
  maxBackoffMs: 60_000,
  backoffMultiplier: 1.5,
  resetBackoffThresholdMs: 3_600_000,
  jitterFactor: 0.1,
  attemptsBeforeResetBackoff: 2_147_483_647,
};

/** What a job's configuration says of its restarts; undefined: nothing. Flink: RestartStrategyDescriptionUtils. */
export function describeRestartStrategy(config: RestartStrategyConfig | undefined): string {
  switch (config?.type) {
    case undefined:
      return "Cluster level default restart strategy";
    case "none":
      return "Restart deactivated.";
    case "fixed-delay":
      return `Restart with fixed delay (${writeDuration(config.delayMs)}). #${String(config.attempts)} restart attempts.`;
    case "failure-rate":
      return (
        `Failure rate restart with maximum of ${String(config.maxFailuresPerInterval)} failures within interval ` +
        `${writeDuration(config.intervalMs)} and fixed delay ${writeDuration(config.delayMs)}.`
      );
    case "exponential-delay":
      return (
        `Restart with exponential delay: starting at ${writeDuration(config.initialBackoffMs)}, increasing by ` +
        `${config.backoffMultiplier.toFixed(6)}, with maximum ${writeDuration(config.maxBackoffMs)}. Delay resets after ` +
        `${writeDuration(config.resetBackoffThresholdMs)} with jitter ${config.jitterFactor.toFixed(6)}`
      );
  }
}

export function createRestartStrategy(config: RestartStrategyConfig, clock: Clock, rng: Rng): RestartStrategy {
  switch (config.type) {
    case "none":
      return new NoRestart();
    case "fixed-delay":
      return new FixedDelay(config);
    case "failure-rate":
      return new FailureRate(config, clock);
    case "exponential-delay":
      return new ExponentialDelay(config, clock, rng);
    default:
      return assertUnreachable(config);
  }
}

class NoRestart implements RestartStrategy {
  notifyFailure(): boolean {
    return true;
  }

  canRestart(): boolean {
    return false;
  }

  backoffTimeMs(): number {
    return 0;
  }

  describe(): string {
    return "NoRestartBackoffTimeStrategy";
  }
}

class FixedDelay implements RestartStrategy {
  readonly #config: Extract<RestartStrategyConfig, { type: "fixed-delay" }>;
  #failures = 0;

  constructor(config: Extract<RestartStrategyConfig, { type: "fixed-delay" }>) {
    this.#config = config;
  }

  notifyFailure(): boolean {
    this.#failures++;
    return true;
  }

  canRestart(): boolean {
    return this.#failures <= this.#config.attempts;
  }

  backoffTimeMs(): number {
    return this.#config.delayMs;
  }

  describe(): string {
    const { attempts, delayMs } = this.#config;
    return `FixedDelayRestartBackoffTimeStrategy(maxNumberRestartAttempts=${String(attempts)}, backoffTimeMS=${String(delayMs)})`;
  }
}

class FailureRate implements RestartStrategy {
  readonly #config: Extract<RestartStrategyConfig, { type: "failure-rate" }>;
  readonly #clock: Clock;
  /** Times of the newest failures, oldest first, at most one more than are allowed. */
  readonly #failures: number[] = [];

  constructor(config: Extract<RestartStrategyConfig, { type: "failure-rate" }>, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
  }

  notifyFailure(): boolean {
    if (this.#failures.length > this.#config.maxFailuresPerInterval) this.#failures.shift();
    this.#failures.push(this.#clock.monotonicMs());
    return true;
  }

  canRestart(): boolean {
    const { maxFailuresPerInterval, intervalMs } = this.#config;
    const oldest = this.#failures[0];
    if (oldest === undefined || this.#failures.length <= maxFailuresPerInterval) return true;
    return this.#clock.monotonicMs() - oldest > intervalMs;
  }

  backoffTimeMs(): number {
    return this.#config.delayMs;
  }

  describe(): string {
    const { intervalMs, delayMs, maxFailuresPerInterval } = this.#config;
    // The name is doubled and a bracket stays open in Flink, too.
    return (
      "FailureRateRestartBackoffTimeStrategy(FailureRateRestartBackoffTimeStrategy" +
      `(failuresIntervalMS=${String(intervalMs)},backoffTimeMS=${String(delayMs)},maxFailuresPerInterval=${String(maxFailuresPerInterval)})`
    );
  }
}

class ExponentialDelay implements RestartStrategy {
  readonly #config: Extract<RestartStrategyConfig, { type: "exponential-delay" }>;
  readonly #clock: Clock;
  readonly #rng: Rng;
  #currentRestartAttempt = 0;
  /** Engine time; undefined before the first failure. */
  #nextRestartMs: number | undefined;

  constructor(config: Extract<RestartStrategyConfig, { type: "exponential-delay" }>, clock: Clock, rng: Rng) {
    this.#config = config;
    this.#clock = clock;
    this.#rng = rng;
  }

  notifyFailure(): boolean {
    const now = this.#clock.monotonicMs();
    // Flink merges what comes in the same ms as well. Here the restart itself happens at exactly that time, and what fails in it is a new failure.
    if (this.#nextRestartMs !== undefined && now < this.#nextRestartMs) return false;
    if (this.#nextRestartMs !== undefined && now - this.#nextRestartMs >= this.#config.resetBackoffThresholdMs)
      this.#currentRestartAttempt = 0;
    this.#nextRestartMs = now + this.#drawBackoffMs();
    this.#currentRestartAttempt++;
    return true;
  }

  canRestart(): boolean {
    return this.#currentRestartAttempt <= this.#config.attemptsBeforeResetBackoff;
  }

  backoffTimeMs(): number {
    return Math.max(0, (this.#nextRestartMs ?? 0) - this.#clock.monotonicMs());
  }

  describe(): string {
    const config = this.#config;
    return (
      `ExponentialDelayRestartBackoffTimeStrategy(initialBackoffMS=${String(config.initialBackoffMs)}, maxBackoffMS=${String(config.maxBackoffMs)}, ` +
      `backoffMultiplier=${String(config.backoffMultiplier)}, resetBackoffThresholdMS=${String(config.resetBackoffThresholdMs)}, ` +
      `jitterFactor=${String(config.jitterFactor)}, attemptsBeforeResetBackoff=${String(config.attemptsBeforeResetBackoff)}, ` +
      `currentRestartAttempt=${String(this.#currentRestartAttempt)}, nextRestartTimestamp=${String(Math.round(this.#nextRestartMs ?? 0))})`
    );
  }

  /** delay = max(initial, min(base + jitter, max)), jitter a whole number in [−offset, +offset]. */
  #drawBackoffMs(): number {
    const { initialBackoffMs, maxBackoffMs, backoffMultiplier, jitterFactor } = this.#config;
    const base = Math.floor(initialBackoffMs * backoffMultiplier ** this.#currentRestartAttempt);
    // Far attempts overflow to infinity, and infinity minus infinity is not a valid delay.
    if (!Number.isFinite(base)) return maxBackoffMs;
    const offset = Math.floor(base * jitterFactor);
    const jitter = Math.floor(this.#rng.next() * (2 * offset + 1)) - offset;
    return Math.max(initialBackoffMs, Math.min(base + jitter, maxBackoffMs));
  }
}
