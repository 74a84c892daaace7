import type { Checkpoints } from "../rest/checkpoints.ts";

/** The latest completed checkpoint of a job. Times in epoch ms. */
export type LatestCheckpoint = { id: number; completedMs: number; durationMs: number };

/** Absent while none has completed, also after a restart, when the latest is the restored one. */
export function latestCheckpoint(checkpoints: Pick<Checkpoints, "latest">): LatestCheckpoint | undefined {
  const completed = checkpoints.latest?.completed;
  if (completed === undefined || completed === null) return undefined;
  return {
    id: completed.id,
    completedMs: completed.latest_ack_timestamp,
    durationMs: completed.end_to_end_duration,
  };
}

/**
 * The number of failed checkpoints of a job that has completed none since it started, so that a
 * failure would lose all its work; 0 if it has completed one or nothing failed.
 */
export function failedWithoutCompleted({ latest, counts }: Pick<Checkpoints, "latest" | "counts">): number {
  return latest.completed === null && counts.failed > 0 ? counts.failed : 0;
}
