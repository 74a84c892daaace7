// What the JobManager needs of Flink's configuration, by who reads it in Flink and when: the process, a job's program, a job's JobMaster.

import { Configuration, refuse, type ConfigEntry } from "../configuration/configuration.ts";
import {
  CHECKPOINT_STORAGE_OPTIONS,
  CLUSTER_OPTIONS,
  JOB_MASTER_OPTIONS,
  PROGRAM_OPTIONS,
  RESTART_STRATEGY_OPTIONS,
} from "../configuration/options.ts";
import type { CheckpointConfig } from "../graph/job-graph.ts";
import type { RestartStrategyConfig } from "./scheduling/restart-strategy.ts";

/** What is read once, as the JobManager starts. Times in ms. */
export interface ClusterConfiguration {
  readonly heartbeatIntervalMs: number;
  readonly heartbeatTimeoutMs: number;
  /** Infinity: TaskManagers are never unreachable, they only time out. */
  readonly heartbeatRpcFailureThreshold: number;
  /** How long after the JobManager's start missing slots are waited for. */
  readonly startUpPeriodMs: number;
  readonly requirementCheckDelayMs: number;
  readonly slotIdleTimeoutMs: number;
  readonly jobStoreExpirationMs: number;
  readonly metricsUpdateIntervalMs: number;
  readonly webRefreshIntervalMs: number;
  readonly restPort: number;
  /** Without scheme: `/tmp/flink-checkpoints-directory`. */
  readonly checkpointDirectory: string;
  /** Without scheme; undefined where none is set. */
  readonly savepointDirectory: string | undefined;
  /** How long the outcome of an asynchronous operation can be asked for. */
  readonly asyncStoreDurationMs: number;
}

/** What a job's program reads, from the cluster's configuration with the job's own laid over it. Times in ms. */
export interface ProgramConfiguration {
  readonly parallelism: number;
  readonly checkpoints: CheckpointConfig;
  readonly bufferTimeoutMs: number;
  readonly autoWatermarkIntervalMs: number;
}

/** What a job's JobMaster reads as it starts. */
export interface JobMasterConfiguration {
  readonly attemptsHistorySize: number;
  readonly exceptionHistorySize: number;
  readonly checkpointHistorySize: number;
  readonly numRetainedCheckpoints: number;
  /** Up to how many bytes a subtask's state travels in its acknowledgement and in `_metadata`. */
  readonly dataInlineThresholdBytes: number;
  /** Undefined: Flink's default, which depends on whether the job has checkpoints. */
  readonly restartStrategy: RestartStrategyConfig | undefined;
}

/** Throws ConfigurationError for a value that a JobManager of Flink does not start with. */
export function readClusterConfiguration(entries: readonly ConfigEntry[]): ClusterConfiguration {
  const configuration = new Configuration(entries);
  const heartbeatIntervalMs = configuration.get(CLUSTER_OPTIONS.heartbeatInterval);
  const heartbeatTimeoutMs = configuration.get(CLUSTER_OPTIONS.heartbeatTimeout);
  if (heartbeatTimeoutMs < heartbeatIntervalMs) refuse("The heartbeat timeout should be larger or equal than the heartbeat interval.");
  const slotRequestTimeoutMs = configuration.get(CLUSTER_OPTIONS.slotRequestTimeout);
  return {
    heartbeatIntervalMs,
    heartbeatTimeoutMs,
    heartbeatRpcFailureThreshold: configuration.get(CLUSTER_OPTIONS.heartbeatRpcFailureThreshold),
    startUpPeriodMs: configuration.get(CLUSTER_OPTIONS.startUpPeriod) ?? slotRequestTimeoutMs,
    requirementCheckDelayMs: configuration.get(CLUSTER_OPTIONS.requirementCheckDelay),
    slotIdleTimeoutMs: configuration.get(CLUSTER_OPTIONS.slotIdleTimeout),
    jobStoreExpirationMs: configuration.get(CLUSTER_OPTIONS.jobStoreExpiration) * 1_000,
    metricsUpdateIntervalMs: configuration.get(CLUSTER_OPTIONS.metricsUpdateInterval),
    webRefreshIntervalMs: configuration.get(CLUSTER_OPTIONS.webRefreshInterval),
    restPort: configuration.get(CLUSTER_OPTIONS.restPort),
    checkpointDirectory: withoutScheme(configuration.get(CLUSTER_OPTIONS.checkpointDirectory)),
    savepointDirectory: directoryOf(configuration.get(CLUSTER_OPTIONS.savepointDirectory)),
    asyncStoreDurationMs: configuration.get(CLUSTER_OPTIONS.asyncStoreDuration),
  };
}

/** Throws ConfigurationError for a value with which a program of Flink fails. */
export function readProgramConfiguration(entries: readonly ConfigEntry[]): ProgramConfiguration {
  const configuration = new Configuration(entries);
  const intervalMs = configuration.get(PROGRAM_OPTIONS.checkpointInterval);
  return {
    parallelism: configuration.get(PROGRAM_OPTIONS.parallelism),
    checkpoints: {
      ...(intervalMs === undefined ? {} : { intervalMs }),
      timeoutMs: configuration.get(PROGRAM_OPTIONS.checkpointTimeout),
      minPauseMs: configuration.get(PROGRAM_OPTIONS.minPause),
      tolerableFailures: configuration.get(PROGRAM_OPTIONS.tolerableFailures),
      retention: configuration.get(PROGRAM_OPTIONS.checkpointRetention),
    },
    bufferTimeoutMs: configuration.get(PROGRAM_OPTIONS.bufferTimeout),
    autoWatermarkIntervalMs: configuration.get(PROGRAM_OPTIONS.autoWatermarkInterval),
  };
}

/**
 * `cluster` is the cluster's configuration, `job` that with which the job's program ran. `warn` is told what Flink logs of values that it replaces.
 * Throws ConfigurationError for a value with which a JobMaster of Flink does not start.
 */
export function readJobMasterConfiguration(
  cluster: readonly ConfigEntry[],
  job: readonly ConfigEntry[],
  warn: (message: string) => void,
): JobMasterConfiguration {
  const jobConfiguration = new Configuration(job);
  const restartStrategy = readRestartStrategy(jobConfiguration);
  const configuration = new Configuration(cluster, warn);
  return {
    restartStrategy,
    dataInlineThresholdBytes: jobConfiguration.get(CHECKPOINT_STORAGE_OPTIONS.dataInlineThreshold),
    numRetainedCheckpoints: configuration.get(JOB_MASTER_OPTIONS.numRetainedCheckpoints),
    checkpointHistorySize: configuration.get(JOB_MASTER_OPTIONS.checkpointHistorySize),
    attemptsHistorySize: configuration.get(JOB_MASTER_OPTIONS.attemptsHistorySize),
    exceptionHistorySize: configuration.get(JOB_MASTER_OPTIONS.exceptionHistorySize),
  };
}

/** Flink: RestartBackoffTimeStrategyFactoryLoader. Undefined where no type is set; then the other options are not read either. */
function readRestartStrategy(configuration: Configuration): RestartStrategyConfig | undefined {
  const options = RESTART_STRATEGY_OPTIONS;
  const type = configuration.get(options.type);
  switch (type?.toLowerCase()) {
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
        attempts: configuration.get(options.fixedDelayAttempts),
        delayMs: configuration.get(options.fixedDelayDelay),
      };
    case "failure-rate":
    case "failurerate":
      return {
        type: "failure-rate",
        maxFailuresPerInterval: configuration.get(options.failureRateMaxFailures),
        intervalMs: configuration.get(options.failureRateInterval),
        delayMs: configuration.get(options.failureRateDelay),
      };
    case "exponential-delay":
    case "exponentialdelay":
      return readExponentialDelay(configuration);
    default:
      return refuse(`${type ?? ""} is an unknown value of RestartStrategyType.`);
  }
}

function readExponentialDelay(configuration: Configuration): RestartStrategyConfig {
  const options = RESTART_STRATEGY_OPTIONS;
  const initialBackoffMs = configuration.get(options.initialBackoff);
  const maxBackoffMs = configuration.get(options.maxBackoff);
  if (initialBackoffMs > maxBackoffMs) refuse("Initial backoff cannot be higher than maximum backoff.");
  return {
    type: "exponential-delay",
    initialBackoffMs,
    maxBackoffMs,
    backoffMultiplier: configuration.get(options.backoffMultiplier),
    resetBackoffThresholdMs: configuration.get(options.resetBackoffThreshold),
    jitterFactor: configuration.get(options.jitterFactor),
    attemptsBeforeResetBackoff: configuration.get(options.attemptsBeforeResetBackoff),
  };
}

function directoryOf(uri: string | undefined): string | undefined {
  return uri === undefined ? undefined : withoutScheme(uri);
}

function withoutScheme(uri: string): string {
  return uri.replace(/^file:\/*/, "/").replace(/\/$/, "");
}
