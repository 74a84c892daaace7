import type { SeededRng } from "../../base/seeded-rng.ts";
import type { ConfigEntry } from "../configuration/configuration.ts";
import type { ClusterOptions } from "../supervisor/cluster-options.ts";
import type { ClusterShape } from "./event-kind.ts";
import { randomStream } from "./random-stream.ts";

/** A drawn cluster. */
export interface DrawnCluster {
  readonly options: Partial<ClusterOptions>;
  readonly shape: ClusterShape;
  /** The generator's rate. */
  readonly recordsPerSecond: number;
}

/** An option of the configuration, or several that make sense only together. */
export interface DrawnOption {
  /** Names the random stream. */
  readonly name: string;
  /** No entries: the default. */
  readonly draw: (rng: SeededRng) => readonly ConfigEntry[];
}

/**
 * Draws the cluster that a seed runs on. Each option has its own random stream, so a new option
 * does not change what the others draw.
 */
export function drawCluster(seed: number, drawnOptions: readonly DrawnOption[] = DRAWN_OPTIONS): DrawnCluster {
  const stream = (name: string) => randomStream(seed, `cluster: ${name}`);
  const taskManagers = 1 + stream("taskManagers").below(3);
  // With one slot each the exchange goes over links. With two the whole job fits on one TaskManager.
  const slots = taskManagers === 1 || stream("slots").chance(0.25) ? 2 : 1;
  const parallelism = taskManagers * slots >= 3 && stream("parallelism").chance(0.2) ? 3 : 2;
  const recordsPerSecond = stream("recordsPerSecond").pick([400, 1_000, 2_000]) ?? 400;
  // Sometimes so small that the topic is full whenever the job is down for long, and the retention floor decides what is dropped.
  const budgetBytes = stream("input budget").chance(0.4) ? Math.floor(stream("small input budget").between(40_000, 250_000)) : 50_000_000;
  const partitions = stream("input partitions").pick([1, 2, 2, 2, 2, 3]) ?? 2;
  return {
    options: {
      taskManagers,
      configuration: [
        entry("taskmanager.numberOfTaskSlots", slots),
        entry("parallelism.default", parallelism),
        ...drawnOptions.flatMap(({ name, draw }) => draw(stream(name))),
      ],
      topics: [
        { name: "input", partitions, budgetBytes, retention: "held" },
        { name: "output", partitions: 2, budgetBytes: 5_000_000, retention: "oldest" },
      ],
      generator: { topic: "input", recordsPerSecond, load: { type: "pages" } },
    },
    shape: { taskManagers, slots: taskManagers * slots },
    recordsPerSecond,
  };
}

const TOLERABLE_FAILURES = "execution.checkpointing.tolerable-failed-checkpoints";
/** A job that reads a backlog may need this long for a checkpoint, ms. */
const SHORT_TIMEOUT_MS = 200;

/** The table of drawn configuration: a row per option. */
export const DRAWN_OPTIONS: readonly DrawnOption[] = [
  sometimes(0.5, TOLERABLE_FAILURES, (rng) => rng.below(5)),
  // Behind the row above, because of two entries for a key the later one counts.
  { name: "execution.checkpointing.timeout", draw: drawCheckpointTimeout },
  sometimes(0.3, "execution.checkpointing.min-pause", (rng) => `${rng.below(800)} ms`),
  sometimes(0.3, "execution.checkpointing.num-retained", (rng) => 1 + rng.below(3)),
  // The state of six pages is small: without this it never is a file.
  sometimes(0.5, "execution.checkpointing.data-inline-threshold", () => 0),
  // By default the job waits for missing slots during the whole run.
  sometimes(0.25, "slot.request.timeout", (rng) => `${1 + rng.below(5)} s`),
  { name: "values that Flink replaces", draw: drawReplacedValue },
  { name: "restart-strategy", draw: drawRestartStrategy },
];

/**
 * With a short timeout some failures are tolerated. Otherwise the first checkpoint after a restart, which waits behind the backlog, could
 * fail the job each time, and the job would never catch up.
 */
function drawCheckpointTimeout(rng: SeededRng): ConfigEntry[] {
  if (!rng.chance(0.3)) return [];
  const timeoutMs = Math.floor(rng.between(20, 1_500));
  const timeout = entry("execution.checkpointing.timeout", `${timeoutMs} ms`);
  return timeoutMs < SHORT_TIMEOUT_MS ? [timeout, entry(TOLERABLE_FAILURES, 2 + rng.below(3))] : [timeout];
}

/** Others would stop the container, as in Flink. */
const REPLACED_VALUES: readonly ConfigEntry[] = [
  entry("execution.checkpointing.num-retained", 0),
  entry("execution.checkpointing.num-retained", -1),
  entry("execution.checkpointing.num-retained", -2_147_483_648),
  entry("jobmanager.execution.attempts-history-size", -1),
  entry("execution.checkpointing.data-inline-threshold", "1 tb"),
];

function drawReplacedValue(rng: SeededRng): readonly ConfigEntry[] {
  const replaced = rng.pick(REPLACED_VALUES);
  return replaced !== undefined && rng.chance(0.25) ? [replaced] : [];
}

function drawRestartStrategy(rng: SeededRng): ConfigEntry[] {
  if (rng.chance(0.5)) {
    return [
      entry("restart-strategy.type", "fixed-delay"),
      entry("restart-strategy.fixed-delay.attempts", 1_000_000),
      entry("restart-strategy.fixed-delay.delay", `${rng.below(1_500)} ms`),
    ];
  }
  return [
    entry("restart-strategy.type", "exponential-delay"),
    entry("restart-strategy.exponential-delay.initial-backoff", `${50 + rng.below(1_000)} ms`),
    entry("restart-strategy.exponential-delay.max-backoff", "4 s"),
  ];
}

function sometimes(probability: number, key: string, value: (rng: SeededRng) => string | number): DrawnOption {
  return { name: key, draw: (rng) => (rng.chance(probability) ? [entry(key, value(rng))] : []) };
}

function entry(key: string, value: string | number): ConfigEntry {
  return { key, value: String(value) };
}
