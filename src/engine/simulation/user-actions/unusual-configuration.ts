/** One entry of `flinkConfiguration`. */
export interface UnusualValue {
  readonly key: string;
  readonly value: string;
  /** What the refusal says; undefined where Flink takes the value or another one in its place. */
  readonly refusedWith: string | undefined;
}

const PARALLELISM = "Parallelism must be at least one, or ExecutionConfig.PARALLELISM_DEFAULT (use system default).";
const HUGE_INTEGER = "9".repeat(30);

/**
 * Values that Flink refuses or replaces, with what it says about them. Written separately from the
 * engine's own tables. Accepted values may affect the whole job, which is harmless for some
 * seconds.
 */
export const UNUSUAL_VALUES: readonly UnusualValue[] = [
  refused("parallelism.default", "0", PARALLELISM),
  refused("parallelism.default", "-3", PARALLELISM),
  refused("parallelism.default", "40000", "Operator parallelism not within bounds: 40000"),
  taken("parallelism.default", "-1"),
  ...["", "two", "1.5", "2147483648", HUGE_INTEGER].map((value) => unparsable("parallelism.default", value)),
  refused("execution.checkpointing.interval", "0", "Checkpoint interval must be larger than or equal to 10 ms"),
  refused("execution.checkpointing.interval", "9 ms", "Checkpoint interval must be larger than or equal to 10 ms"),
  refused("execution.checkpointing.timeout", "0", "Checkpoint timeout must be larger than or equal to 10 ms"),
  refused("execution.checkpointing.timeout", "1 ns", "Checkpoint timeout must be larger than or equal to 10 ms"),
  ...["execution.checkpointing.interval", "execution.checkpointing.timeout", "execution.checkpointing.min-pause"].flatMap((key) =>
    ["", "-1", "-1 s", "1 parsec", "1,5 s", `${HUGE_INTEGER} d`].map((value) => unparsable(key, value)),
  ),
  taken("execution.checkpointing.min-pause", "0"),
  taken("execution.checkpointing.min-pause", "100000 d"),
  taken("execution.checkpointing.interval", "100000 d"),
  refused("execution.checkpointing.tolerable-failed-checkpoints", "-1", "The tolerable failure checkpoint number must be non-negative."),
  ...["", "1 s", "-2147483649", HUGE_INTEGER].map((value) => unparsable("execution.checkpointing.tolerable-failed-checkpoints", value)),
  taken("execution.checkpointing.tolerable-failed-checkpoints", "2147483647"),
  unparsable("execution.checkpointing.externalized-checkpoint-retention", "SOME"),
  // The cluster's values count for these.
  ...["-1", "0", "", "x", HUGE_INTEGER].flatMap((value) => [
    taken("execution.checkpointing.num-retained", value),
    taken("web.checkpoints.history", value),
    taken("heartbeat.timeout", value),
  ]),
  ...["", "-1", "2 acres"].map((value) => unparsable("execution.checkpointing.data-inline-threshold", value)),
  taken("execution.checkpointing.data-inline-threshold", "1 tb"),
  refused("restart-strategy.type", "sometimes", "sometimes is an unknown value of RestartStrategyType."),
  taken("no.option.of.flink", "-1"),
  taken("", ""),
];

function refused(key: string, value: string, refusedWith: string): UnusualValue {
  return { key, value, refusedWith };
}

function unparsable(key: string, value: string): UnusualValue {
  return refused(key, value, `Could not parse value '${value}' for key '${key}'.`);
}

function taken(key: string, value: string): UnusualValue {
  return { key, value, refusedWith: undefined };
}
