// The errors are those of a live Flink 2.3.0, whose classes were given the same values.
import { describe, expect, it } from "vitest";
import { ConfigurationError, type ConfigEntry } from "../configuration/configuration.ts";
import { readClusterConfiguration, readJobMasterConfiguration, readProgramConfiguration } from "./cluster-configuration.ts";

type Values = Readonly<Record<string, string>>;

function entriesOf(values: Values): readonly ConfigEntry[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

const cluster = (values: Values) => readClusterConfiguration(entriesOf(values));
const program = (values: Values) => readProgramConfiguration(entriesOf(values));
const jobMaster = (values: Values, warnings: string[] = []) =>
  readJobMasterConfiguration(entriesOf(values), entriesOf(values), (message) => void warnings.push(message));

function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.info.stack.trimEnd();
    throw error;
  }
  return "taken";
}

const ILLEGAL = "java.lang.IllegalArgumentException: ";
const EXPONENTIAL = { "restart-strategy.type": "exponential-delay" };
const FIXED = { "restart-strategy.type": "fixed-delay" };
const RATE = { "restart-strategy.type": "failure-rate" };

describe("the cluster's configuration", () => {
  it("has Flink's defaults", () => {
    expect(cluster({})).toMatchObject({
      heartbeatIntervalMs: 10_000,
      heartbeatTimeoutMs: 50_000,
      heartbeatRpcFailureThreshold: 2,
      startUpPeriodMs: 300_000,
      slotIdleTimeoutMs: 50_000,
      jobStoreExpirationMs: 3_600_000,
      checkpointDirectory: "/tmp/flink-checkpoints-directory",
      savepointDirectory: undefined,
    });
    expect(program({})).toEqual({
      parallelism: 1,
      checkpoints: { timeoutMs: 600_000, minPauseMs: 0, tolerableFailures: 0, retention: "NO_EXTERNALIZED_CHECKPOINTS" },
      bufferTimeoutMs: 100,
      autoWatermarkIntervalMs: 200,
    });
    expect(jobMaster({})).toEqual({
      attemptsHistorySize: 16,
      exceptionHistorySize: 16,
      checkpointHistorySize: 10,
      numRetainedCheckpoints: 1,
      dataInlineThresholdBytes: 20_480,
      restartStrategy: undefined,
    });
  });

  it("takes the slot request timeout as start-up period unless that is set", () => {
    expect(cluster({ "slot.request.timeout": "2 min" }).startUpPeriodMs).toBe(120_000);
    expect(cluster({ "slot.request.timeout": "2 min", "resourcemanager.standalone.start-up-time": "1 s" }).startUpPeriodMs).toBe(1_000);
  });

  it("knows the older spellings, and prefers the newer ones", () => {
    expect(jobMaster({ "state.checkpoints.num-retained": "5" }).numRetainedCheckpoints).toBe(5);
    const both = { "state.checkpoints.num-retained": "5", "execution.checkpointing.num-retained": "3" };
    expect(jobMaster(both).numRetainedCheckpoints).toBe(3);
  });

  it("never counts failed heartbeats where the threshold is -1", () => {
    expect(cluster({ "heartbeat.rpc-failure-threshold": "-1" }).heartbeatRpcFailureThreshold).toBe(Number.POSITIVE_INFINITY);
  });

  it.each<[Values, string]>([
    [{ "heartbeat.interval": "0" }, `${ILLEGAL}The heartbeat interval must be larger than 0.`],
    [{ "heartbeat.interval": "100000" }, `${ILLEGAL}The heartbeat timeout should be larger or equal than the heartbeat interval.`],
    [
      { "heartbeat.rpc-failure-threshold": "0" },
      `${ILLEGAL}The number of failed heartbeat RPC requests has to be larger than 0 or -1 (deactivated).`,
    ],
    [{ "jobstore.expiration-time": "-1" }, `${ILLEGAL}duration cannot be negative: -1000 MILLISECONDS`],
    [
      { "slot.idle.timeout": "-1" },
      `${ILLEGAL}Could not parse value '-1' for key 'slot.idle.timeout'.\nCaused by: java.lang.NumberFormatException: text does not start ` +
        "with a number, and is not a valid ISO-8601 duration format: -1",
    ],
    [{ "heartbeat.timeout": "99999999999999999999" }, "java.lang.ArithmeticException: long overflow"],
  ])("is refused with %j", (values, stack) => {
    expect(refusalOf(() => cluster(values))).toBe(stack);
  });
});

describe("what a program reads", () => {
  it.each([
    ["-1", 1],
    ["-2", 1],
    ["+3", 3],
  ])("runs at parallelism.default %s as %i", (value, parallelism) => {
    expect(program({ "parallelism.default": value }).parallelism).toBe(parallelism);
  });

  it("has no periodic checkpoints at the longest interval there is", () => {
    expect(program({ "execution.checkpointing.interval": "9223372036854775807" }).checkpoints).not.toHaveProperty("intervalMs");
  });

  const NO_PARALLELISM = `${ILLEGAL}Parallelism must be at least one, or ExecutionConfig.PARALLELISM_DEFAULT (use system default).`;
  it.each<[Values, string]>([
    [{ "parallelism.default": "0" }, NO_PARALLELISM],
    [{ "parallelism.default": "-3" }, NO_PARALLELISM],
    ...["1.5", "", " 1 ", "2147483648", "0x10", "1e3"].map((text): [Values, string] => [
      { "parallelism.default": text },
      `${ILLEGAL}Could not parse value '${text}' for key 'parallelism.default'.\nCaused by: java.lang.NumberFormatException: For input string: "${text}"`,
    ]),
    [{ "execution.checkpointing.interval": "5" }, `${ILLEGAL}Checkpoint interval must be larger than or equal to 10 ms`],
    [{ "execution.checkpointing.interval": "0" }, `${ILLEGAL}Checkpoint interval must be larger than or equal to 10 ms`],
    [{ "execution.checkpointing.timeout": "5" }, `${ILLEGAL}Checkpoint timeout must be larger than or equal to 10 ms`],
    [
      { "execution.checkpointing.tolerable-failed-checkpoints": "-1" },
      `${ILLEGAL}The tolerable failure checkpoint number must be non-negative.`,
    ],
    [
      { "execution.checkpointing.externalized-checkpoint-retention": "nope" },
      `${ILLEGAL}Could not parse value 'nope' for key 'execution.checkpointing.externalized-checkpoint-retention'.\nCaused by: ${ILLEGAL}Could ` +
        "not parse value for enum class org.apache.flink.configuration.ExternalizedCheckpointRetention. Expected one of: " +
        "[[DELETE_ON_CANCELLATION, RETAIN_ON_CANCELLATION, NO_EXTERNALIZED_CHECKPOINTS]]",
    ],
  ])("is refused with %j", (values, stack) => {
    expect(refusalOf(() => program(values))).toBe(stack);
  });
});

describe("what a JobMaster reads", () => {
  it.each<[Values, unknown]>([
    [{ "restart-strategy.type": "off" }, { type: "none" }],
    [
      { "restart-strategy": "fixeddelay", "restart-strategy.fixed-delay.attempts": "3" },
      { type: "fixed-delay", attempts: 3, delayMs: 1_000 },
    ],
    [{ "restart-strategy.type": "FIXED-DELAY" }, { type: "fixed-delay", attempts: 1, delayMs: 1_000 }],
    [{ "restart-strategy.type": "failure-rate" }, { type: "failure-rate", maxFailuresPerInterval: 1, intervalMs: 60_000, delayMs: 1_000 }],
    [
      { ...EXPONENTIAL, "restart-strategy.exponential-delay.max-backoff": "10 s" },
      {
        type: "exponential-delay",
        initialBackoffMs: 1_000,
        maxBackoffMs: 10_000,
        backoffMultiplier: 1.5,
        resetBackoffThresholdMs: 3_600_000,
        jitterFactor: 0.1,
        attemptsBeforeResetBackoff: 2_147_483_647,
      },
    ],
    // Without a type Flink does not look at the rest.
    [{ "restart-strategy.exponential-delay.initial-backoff": "soon" }, undefined],
  ])("makes a restart strategy of %j", (values, expected) => {
    expect(jobMaster(values).restartStrategy).toEqual(expected);
  });

  it.each(["0", "-1"])("keeps one checkpoint where num-retained is %s, and warns", (value) => {
    const warnings: string[] = [];
    expect(jobMaster({ "execution.checkpointing.num-retained": value }, warnings).numRetainedCheckpoints).toBe(1);
    expect(warnings).toEqual([`The setting for 'execution.checkpointing.num-retained : ${value}' is invalid. Using default value of 1`]);
  });

  it.each([
    ["0", 0],
    ["20", 20],
    ["1 mb", 1_048_576],
    ["2 mb", 20_480],
  ])("carries state inline up to %s: %i bytes", (value, bytes) => {
    expect(jobMaster({ "execution.checkpointing.data-inline-threshold": value }).dataInlineThresholdBytes).toBe(bytes);
  });

  it.each([
    ["-1", "java.lang.NumberFormatException: text does not start with a number"],
    [
      "1 parsec",
      `${ILLEGAL}Memory size unit 'parsec' does not match any of the recognized units: (b | bytes) / (k | kb | kibibytes) / ` +
        "(m | mb | mebibytes) / (g | gb | gibibytes) / (t | tb | tebibytes)",
    ],
    ["99999999999999999999", `${ILLEGAL}The value '99999999999999999999' cannot be re represented as 64bit number (numeric overflow).`],
    [
      "9223372036854775807 tb",
      `${ILLEGAL}The value '9223372036854775807 tb' cannot be re represented as 64bit number of bytes (numeric overflow).`,
    ],
  ])("is refused with %j as a size of memory", (value, cause) => {
    const key = "execution.checkpointing.data-inline-threshold";
    expect(refusalOf(() => jobMaster({ [key]: value }))).toBe(
      `${ILLEGAL}Could not parse value '${value}' for key '${key}'.\nCaused by: ${cause}`,
    );
  });

  it("keeps no attempts where their history is negative", () => {
    expect(jobMaster({ "jobmanager.execution.attempts-history-size": "-1" }).attemptsHistorySize).toBe(0);
  });

  it.each<[Values, string]>([
    [{ "restart-strategy.type": "sometimes" }, "sometimes is an unknown value of RestartStrategyType."],
    [{ "restart-strategy.type": "" }, " is an unknown value of RestartStrategyType."],
    [{ ...FIXED, "restart-strategy.fixed-delay.attempts": "-1" }, "Maximum number of restart attempts must be at least 0."],
    [
      { ...RATE, "restart-strategy.failure-rate.max-failures-per-interval": "0" },
      "Maximum number of restart attempts per time unit must be greater than 0.",
    ],
    [{ ...RATE, "restart-strategy.failure-rate.failure-rate-interval": "0" }, "Failures interval must be greater than 0 ms."],
    [{ ...EXPONENTIAL, "restart-strategy.exponential-delay.initial-backoff": "0" }, "Initial backoff must be at least 1."],
    [{ ...EXPONENTIAL, "restart-strategy.exponential-delay.max-backoff": "0" }, "Maximum backoff must be at least 1."],
    [
      { ...EXPONENTIAL, "restart-strategy.exponential-delay.initial-backoff": "2 min" },
      "Initial backoff cannot be higher than maximum backoff.",
    ],
    [{ ...EXPONENTIAL, "restart-strategy.exponential-delay.backoff-multiplier": "1" }, "Backoff multiplier must be greater than 1."],
    [{ ...EXPONENTIAL, "restart-strategy.exponential-delay.backoff-multiplier": "NaN" }, "Backoff multiplier must be greater than 1."],
    [
      { ...EXPONENTIAL, "restart-strategy.exponential-delay.reset-backoff-threshold": "0" },
      "Threshold duration for exponential backoff reset must be at least 1.",
    ],
    [{ ...EXPONENTIAL, "restart-strategy.exponential-delay.jitter-factor": "1.1" }, "Jitter factor must be >= 0 and <= 1."],
    [{ ...EXPONENTIAL, "restart-strategy.exponential-delay.jitter-factor": "-.1d" }, "Jitter factor must be >= 0 and <= 1."],
    [
      { ...EXPONENTIAL, "restart-strategy.exponential-delay.attempts-before-reset-backoff": "0" },
      "The attemptsBeforeResetBackoff must be at least 1.",
    ],
    [
      { ...EXPONENTIAL, "restart-strategy.exponential-delay.jitter-factor": "x" },
      "Could not parse value 'x' for key 'restart-strategy.exponential-delay.jitter-factor'.\nCaused by: java.lang.NumberFormatException: " +
        'For input string: "x"',
    ],
    [{ "web.exception-history-size": "-1" }, "The maximum size should be at least 0."],
    [{ "web.checkpoints.history": "-1" }, "Negative maximum size"],
  ])("is refused with %j", (values, message) => {
    expect(refusalOf(() => jobMaster(values))).toBe(`${ILLEGAL}${message}`);
  });
});
