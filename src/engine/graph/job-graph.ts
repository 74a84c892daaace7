// A job as data: vertices, edges and settings, ready to be deployed. Flink: JobGraph, JobVertex, JobEdge. Nothing here runs.

import type { ConfigEntry } from "../configuration/configuration.ts";

/** How records are dealt to the consumer's subtasks. Flink prints these words in the plan. */
export type ShipStrategy = "FORWARD" | "HASH" | "REBALANCE";

/** What a subtask runs. One operator a vertex: the playground's job is not chained. */
export type OperatorSpec =
  | {
      readonly kind: "source";
      readonly topic: string;
      readonly groupId: string;
      /** Where a split without restored offset begins. */
      readonly startingOffsets: "earliest" | "committed";
      readonly watermarks: { readonly maxOutOfOrdernessMs: number; readonly idlenessMs: number };
    }
  /** In even minutes of the wall clock each record is held for `delayMs`. */
  | { readonly kind: "slow-map"; readonly delayMs: number }
  | { readonly kind: "window-count"; readonly sizeMs: number; readonly time: "event" | "processing" }
  | { readonly kind: "sink-writer"; readonly topic: string }
  | { readonly kind: "sink-committer" };

/** One vertex. `id` is 32 hex digits, from the uid as Flink hashes it. */
export interface JobVertex {
  readonly id: string;
  readonly uid: string;
  readonly name: string;
  /** Text of the plan's node. */
  readonly description: string;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly slotSharingGroupId: string;
  readonly operator: OperatorSpec;
}

/** A directed edge from producer to consumer. */
export interface JobEdge {
  readonly sourceId: string;
  readonly targetId: string;
  readonly shipStrategy: ShipStrategy;
}

/** Whether the last checkpoints are kept when the job ends, in the order of Flink's ExternalizedCheckpointRetention. */
export const CHECKPOINT_RETENTIONS = ["DELETE_ON_CANCELLATION", "RETAIN_ON_CANCELLATION", "NO_EXTERNALIZED_CHECKPOINTS"] as const;

/** One of {@link CHECKPOINT_RETENTIONS}. */
export type CheckpointRetention = (typeof CHECKPOINT_RETENTIONS)[number];

/** Flink: CheckpointConfig. Times in ms. `intervalMs` undefined: no periodic checkpoints (savepoints still work). */
export interface CheckpointConfig {
  readonly intervalMs?: number;
  readonly timeoutMs: number;
  readonly minPauseMs: number;
  readonly tolerableFailures: number;
  readonly retention: CheckpointRetention;
}

/** A job ready to be run. */
export interface JobGraph {
  readonly jobId: string;
  readonly name: string;
  /** In topological order, sources first. */
  readonly vertices: readonly JobVertex[];
  readonly edges: readonly JobEdge[];
  readonly checkpoints: CheckpointConfig;
  /** With which the program ran; the job's JobMaster reads its restart strategy from it. Flink: JobGraph.getJobConfiguration. */
  readonly configuration: readonly ConfigEntry[];
  readonly bufferTimeoutMs: number;
  readonly autoWatermarkIntervalMs: number;
}
