// The settings of a measured cluster: the playground's job from topic to topic, its generator without a limit. They are the engine's own
// options (src/engine/supervisor/cluster-options.ts), nothing that only a benchmark can reach.
import { DEFAULT_CLUSTER, type ClusterOptions } from "../src/engine/supervisor/cluster-options.ts";

/** What is counted. */
export type Load = ClusterOptions["generator"]["load"];

/** The playground's clicks. */
export const PAGES: Load = { type: "pages" };

/**
 * An unordered input. The jitter stays below the job's bound for lateness (200 ms), so that nothing
 * is dropped and every record can be found again in the output.
 */
export const RANDOM_KEYS: Load = { type: "random-keys", keys: 10_000, clicksPerSecond: 400, jitterMs: 190 };

/** What topic `input` may hold, bytes: 256 MB. */
export const INPUT_BUDGET_BYTES = 256e6;
const OUTPUT_BUDGET_BYTES = 64e6;
/** With 10,000 keys a checkpoint holds up to 50 MB when one partition was read ahead of the other, and two of them exist at a time. */
const STORAGE_BUDGET_BYTES = 512e6;

/** Bytes that a click takes in the topic: a 32-bit timestamp and a key of one byte, or of two where there are more than 256. */
function bytesPerRecord(load: Load): number {
  return load.type === "pages" ? 5 : 6;
}

/**
 * The most records a second that a topic allows: between two completed checkpoints nothing can be dropped, and while one is written the
 * records since the last must stay. Checkpoints come once a second.
 */
export function ceilingRecordsPerSecond(load: Load): number {
  return INPUT_BUDGET_BYTES / bytesPerRecord(load);
}

/** A cluster for a job of this parallelism. One thread has one slot, so that each subtask's thread is its own. */
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

/** Clicks of one window that stay in keyed state for as long as one likes: event time stands while none come. */
export interface StateSettings {
  readonly keys: number;
  /** Clicks to send: enough to draw nearly every key, and less than what closes the window. */
  readonly records: number;
}

/**
 * Roughly so much state: an entry of a window takes 20 bytes and its page's name, two bytes a letter and four for their number. What it comes to
 * is what the cluster reports.
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

/** Arguments of the job where no checkpoint is to come between: a savepoint is measured alone. */
export const WITHOUT_CHECKPOINTS: readonly string[] = ["--bootstrap.servers", "kafka:9092", "--event-time"];

/** The job at parallelism 1 with keys for that much state, all of it in one subtask; the generator waits to be told. */
export function clusterForState({ keys }: StateSettings): Partial<ClusterOptions> {
  return {
    programArguments: WITHOUT_CHECKPOINTS,
    configuration: [
      { key: "parallelism.default", value: "1" },
      // Flink's own default. The playground's five seconds are for small state: a TaskManager that takes in two million keys is silent for longer.
      { key: "heartbeat.timeout", value: "50000" },
    ],
    // Each partition has a dictionary of all keys, and each reader of it: with one there is one.
    topics: DEFAULT_CLUSTER.topics.map((topic) => ({ ...topic, partitions: 1, budgetBytes: INPUT_BUDGET_BYTES })),
    generator: {
      ...DEFAULT_CLUSTER.generator,
      recordsPerSecond: 0,
      load: { type: "random-keys", keys, clicksPerSecond: CLICKS_PER_SECOND_OF_STATE, jitterMs: 0 },
    },
    storageBudgetBytes: STATE_STORAGE_BUDGET_BYTES,
  };
}
