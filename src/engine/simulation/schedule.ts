// What will be done to the cluster: drawn from the seed before anything runs, so that a failing seed can be read as a story.

import { SeededRng } from "../../base/seeded-rng.ts";
import type { ClusterOptions } from "../supervisor/cluster-options.ts";
import type { ConfigEntry } from "../jobmanager/cluster-configuration.ts";
import type { TopicConfig } from "../kafka/topic.ts";
import { type Phase, PHASES } from "./phases.ts";

/** One disturbance. Which TaskManager it meets is drawn when it comes. */
export type Disturbance =
  /** At once, or as soon as a TaskManager is in `phase` and `afterSteps` more steps have passed; `calls`: in the middle of that step. */
  | {
      readonly type: "kill";
      readonly phase: Phase | undefined;
      readonly afterSteps: number;
      readonly calls: number | undefined;
      readonly startAfterMs: number;
    }
  | { readonly type: "kill-all"; readonly startAfterMs: number }
  | { readonly type: "scale"; readonly replicas: number; readonly backAfterMs: number }
  | { readonly type: "throw"; readonly vertex: "source" | "counter" | "writer" | "committer"; readonly times: number }
  | { readonly type: "stall"; readonly who: "taskmanager" | "kafka" | "jobmanager" | "clickevent-generator"; readonly durationMs: number }
  /** A TaskManager that does nothing for longer than the heartbeat timeout, and then goes on. */
  | { readonly type: "hang"; readonly durationMs: number }
  | { readonly type: "stall-link"; readonly durationMs: number }
  | { readonly type: "slow"; readonly stepMs: number; readonly durationMs: number }
  | { readonly type: "slow-messages"; readonly probability: number; readonly upToMs: number; readonly durationMs: number }
  | { readonly type: "storage"; readonly errorProbability: number; readonly latencyMs: number; readonly durationMs: number }
  | { readonly type: "rate"; readonly recordsPerSecond: number; readonly durationMs: number };

/** A disturbance and when it comes, simulated ms. */
export type ScheduledDisturbance = Disturbance & { readonly atMs: number };

/** Everything that is drawn for a seed. */
export interface Schedule {
  readonly cluster: Partial<ClusterOptions>;
  readonly recordsPerSecond: number;
  readonly disturbances: readonly ScheduledDisturbance[];
  /** Until then the cluster is disturbed, simulated ms. */
  readonly endMs: number;
}

/** No split may be without records for the idleness timeout of 5 s, or Flink itself would let windows close without them. */
const LONGEST_STALL_MS = 3_000;
/** Stalls keep this distance, so that two do not add up. */
const BETWEEN_STALLS_MS = 10_000;
/** Sometimes before anything runs, mostly after the first checkpoints. */
const FIRST_MS = 100;

/** Kills, restarts, slowness and errors for a job with checkpoints: nothing of it may change a result. */
export function drawSchedule(seed: number): Schedule {
  const rng = new SeededRng(seed, 2);
  const taskManagers = 1 + rng.below(3);
  // One slot each: the exchange goes over links. Two: the whole job fits on one TaskManager.
  const slots = taskManagers === 1 || rng.chance(0.25) ? 2 : 1;
  const parallelism = taskManagers * slots >= 3 && rng.chance(0.2) ? 3 : 2;
  const recordsPerSecond = rng.pick([400, 1_000, 2_000]) ?? 400;
  const endMs = rng.between(40_000, 70_000);

  const disturbances: ScheduledDisturbance[] = [];
  // The first deployment takes some ms; a kill that comes at random would never meet it.
  if (rng.chance(0.1)) {
    disturbances.push({
      type: "kill",
      atMs: 10,
      phase: "deploying",
      afterSteps: rng.below(6),
      calls: undefined,
      startAfterMs: rng.between(0, 3_000),
    });
  }
  let lastStallMs = Number.NEGATIVE_INFINITY;
  for (let atMs = FIRST_MS + rng.next() * 5_000; atMs < endMs; atMs += rng.between(500, 8_000)) {
    const disturbance = drawDisturbance(rng, taskManagers);
    if (disturbance.type === "stall" || disturbance.type === "stall-link" || disturbance.type === "hang") {
      if (atMs - lastStallMs < BETWEEN_STALLS_MS) continue;
      lastStallMs = atMs;
    }
    disturbances.push({ ...disturbance, atMs });
  }
  return {
    cluster: {
      taskManagers,
      configuration: drawConfiguration(rng, slots, parallelism),
      topics: drawTopics(rng),
      generator: { topic: "input", recordsPerSecond, load: { type: "pages" } },
    },
    recordsPerSecond,
    disturbances,
    endMs,
  };
}

/** Sometimes so small that the topic is full whenever the job is down for long, and the floor decides what goes. */
function drawTopics(rng: SeededRng): TopicConfig[] {
  const budgetBytes = rng.chance(0.4) ? Math.floor(rng.between(40_000, 250_000)) : 50_000_000;
  const partitions = rng.pick([1, 2, 2, 2, 2, 3]) ?? 2;
  return [
    { name: "input", partitions, budgetBytes, retention: "held" },
    { name: "output", partitions: 2, budgetBytes: 5_000_000, retention: "oldest" },
  ];
}

function drawConfiguration(rng: SeededRng, slots: number, parallelism: number): ConfigEntry[] {
  const entries: ConfigEntry[] = [
    { key: "taskmanager.numberOfTaskSlots", value: String(slots) },
    { key: "parallelism.default", value: String(parallelism) },
  ];
  if (rng.chance(0.3)) entries.push({ key: "execution.checkpointing.timeout", value: `${Math.floor(rng.between(20, 1_500))} ms` });
  if (rng.chance(0.5)) entries.push({ key: "execution.checkpointing.tolerable-failed-checkpoints", value: String(rng.below(5)) });
  if (rng.chance(0.3)) entries.push({ key: "execution.checkpointing.min-pause", value: `${rng.below(800)} ms` });
  if (rng.chance(0.3)) entries.push({ key: "execution.checkpointing.num-retained", value: String(1 + rng.below(3)) });
  // Else missing slots are waited for during the whole run.
  if (rng.chance(0.25)) entries.push({ key: "slot.request.timeout", value: `${1 + rng.below(5)} s` });
  if (rng.chance(0.5)) {
    entries.push({ key: "restart-strategy.type", value: "fixed-delay" });
    entries.push({ key: "restart-strategy.fixed-delay.attempts", value: "1000000" });
    entries.push({ key: "restart-strategy.fixed-delay.delay", value: `${rng.below(1_500)} ms` });
  } else {
    entries.push({ key: "restart-strategy.type", value: "exponential-delay" });
    entries.push({ key: "restart-strategy.exponential-delay.initial-backoff", value: `${50 + rng.below(1_000)} ms` });
    entries.push({ key: "restart-strategy.exponential-delay.max-backoff", value: "4 s" });
  }
  return entries;
}

function drawDisturbance(rng: SeededRng, taskManagers: number): Disturbance {
  const startAfterMs = rng.chance(0.6) ? rng.between(0, 1_500) : rng.between(0, 8_000);
  const durationMs = rng.between(100, LONGEST_STALL_MS);
  const dice = rng.next();
  if (dice < 0.4) {
    return {
      type: "kill",
      phase: rng.chance(0.75) ? rng.pick(PHASES) : undefined,
      afterSteps: rng.below(6),
      calls: rng.chance(0.4) ? 1 + rng.below(6) : undefined,
      startAfterMs,
    };
  }
  if (dice < 0.46) return { type: "kill-all", startAfterMs };
  if (dice < 0.5) return { type: "scale", replicas: rng.below(taskManagers + 2), backAfterMs: rng.between(100, 4_000) };
  if (dice < 0.6) {
    return { type: "throw", vertex: rng.pick(["source", "counter", "writer", "committer"] as const) ?? "counter", times: 1 + rng.below(3) };
  }
  if (dice < 0.7) {
    const who = rng.pick(["taskmanager", "taskmanager", "kafka", "jobmanager", "clickevent-generator"] as const) ?? "kafka";
    return { type: "stall", who, durationMs };
  }
  if (dice < 0.75) return { type: "stall-link", durationMs };
  if (dice < 0.77) return { type: "hang", durationMs: rng.between(5_200, 9_000) };
  if (dice < 0.83) return { type: "slow", stepMs: rng.between(0.2, 4), durationMs: rng.between(500, 6_000) };
  if (dice < 0.88) {
    return {
      type: "slow-messages",
      probability: rng.between(0.05, 0.5),
      upToMs: rng.between(20, 400),
      durationMs: rng.between(500, 6_000),
    };
  }
  if (dice < 0.95) {
    return {
      type: "storage",
      errorProbability: rng.between(0, 0.5),
      latencyMs: rng.between(1, 2_500),
      durationMs: rng.between(500, 6_000),
    };
  }
  return { type: "rate", recordsPerSecond: rng.between(0, 20_000), durationMs: rng.between(100, 2_000) };
}

/**
 * Stalls alone, longer than the idleness timeout, of the way from the broker to one TaskManager: its split counts as idle, windows close without
 * it, and its clicks come late. As in Flink, which then drops them and counts what it dropped.
 */
export function drawStalls(seed: number): Schedule {
  const rng = new SeededRng(seed, 5);
  const stalls: ScheduledDisturbance[] = [];
  let atMs = rng.between(4_000, 9_000);
  for (let count = 1 + rng.below(3); count > 0; count--) {
    const durationMs = rng.between(6_000, 22_000);
    stalls.push({ type: "stall-link", atMs, durationMs });
    atMs += durationMs + rng.between(2_000, 8_000);
  }
  const recordsPerSecond = rng.pick([400, 1_000]) ?? 400;
  return {
    cluster: {
      taskManagers: 2,
      configuration: [
        { key: "taskmanager.numberOfTaskSlots", value: "1" },
        { key: "parallelism.default", value: "2" },
      ],
      generator: { topic: "input", recordsPerSecond, load: { type: "pages" } },
    },
    recordsPerSecond,
    disturbances: stalls,
    endMs: atMs,
  };
}
