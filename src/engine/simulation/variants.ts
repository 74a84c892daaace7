// Ways to run the job other than with checkpoints and event time: those that lose or repeat clicks must be found by the same judge.

import { DEFAULT_CLUSTER } from "../supervisor/cluster-options.ts";
import { KILL } from "./faults/kill.ts";
import { SLOW_MESSAGES } from "./faults/weather.ts";
import type { SeedOptions } from "./run-seed.ts";

const JOB = ["--bootstrap.servers", "kafka:9092", "--event-time"];

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
  /** A user steers the job meanwhile. Nothing is dropped, so that it can be started from any savepoint. */
  steered: { isSteered: true, cluster: { topics: DEFAULT_CLUSTER.topics } },
  /** Several checkpoints are retained, and the topic is so small that it holds only what the latest of them needs. */
  "several-retained": {
    cluster: {
      configuration: [{ key: "execution.checkpointing.num-retained", value: "3" }],
      topics: DEFAULT_CLUSTER.topics.map((topic) => (topic.name === "input" ? { ...topic, budgetBytes: 40_000 } : topic)),
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
  /** Killed containers go on for a while, unheard. Nothing may come of it. */
  afterlife: { afterlifeMs: 2_000 },
};

/** The variant of that name, or undefined. */
export function variantNamed(name: string): SeedOptions | undefined {
  return VARIANTS[name];
}
