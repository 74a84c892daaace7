// The settings of a measured cluster: the playground's job from topic to topic, its generator
// without a limit. They are the engine's own options (src/engine/supervisor/cluster-options.ts),
// without any special ones.
import { DEFAULT_CLUSTER, type ClusterOptions } from "../src/engine/supervisor/cluster-options.ts";

/** The counted input. */
export type Load = ClusterOptions["generator"]["load"];

/** The playground's clicks. */
export const PAGES: Load = { type: "pages" };

/**
 * An unordered input. The jitter stays below the job's bound for lateness (200 ms), so that nothing
 * is dropped and every record can be found again in the output.
 */
export const RANDOM_KEYS: Load = { type: "random-keys", keys: 10_000, clicksPerSecond: 400, jitterMs: 190 };

/** The size of topic `input`, bytes: 256 MB. */
export const INPUT_BUDGET_BYTES = 256e6;
const OUTPUT_BUDGET_BYTES = 64e6;
/**
 * With 10,000 keys a checkpoint holds up to 50 MB if one partition was read ahead of the other, and
 * two of them exist at a time.
 */
const STORAGE_BUDGET_BYTES = 512e6;

/**
 * The size of a click in the topic, bytes: a 32-bit timestamp and a key of one byte, or of two for
 * more than 256 keys.
 */
function bytesPerRecord(load: Load): number {
  return load.type === "pages" ? 5 : 6;
}

/**
 * The highest rate that a topic allows, records per second: between two completed checkpoints
 * nothing can be dropped, and while one is written the records since the last must stay.
 * Checkpoints are taken once per second.
 */
export function ceilingRecordsPerSecond(load: Load): number {
  return INPUT_BUDGET_BYTES / bytesPerRecord(load);
}

/**
 * A cluster for a job of this parallelism. Each thread has one slot, so that each subtask has its
 * own thread.
 */
export function clusterFor(load: Load, parallelism: number): Partial<ClusterOptions> {
  return {
    taskManagers: parallelism,
    configuration: [
      { key: "parallelism.default", value: String(parallelism) },
      { key: "taskmanager.numberOfTaskSlots", value: "1" },
    ],
    topics: DEFAULT_CLUSTER.topics.map((topic) => ({
      ...topic,
      budgetBytes: topic.name === "input" ? INPUT_BUDGET_BYTES : OUTPUT_BUDGET_BYTES,
    })),
    generator: { ...DEFAULT_CLUSTER.generator, recordsPerSecond: null, load },
    storageBudgetBytes: STORAGE_BUDGET_BYTES,
  };
}

/**
 * Clicks of one window that stay in keyed state indefinitely, because event time does not advance
 * without further clicks.
 */
export interface StateSettings {
  readonly keys: number;
  /** The number of clicks: enough to draw nearly every key, and not enough to close the window. */
  readonly records: number;
}

/**
 * The approximate size of the state: an entry of a window takes 20 bytes and its page's name, two
 * bytes per letter and four for their number. The cluster reports the real size.
 */
export function stateOf(megabytes: number): StateSettings {
  const bytesPerKey = 24 + 2 * ("/page-".length + Math.log10(megabytes * 1e6) - 1.6);
  const keys = Math.round((megabytes * 1e6) / bytesPerKey);
  return { keys, records: keys * CLICKS_PER_KEY };
}

/** With four, 98 of 100 keys are drawn. */
const CLICKS_PER_KEY = 4;
const CLICKS_PER_SECOND_OF_STATE = 1_000_000;
/** A handful of savepoints of 100 MB. */
const STATE_STORAGE_BUDGET_BYTES = 1024e6;

/** Arguments of the job without checkpoints in between, because a savepoint is measured alone. */
export const WITHOUT_CHECKPOINTS: readonly string[] = ["--bootstrap.servers", "kafka:9092", "--event-time"];

/**
 * The job at parallelism 1 with keys for that much state, all of it in one subtask. The generator
 * waits for a command.
 */
export function clusterForState({ keys }: StateSettings): Partial<ClusterOptions> {
  return {
    programArguments: WITHOUT_CHECKPOINTS,
    configuration: [
      { key: "parallelism.default", value: "1" },
      // Flink's default. The playground's five seconds are for small state, and a TaskManager that
      // restores two million keys is silent for longer.
      { key: "heartbeat.timeout", value: "50000" },
    ],
    // Each partition and each of its readers has a dictionary of all keys, so there is only one
    // partition.
    topics: DEFAULT_CLUSTER.topics.map((topic) => ({ ...topic, partitions: 1, budgetBytes: INPUT_BUDGET_BYTES })),
    generator: {
      ...DEFAULT_CLUSTER.generator,
      recordsPerSecond: 0,
      load: { type: "random-keys", keys, clicksPerSecond: CLICKS_PER_SECOND_OF_STATE, jitterMs: 0 },
    },
    storageBudgetBytes: STATE_STORAGE_BUDGET_BYTES,
  };
}
