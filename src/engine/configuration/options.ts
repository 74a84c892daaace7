// Every option of Flink that the engine reads: key, type, default, and the handling of a value out of range. The texts are those of 2.3.0. There is one
// table for each reader, because it depends on the reader what a refused value stops.

import { CHECKPOINT_RETENTIONS } from "../graph/job-graph.ts";
import type { ConfigOption } from "./configuration.ts";
import { DOUBLE, DURATION, enumOf, INTEGER, LONG, MEMORY_SIZE, TEXT } from "./value-types.ts";

/** Durations are in ms. */
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Bytes. */
const KIB = 1_024;

/** Flink: CheckpointCoordinatorConfiguration.MINIMAL_CHECKPOINT_TIME. */
const MINIMAL_CHECKPOINT_TIME_MS = 10;
/** Flink: Long.MAX_VALUE as a duration switches periodic checkpoints off. */
const LONG_MAX = 2 ** 63;

/** Read once by the JobManager's process, which ends if Flink refuses a value. */
export const CLUSTER_OPTIONS = {
  heartbeatInterval: option("heartbeat.interval", DURATION, 10 * SECOND_MS, {
    problem: unless((value) => value > 0, "The heartbeat interval must be larger than 0."),
  }),
  /** Also no shorter than the interval. */
  heartbeatTimeout: option("heartbeat.timeout", DURATION, 50 * SECOND_MS),
  /** -1: never unreachable. */
  heartbeatRpcFailureThreshold: option("heartbeat.rpc-failure-threshold", INTEGER, 2, {
    problem: unless(
      (value) => value > 0 || value === -1,
      "The number of failed heartbeat RPC requests has to be larger than 0 or -1 (deactivated).",
    ),
    replace: (value) => (value === -1 ? Number.POSITIVE_INFINITY : value),
  }),
  /** Without one the slot request timeout counts. */
  startUpPeriod: option("resourcemanager.standalone.start-up-time", DURATION, undefined),
  slotRequestTimeout: option("slot.request.timeout", DURATION, 5 * MINUTE_MS),
  requirementCheckDelay: option("slotmanager.requirement-check.delay", DURATION, 50),
  slotIdleTimeout: option("slot.idle.timeout", DURATION, 50 * SECOND_MS),
  /** Seconds. */
  jobStoreExpiration: option("jobstore.expiration-time", LONG, 3_600, {
    problem: (value) => (value < 0 ? `duration cannot be negative: ${String(value * 1_000)} MILLISECONDS` : undefined),
  }),
  metricsUpdateInterval: option("metrics.fetcher.update-interval", DURATION, 10 * SECOND_MS),
  asyncStoreDuration: option("rest.async.store-duration", DURATION, 5 * MINUTE_MS),
  /** Flink's default is 3 s. Here metrics are read once a second, too. */
  webRefreshInterval: option("web.refresh-interval", DURATION, SECOND_MS),
  restPort: option("rest.port", INTEGER, 8081),
  checkpointDirectory: option("execution.checkpointing.dir", TEXT, "file:///tmp/flink-checkpoints-directory", {
    deprecatedKeys: ["state.checkpoints.dir", "state.backend.fs.checkpointdir"],
  }),
  savepointDirectory: option("execution.checkpointing.savepoint-dir", TEXT, undefined, {
    deprecatedKeys: ["state.savepoints.dir", "savepoints.state.backend.fs.dir"],
  }),
} as const;

/** Read once by each TaskManager's process, which ends if Flink refuses a value. */
export const TASK_MANAGER_OPTIONS = {
  numberOfTaskSlots: option("taskmanager.numberOfTaskSlots", INTEGER, 1, {
    problem: unless((value) => value > 0, "The number of task slots must be greater than 0."),
  }),
} as const;

/** Read by the program's StreamExecutionEnvironment: its main method fails if Flink refuses a value. */
export const PROGRAM_OPTIONS = {
  /** -1 and -2 mean a default that is not set: the job runs at 1. */
  parallelism: option("parallelism.default", INTEGER, 1, {
    problem: unless(
      (value) => value >= 1 || value === -1 || value === -2,
      "Parallelism must be at least one, or ExecutionConfig.PARALLELISM_DEFAULT (use system default).",
    ),
    replace: (value) => Math.max(1, value),
  }),
  /** Undefined: no periodic checkpoints. */
  checkpointInterval: option("execution.checkpointing.interval", DURATION, undefined, {
    problem: unless((value) => value === undefined || value >= MINIMAL_CHECKPOINT_TIME_MS, tooShort("interval")),
    replace: (value) => (value === LONG_MAX ? undefined : value),
  }),
  checkpointTimeout: option("execution.checkpointing.timeout", DURATION, 10 * MINUTE_MS, {
    problem: unless((value) => value >= MINIMAL_CHECKPOINT_TIME_MS, tooShort("timeout")),
  }),
  minPause: option("execution.checkpointing.min-pause", DURATION, 0),
  tolerableFailures: option("execution.checkpointing.tolerable-failed-checkpoints", INTEGER, 0, {
    problem: unless((value) => value >= 0, "The tolerable failure checkpoint number must be non-negative."),
  }),
  checkpointRetention: option(
    "execution.checkpointing.externalized-checkpoint-retention",
    enumOf("org.apache.flink.configuration.ExternalizedCheckpointRetention", CHECKPOINT_RETENTIONS),
    "NO_EXTERNALIZED_CHECKPOINTS",
  ),
  bufferTimeout: option("execution.buffer-timeout.interval", DURATION, 100, { deprecatedKeys: ["execution.buffer-timeout"] }),
  /** 0: no watermarks. */
  autoWatermarkInterval: option("pipeline.auto-watermark-interval", DURATION, 200),
} as const;

/**
 * Read by the JobMaster of each job as it starts, from the cluster's configuration alone: the job is FAILED with a JobInitializationException if Flink
 * refuses a value.
 */
export const JOB_MASTER_OPTIONS = {
  numRetainedCheckpoints: option("execution.checkpointing.num-retained", INTEGER, 1, {
    deprecatedKeys: ["state.checkpoints.num-retained"],
    replace: (value) => Math.max(1, value),
    warnsOfReplacement: true,
  }),
  /** Nothing is kept below 1. */
  attemptsHistorySize: option("jobmanager.execution.attempts-history-size", INTEGER, 16, {
    deprecatedKeys: ["job-manager.max-attempts-history-size"],
    replace: (value) => Math.max(0, value),
  }),
  exceptionHistorySize: option("web.exception-history-size", INTEGER, 16, {
    problem: unless((value) => value >= 0, "The maximum size should be at least 0."),
  }),
  checkpointHistorySize: option("web.checkpoints.history", INTEGER, 10, {
    deprecatedKeys: ["jobmanager.web.checkpoints.history"],
    problem: unless((value) => value >= 0, "Negative maximum size"),
  }),
} as const;

/** As {@link JOB_MASTER_OPTIONS}, from the job's configuration. */
export const CHECKPOINT_STORAGE_OPTIONS = {
  /** Bytes. What is above 1 MiB is replaced by the default. */
  dataInlineThreshold: option("execution.checkpointing.data-inline-threshold", MEMORY_SIZE, 20 * KIB, {
    deprecatedKeys: ["state.storage.fs.memory-threshold", "state.backend.fs.memory-threshold"],
    replace: (value) => (value > 1_024 * KIB ? 20 * KIB : value),
  }),
} as const;

/** As {@link JOB_MASTER_OPTIONS}, from the job's configuration. Only those of the strategy that is chosen are read. */
export const RESTART_STRATEGY_OPTIONS = {
  type: option("restart-strategy.type", TEXT, undefined, { deprecatedKeys: ["restart-strategy"] }),
  fixedDelayAttempts: option("restart-strategy.fixed-delay.attempts", INTEGER, 1, {
    problem: unless((value) => value >= 0, "Maximum number of restart attempts must be at least 0."),
  }),
  fixedDelayDelay: option("restart-strategy.fixed-delay.delay", DURATION, SECOND_MS),
  failureRateMaxFailures: option("restart-strategy.failure-rate.max-failures-per-interval", INTEGER, 1, {
    problem: unless((value) => value > 0, "Maximum number of restart attempts per time unit must be greater than 0."),
  }),
  failureRateInterval: option("restart-strategy.failure-rate.failure-rate-interval", DURATION, MINUTE_MS, {
    problem: unless((value) => value > 0, "Failures interval must be greater than 0 ms."),
  }),
  failureRateDelay: option("restart-strategy.failure-rate.delay", DURATION, SECOND_MS),
  initialBackoff: option("restart-strategy.exponential-delay.initial-backoff", DURATION, SECOND_MS, {
    problem: unless((value) => value >= 1, "Initial backoff must be at least 1."),
  }),
  /** Also no shorter than the initial one. */
  maxBackoff: option("restart-strategy.exponential-delay.max-backoff", DURATION, MINUTE_MS, {
    problem: unless((value) => value >= 1, "Maximum backoff must be at least 1."),
  }),
  backoffMultiplier: option("restart-strategy.exponential-delay.backoff-multiplier", DOUBLE, 1.5, {
    problem: unless((value) => value > 1, "Backoff multiplier must be greater than 1."),
  }),
  resetBackoffThreshold: option("restart-strategy.exponential-delay.reset-backoff-threshold", DURATION, HOUR_MS, {
    problem: unless((value) => value >= 1, "Threshold duration for exponential backoff reset must be at least 1."),
  }),
  jitterFactor: option("restart-strategy.exponential-delay.jitter-factor", DOUBLE, 0.1, {
    problem: unless((value) => value >= 0 && value <= 1, "Jitter factor must be >= 0 and <= 1."),
  }),
  attemptsBeforeResetBackoff: option("restart-strategy.exponential-delay.attempts-before-reset-backoff", INTEGER, 2_147_483_647, {
    problem: unless((value) => value >= 1, "The attemptsBeforeResetBackoff must be at least 1."),
  }),
} as const;

function option<Value, Default extends Value | undefined>(
  key: string,
  type: ConfigOption<Value>["type"],
  defaultValue: Default,
  range: Partial<ConfigOption<Value | Default>> = {},
): ConfigOption<Value | Default> {
  return { key, type, defaultValue, ...range };
}

function unless<Value>(isTaken: (value: Value) => boolean, message: string): (value: Value) => string | undefined {
  return (value) => (isTaken(value) ? undefined : message);
}

function tooShort(what: "interval" | "timeout"): string {
  return `Checkpoint ${what} must be larger than or equal to ${String(MINIMAL_CHECKPOINT_TIME_MS)} ms`;
}
