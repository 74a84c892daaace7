import type { Checkpoints } from "../rest/checkpoints.ts";
import type { JobOverview } from "../rest/jobs.ts";
import type { StoredSavepoint } from "../rest/playground.ts";

/**
 * A savepoint or checkpoint that a job can start from. Times in epoch ms; `bytes` is undefined if
 * unknown.
 */
export type SavepointRow = {
  readonly path: string;
  readonly kind: "savepoint" | "checkpoint";
  readonly jobId: string;
  readonly jobName: string;
  readonly createdMs: number;
  readonly bytes: number | undefined;
  /** Whether a job can start from it; undefined if unknown. */
  readonly isUsable: boolean | undefined;
  /** Why it cannot. */
  readonly reason: string | undefined;
};

/** Rows of the playground's list, which is complete. */
export function storedRows(savepoints: readonly StoredSavepoint[]): readonly SavepointRow[] {
  return savepoints.map(({ path, kind, jobId, jobName, created, bytes, usable, reason }) => ({
    path,
    kind,
    jobId,
    jobName,
    createdMs: created,
    bytes,
    isUsable: usable,
    reason: reason ?? undefined,
  }));
}

/**
 * Rows from the jobs' histories, for a cluster without a list: the savepoints that the JobManager
 * knows, and the last checkpoint of an ended job if it was retained. Newest first.
 */
export function rememberedRows(
  jobs: readonly { readonly job: Pick<JobOverview, "jid" | "name" | "end-time">; readonly checkpoints: Checkpoints }[],
): readonly SavepointRow[] {
  const rows = jobs.flatMap(({ job, checkpoints }) => {
    const isOver = job["end-time"] >= 0;
    const known = [checkpoints.latest.savepoint, checkpoints.latest.completed, ...checkpoints.history];
    return known.flatMap((one): SavepointRow[] => {
      if (one === null || one === undefined || one.className !== "completed" || one.discarded) return [];
      const path = one.external_path;
      if (path === null || path === undefined || !path.includes(":/") || (!one.is_savepoint && !isOver)) return [];
      return [
        {
          path,
          kind: one.is_savepoint ? "savepoint" : "checkpoint",
          jobId: job.jid,
          jobName: job.name,
          createdMs: one.trigger_timestamp,
          bytes: one.state_size,
          isUsable: undefined,
          reason: undefined,
        },
      ];
    });
  });
  const byPath = new Map(rows.map((row) => [row.path, row]));
  return [...byPath.values()].toSorted((a, b) => b.createdMs - a.createdMs);
}
