// Ways to run the job other than with checkpoints and event time: those that lose or repeat clicks must be found by the same judge.

import { DEFAULT_CLUSTER } from "../supervisor/cluster-options.ts";
import type { ConfigEntry } from "../configuration/configuration.ts";
import type { TopicConfig } from "../kafka/topic.ts";
import { KILL } from "./faults/kill.ts";
import { LONG_WORK, LONG_WORK_OF_JOBMANAGER } from "./faults/stall.ts";
import { SLOW_MESSAGES } from "./faults/conditions.ts";
import type { SeedOptions } from "./run-seed.ts";
import { SECOND_OUTPUT } from "./second-job.ts";
import { RETENTION_ACTIONS, USER_ACTIONS } from "./user-actions/user-actions.ts";

const JOB = ["--bootstrap.servers", "kafka:9092", "--event-time"];

const SMALL_INPUT: TopicConfig = { name: "input", partitions: 2, budgetBytes: 80_000, retention: "held" };
const OUTPUT: TopicConfig = { name: "output", partitions: 2, budgetBytes: 5_000_000, retention: "oldest" };

const TWO_OUTPUTS: readonly TopicConfig[] = [OUTPUT, { ...OUTPUT, name: SECOND_OUTPUT }];
/** Nothing is dropped. */
const DEFAULT_INPUT: TopicConfig = { ...SMALL_INPUT, budgetBytes: 50_000_000 };
/** Each job has a slot for each of its subtasks, also on one TaskManager. */
const SLOTS_FOR_TWO: readonly ConfigEntry[] = [{ key: "taskmanager.numberOfTaskSlots", value: "6" }];
/** The default topics, with an input so small that it is full whenever the job is down for long. */
const SMALLEST_INPUT = DEFAULT_CLUSTER.topics.map((topic) => (topic.name === "input" ? { ...topic, budgetBytes: 40_000 } : topic));

/** By name, as the command line and the tests call them. */
const VARIANTS: Readonly<Record<string, SeedOptions>> = {
  /** Flink 2.x has no restart strategy then: the first failure ends the job. */
  "no-checkpointing": { cluster: { programArguments: JOB }, omitConfiguration: "restart-strategy.", catchUpMs: 20_000 },
  /** Restarts, but with offsets that belong to no state. */
  "committed-offsets": {
    cluster: {
      programArguments: [...JOB, "--starting-offsets", "committed"],
      configuration: [
        { key: "restart-strategy.type", value: "fixed-delay" },
        { key: "restart-strategy.fixed-delay.attempts", value: "1000000" },
        { key: "restart-strategy.fixed-delay.delay", value: "500 ms" },
      ],
    },
    omitConfiguration: "restart-strategy.",
    catchUpMs: 20_000,
  },
  /** A user operates the job. Nothing is dropped, so that it can be started from any savepoint. */
  "user-actions": { actions: USER_ACTIONS, cluster: { topics: DEFAULT_CLUSTER.topics } },
  /** Several checkpoints are retained, and the topic is so small that it holds only what the latest of them needs. */
  "several-retained": {
    cluster: {
      configuration: [{ key: "execution.checkpointing.num-retained", value: "3" }],
      topics: SMALLEST_INPUT,
    },
  },
  /** The same with a number to retain that Flink replaces by 1. */
  "none-retained": {
    cluster: {
      configuration: [{ key: "execution.checkpointing.num-retained", value: "-1" }],
      topics: SMALLEST_INPUT,
    },
  },
  /** Checkpoints come so often and expire so soon that messages of one arrive while the next is pending. */
  "late-acknowledgements": {
    cluster: {
      // `--checkpointing` would set an interval of its own.
      programArguments: JOB,
      configuration: [
        { key: "execution.checkpointing.interval", value: "100 ms" },
        { key: "execution.checkpointing.min-pause", value: "0" },
        { key: "execution.checkpointing.timeout", value: "150 ms" },
        { key: "execution.checkpointing.tolerable-failed-checkpoints", value: "1000000" },
      ],
    },
    faultsPerMinute: { [SLOW_MESSAGES.name]: 15, [KILL.name]: 15 },
  },
  /** Two jobs with checkpoints at different intervals read one topic. Both must count right. */
  "two-jobs": { hasSecondJob: true, cluster: { topics: [DEFAULT_INPUT, ...TWO_OUTPUTS], configuration: SLOTS_FOR_TWO } },
  /** The same with a small topic. While one job is down, or has a checkpoint to come, the other one has nothing to read, and its splits become idle. */
  "two-jobs-small-topic": {
    hasSecondJob: true,
    areIdleSplitsExpected: true,
    cluster: { topics: [SMALL_INPUT, ...TWO_OUTPUTS], configuration: SLOTS_FOR_TWO },
  },
  /** A user operates jobs of all kinds while the topic is full most of the time. They leave the list of jobs soon after they have ended. */
  "full-topic": {
    actions: RETENTION_ACTIONS,
    areResultsPromised: false,
    cluster: { topics: [SMALL_INPUT, OUTPUT], configuration: [{ key: "jobstore.expiration-time", value: "5" }] },
  },
  /** Work in one piece often takes longer than the heartbeat timeout. */
  "long-work": { faultsPerMinute: { [LONG_WORK.name]: 3, [LONG_WORK_OF_JOBMANAGER.name]: 3 } },
  /** Killed containers keep running for a while, and their messages are dropped. This must have no effect. */
  afterlife: { afterlifeMs: 2_000 },
};

/** The variant of that name, or undefined. */
export function variantNamed(name: string): SeedOptions | undefined {
  return VARIANTS[name];
}
