// What a cluster is started with. Plain data: it travels from drey.json or a command line to the supervisor.

import type { GeneratorArgs } from "../generator/start-generator.ts";
import type { ConfigEntry } from "../configuration/configuration.ts";
import type { TopicConfig } from "../kafka/topic.ts";

/** The cluster's shape. */
export interface ClusterOptions {
  /** TaskManagers at the start. */
  readonly taskManagers: number;
  /** config.yaml of JobManager and TaskManagers. */
  readonly configuration: readonly ConfigEntry[];
  /** Arguments of Click Event Count, which is submitted at the start, as the playground's client does it. */
  readonly programArguments: readonly string[];
  readonly topics: readonly TopicConfig[];
  readonly generator: GeneratorArgs;
  /** How much checkpoints and savepoints may hold together, bytes. */
  readonly storageBudgetBytes: number;
}

const MIB = 1024 * 1024;

/** config.yaml of the Operations Playground, with the metrics read once a second. */
const PLAYGROUND_CONFIGURATION: readonly ConfigEntry[] = [
  { key: "jobmanager.rpc.address", value: "jobmanager" },
  { key: "jobmanager.rpc.port", value: "6123" },
  { key: "rest.port", value: "8081" },
  { key: "taskmanager.numberOfTaskSlots", value: "2" },
  { key: "parallelism.default", value: "2" },
  { key: "heartbeat.interval", value: "1000" },
  { key: "heartbeat.timeout", value: "5000" },
  { key: "metrics.fetcher.update-interval", value: "1000" },
  { key: "state.checkpoints.dir", value: "file:///tmp/flink-checkpoints-directory" },
  { key: "execution.checkpointing.dir", value: "file:///tmp/flink-checkpoints-directory" },
  { key: "state.savepoints.dir", value: "file:///tmp/flink-savepoints-directory" },
  { key: "execution.checkpointing.savepoint-dir", value: "file:///tmp/flink-savepoints-directory" },
];

/** The Operations Playground. 400 clicks a second are 1000 of each of six pages in 15 s. */
export const DEFAULT_CLUSTER: ClusterOptions = {
  taskManagers: 1,
  configuration: PLAYGROUND_CONFIGURATION,
  programArguments: ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"],
  topics: [
    { name: "input", partitions: 2, budgetBytes: 64 * MIB, retention: "held" },
    { name: "output", partitions: 2, budgetBytes: 8 * MIB, retention: "oldest" },
  ],
  generator: { topic: "input", recordsPerSecond: 400, load: { type: "pages" } },
  storageBudgetBytes: 64 * MIB,
};

/** The default cluster with what the options say otherwise. Configuration is merged by key. */
export function completeOptions(options: Partial<ClusterOptions>): ClusterOptions {
  const configuration = new Map(PLAYGROUND_CONFIGURATION.map(({ key, value }) => [key, value]));
  for (const { key, value } of options.configuration ?? []) configuration.set(key, value);
  return {
    ...DEFAULT_CLUSTER,
    ...options,
    configuration: Array.from(configuration, ([key, value]) => ({ key, value })),
  };
}
