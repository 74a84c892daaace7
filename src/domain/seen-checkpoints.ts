import type { Checkpoint, Checkpoints } from "../rest/checkpoints.ts";
import { knownAmount } from "./task-manager.ts";

/** A checkpoint as the page remembers it. Times in epoch ms; undefined if not reached yet. */
export type SeenCheckpoint = {
  id: number;
  status: Checkpoint["status"];
  isSavepoint: boolean;
  isUnaligned: boolean;
  /** In Flink's words; undefined if not reported. */
  type: string | undefined;
  triggeredMs: number;
  acknowledgedMs: number | undefined;
  durationMs: number | undefined;
  /** Bytes that the checkpoint wrote. */
  checkpointedBytes: number | undefined;
  /** Bytes of the full state. */
  stateBytes: number | undefined;
  /** Bytes processed during barrier alignment. */
  processedBytes: number | undefined;
  /** In-flight bytes stored with an unaligned checkpoint. */
  persistedBytes: number | undefined;
  acknowledgedSubtasks: number;
  subtasks: number;
  /** Why it failed, in Flink's words. */
  failure: string | undefined;
  path: string | undefined;
};

/**
 * The number of checkpoints that are remembered, listed and drawn: six minutes at one per second.
 * Flink keeps ten in its history (`web.checkpoints.history`).
 */
export const REMEMBERED = 360;

/**
 * The checkpoints seen before and those in the reply, by id, oldest first. A later reply about the
 * same checkpoint replaces the earlier one. A checkpoint that was in progress and has left the
 * cluster's history since then has an unknown result and is omitted.
 */
export function seenAfter(seen: readonly SeenCheckpoint[], checkpoints: Checkpoints): readonly SeenCheckpoint[] {
  const byId = new Map(seen.map((checkpoint) => [checkpoint.id, checkpoint]));
  const { completed, savepoint, failed } = checkpoints.latest;
  // The latest of each kind may be older than the history, often the restored one.
  for (const checkpoint of [completed, savepoint, failed, ...checkpoints.history]) {
    if (checkpoint !== null) byId.set(checkpoint.id, seenCheckpoint(checkpoint));
  }
  const shown = new Set(checkpoints.history.map(({ id }) => id));
  return [...byId.values()]
    .filter(({ id, status }) => status !== "IN_PROGRESS" || shown.has(id))
    .toSorted((a, b) => a.id - b.id)
    .slice(-REMEMBERED);
}

/** The newest checkpoint that has ended, or the newest one of all. Undefined if none is known. */
export function newestCheckpoint(seen: readonly SeenCheckpoint[]): SeenCheckpoint | undefined {
  return seen.findLast(({ status }) => status !== "IN_PROGRESS") ?? seen.at(-1);
}

/**
 * A checkpoint of a reply. Flink writes -1 if a value is not measured. The values of a failed
 * checkpoint, and of one in progress, are about the subtasks that have acknowledged.
 */
export function seenCheckpoint(checkpoint: Checkpoint): SeenCheckpoint {
  const isCompleted = checkpoint.className === "completed";
  return {
    id: checkpoint.id,
    status: checkpoint.status,
    isSavepoint: checkpoint.is_savepoint,
    isUnaligned: checkpoint.checkpoint_type === "UNALIGNED_CHECKPOINT",
    type: checkpoint.checkpoint_type,
    triggeredMs: checkpoint.trigger_timestamp,
    acknowledgedMs: knownAmount(checkpoint.latest_ack_timestamp),
    durationMs: knownAmount(checkpoint.end_to_end_duration),
    checkpointedBytes: knownAmount(checkpoint.checkpointed_size),
    stateBytes: knownAmount(checkpoint.state_size),
    processedBytes: knownAmount(checkpoint.processed_data),
    persistedBytes: knownAmount(checkpoint.persisted_data),
    acknowledgedSubtasks: checkpoint.num_acknowledged_subtasks,
    subtasks: checkpoint.num_subtasks,
    failure: checkpoint.className === "failed" ? (checkpoint.failure_message ?? "no reason given") : undefined,
    path: isCompleted ? (checkpoint.external_path ?? undefined) : undefined,
  };
}
