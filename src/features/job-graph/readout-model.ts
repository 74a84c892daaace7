import { visibleText } from "../../base/visible-text.ts";
import { formatBytes, formatClockTenths, formatDuration, formatOf } from "../../domain/units.ts";
import type { Checkpoints, PendingCheckpoint } from "../../rest/checkpoints.ts";

/** One part of the line under the graph. `age` is appended as "… ago", from epoch ms. */
export type ReadoutPart = { strong?: string; text: string; sinceMs?: number };

/** The line under the graph: the state of the checkpoints as text. */
export type Readout = { mark: "moving" | "waiting" | "none"; parts: readonly ReadoutPart[] };

/**
 * Describes the latest checkpoints: the one in progress and the last completed one; the one to
 * restore while the job waits; the failed one if none has completed since.
 */
export function checkpointReadout(checkpoints: Checkpoints, job: { isWaiting: boolean; isOver: boolean }): Readout {
  const { latest, counts, history } = checkpoints;
  const completed = latest.completed ?? undefined;
  const failed = latest.failed ?? undefined;
  const pending = history.find((checkpoint): checkpoint is PendingCheckpoint => checkpoint.className === "in_progress");
  const parts: ReadoutPart[] = [];
  const restores = completed ?? latest.restored ?? undefined;
  if (job.isWaiting && restores !== undefined) {
    parts.push({ strong: nameOf(restores), text: "will be restored" });
    if (completed !== undefined) {
      parts.push({
        text: `completed ${formatClockTenths(completed.latest_ack_timestamp)}, ${formatDuration(completed.end_to_end_duration)}, ${formatBytes(completed.state_size)}`,
      });
    }
  } else {
    if (pending !== undefined) {
      parts.push({
        strong: nameOf(pending),
        text: `in progress, ${formatOf(pending.num_acknowledged_subtasks, pending.num_subtasks)} subtasks acknowledged`,
      });
    }
    if (completed !== undefined) {
      parts.push({
        ...(pending === undefined ? { strong: nameOf(completed) } : {}),
        text: `${pending === undefined ? "completed" : `last completed ${completed.id}`}, ${formatDuration(completed.end_to_end_duration)}, ${formatBytes(completed.state_size)},`,
        sinceMs: completed.latest_ack_timestamp,
      });
    }
  }
  if (failed !== undefined && failed.id > (completed?.id ?? -1)) {
    parts.push({ text: `${failed.id} failed: ${visibleText(failed.failure_message ?? "no reason given")}` });
  }
  if (parts.length === 0) parts.push({ text: nothingYet(counts.total, job.isOver) });
  return { mark: job.isWaiting && restores !== undefined ? "waiting" : pending === undefined ? "none" : "moving", parts };
}

function nameOf({ id, is_savepoint: isSavepoint }: { readonly id: number; readonly is_savepoint: boolean }): string {
  return `${isSavepoint ? "Savepoint" : "Checkpoint"} ${String(id)}`;
}

function nothingYet(total: number, isOver: boolean): string {
  if (isOver) return "No checkpoint was completed.";
  return total === 0 ? "No checkpoint was triggered yet." : "No checkpoint was completed yet.";
}
