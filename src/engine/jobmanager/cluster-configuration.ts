// The configuration of the cluster, read once at start: Flink's keys, Flink's defaults. Flink: GlobalConfiguration and the …Options classes.

import { assert } from "../../base/assert.ts";
import { CHECKPOINT_RETENTIONS, type CheckpointConfig, type CheckpointRetention, type RestartStrategyConfig } from "../graph/job-graph.ts";
import { parseDurationMs } from "./durations.ts";

/** One line of config.yaml. */
export interface ConfigEntry {
  readonly key: string;
  readonly value: string;
}

/** What the JobManager needs of it. Times in ms. */
export interface ClusterConfiguration {
  readonly parallelism: number;
  readonly heartbeatIntervalMs: number;
  readonly heartbeatTimeoutMs: number;
  readonly heartbeatRpcFailureThreshold: number;
  /** How long after the JobManager's start missing slots are waited for. */
  readonly startUpPeriodMs: number;
  readonly requirementCheckDelayMs: number;
  readonly slotIdleTimeoutMs: number;
  readonly jobStoreExpirationMs: number;
  readonly attemptsHistorySize: number;
  readonly exceptionHistorySize: number;
  readonly checkpointHistorySize: number;
  readonly metricsUpdateIntervalMs: number;
  readonly checkpoints: CheckpointConfig;
  /** Without scheme: `/tmp/flink-checkpoints-directory`. */
  readonly checkpointDirectory: string;
  /** Without scheme; undefined where none is set. */
  readonly savepointDirectory: string | undefined;
  /** How long the outcome of an asynchronous operation can be asked for. */
  readonly asyncStoreDurationMs: number;
  /** Undefined: each job's default. */
  readonly restartStrategy: RestartStrategyConfig | undefined;
  readonly bufferTimeoutMs: number;
  readonly autoWatermarkIntervalMs: number;
}

/** Reads the entries; later ones win. Throws AssertionError naming the key whose value makes no sense. */
export function readClusterConfiguration(entries: readonly ConfigEntry[]): ClusterConfiguration {
  const values = new Map(entries.map(({ key, value }) => [key, value]));
  const reader = new Reader(values);
  return {
    parallelism: reader.number("parallelism.default", 1),
    heartbeatIntervalMs: reader.duration("heartbeat.interval", 10_000),
    heartbeatTimeoutMs: reader.duration("heartbeat.timeout", 50_000),
    heartbeatRpcFailureThreshold: reader.number("heartbeat.rpc-failure-threshold", 2),
    startUpPeriodMs: reader.duration("resourcemanager.standalone.start-up-time", reader.duration("slot.request.timeout", 300_000)),
    requirementCheckDelayMs: reader.duration("slotmanager.requirement-check.delay", 50),
    slotIdleTimeoutMs: reader.duration("slot.idle.timeout", 50_000),
    jobStoreExpirationMs: reader.number("jobstore.expiration-time", 3_600) * 1_000,
    attemptsHistorySize: reader.number("jobmanager.execution.attempts-history-size", 16),
    exceptionHistorySize: reader.number("web.exception-history-size", 16),
    checkpointHistorySize: reader.number("web.checkpoints.history", 10),
    metricsUpdateIntervalMs: reader.duration("metrics.fetcher.update-interval", 10_000),
    checkpoints: readCheckpointConfig(reader),
    checkpointDirectory: withoutScheme(
      values.get("execution.checkpointing.dir") ?? values.get("state.checkpoints.dir") ?? "file:///tmp/flink-checkpoints-directory",
    ),
    savepointDirectory: readDirectory(values.get("execution.checkpointing.savepoint-dir") ?? values.get("state.savepoints.dir")),
    asyncStoreDurationMs: reader.duration("rest.async.store-duration", 300_000),
    restartStrategy: readRestartStrategy(reader),
    bufferTimeoutMs: reader.duration("execution.buffer-timeout.interval", 100),
    autoWatermarkIntervalMs: reader.duration("pipeline.auto-watermark-interval", 200),
  };
}

function readCheckpointConfig(reader: Reader): CheckpointConfig {
  const intervalMs = reader.duration("execution.checkpointing.interval", 0);
  return {
    ...(intervalMs === 0 ? {} : { intervalMs }),
    timeoutMs: reader.duration("execution.checkpointing.timeout", 600_000),
    minPauseMs: reader.duration("execution.checkpointing.min-pause", 0),
    tolerableFailures: reader.number("execution.checkpointing.tolerable-failed-checkpoints", 0),
    numRetained: reader.number("execution.checkpointing.num-retained", 1),
    retention: readRetention(reader),
  };
}

function readRetention(reader: Reader): CheckpointRetention {
  const text = reader.text("execution.checkpointing.externalized-checkpoint-retention") ?? "NO_EXTERNALIZED_CHECKPOINTS";
  const retention = CHECKPOINT_RETENTIONS.find((known) => known === text.toUpperCase());
  assert(retention !== undefined, `execution.checkpointing.externalized-checkpoint-retention ${text} is not known`);
  return retention;
}

/** Flink: RestartStrategyOptions. Undefined where no type is set. */
function readRestartStrategy(reader: Reader): RestartStrategyConfig | undefined {
  const type = reader.text("restart-strategy.type") ?? reader.text("restart-strategy");
  const prefix = "restart-strategy.";
  switch (type) {
    case undefined:
      return undefined;
    case "none":
    case "off":
    case "disable":
      return { type: "none" };
    case "fixed-delay":
    case "fixeddelay":
      return {
        type: "fixed-delay",
        attempts: reader.number(`${prefix}fixed-delay.attempts`, 1),
        delayMs: reader.duration(`${prefix}fixed-delay.delay`, 1_000),
      };
    case "failure-rate":
    case "failurerate":
      return {
        type: "failure-rate",
        maxFailuresPerInterval: reader.number(`${prefix}failure-rate.max-failures-per-interval`, 1),
        intervalMs: reader.duration(`${prefix}failure-rate.failure-rate-interval`, 60_000),
        delayMs: reader.duration(`${prefix}failure-rate.delay`, 1_000),
      };
    case "exponential-delay":
    case "exponentialdelay":
      return {
        type: "exponential-delay",
        initialBackoffMs: reader.duration(`${prefix}exponential-delay.initial-backoff`, 1_000),
        maxBackoffMs: reader.duration(`${prefix}exponential-delay.max-backoff`, 60_000),
        backoffMultiplier: reader.number(`${prefix}exponential-delay.backoff-multiplier`, 1.5),
        resetBackoffThresholdMs: reader.duration(`${prefix}exponential-delay.reset-backoff-threshold`, 3_600_000),
        jitterFactor: reader.number(`${prefix}exponential-delay.jitter-factor`, 0.1),
        attemptsBeforeResetBackoff: reader.number(`${prefix}exponential-delay.attempts-before-reset-backoff`, 2_147_483_647),
      };
    default:
      assert(false, `restart-strategy.type ${type} is not known`);
  }
}

function readDirectory(uri: string | undefined): string | undefined {
  return uri === undefined ? undefined : withoutScheme(uri);
}

function withoutScheme(uri: string): string {
  return uri.replace(/^file:\/*/, "/").replace(/\/$/, "");
}

class Reader {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  text(key: string): string | undefined {
    return this.#values.get(key);
  }

  number(key: string, otherwise: number): number {
    const text = this.#values.get(key);
    if (text === undefined) return otherwise;
    const value = Number(text);
    assert(text.trim() !== "" && Number.isFinite(value), `${key} must be a number, not '${text}'`);
    return value;
  }

  duration(key: string, otherwise: number): number {
    const text = this.#values.get(key);
    if (text === undefined) return otherwise;
    const valueMs = parseDurationMs(text);
    assert(valueMs !== undefined, `${key} must be a duration, not '${text}'`);
    return valueMs;
  }
}
