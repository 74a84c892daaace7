// Where histories are kept.
import { type HistoryEvent, type HistoryRow, type JobHistory, mergedHistory, NO_HISTORY } from "./history.ts";

/** The histories of the jobs of one cluster. Calls reject if the storage fails. */
export interface HistoryStore {
  /** Adds to the histories. */
  readonly add: (batch: readonly JobAddition[]) => Promise<void>;
  /** The history of a job, or of {@link CLUSTER}. */
  readonly read: (jobId: string) => Promise<JobHistory>;
  /** Drops what exceeds the bounds at `nowMs`, epoch ms. */
  readonly trim: (nowMs: number) => Promise<void>;
  readonly close: () => void;
}

/** What was recorded of a job since the last addition. */
export interface JobAddition {
  readonly jobId: string;
  /** The last sample or event, epoch ms. */
  readonly atMs: number;
  readonly rows: readonly HistoryRow[];
  readonly events: readonly HistoryEvent[];
}

/** In place of a job id: the events of the whole cluster. */
export const CLUSTER = "";

/** The jobs of a cluster whose history is kept, those with the latest samples. */
export const MOST_JOBS = 20;

/** The jobs to drop if there are too many. The cluster's own events are not a job. */
export function jobsToDrop(jobs: readonly { readonly jobId: string; readonly atMs: number }[]): readonly string[] {
  return jobs
    .filter(({ jobId }) => jobId !== CLUSTER)
    .toSorted((a, b) => b.atMs - a.atMs)
    .slice(MOST_JOBS)
    .map(({ jobId }) => jobId);
}

/** A store that lives as long as the page. */
export function createMemoryStore(): HistoryStore {
  const jobs = new Map<string, { atMs: number; history: JobHistory }>();
  return {
    add: async (batch) => {
      for (const { jobId, atMs, rows, events } of batch) {
        const known = jobs.get(jobId);
        const latestMs = Math.max(atMs, known?.atMs ?? atMs);
        jobs.set(jobId, { atMs: latestMs, history: mergedHistory(known?.history ?? NO_HISTORY, { rows, events }, latestMs) });
      }
    },
    read: async (jobId) => jobs.get(jobId)?.history ?? NO_HISTORY,
    trim: async () => {
      for (const jobId of jobsToDrop([...jobs].map(([id, { atMs }]) => ({ jobId: id, atMs })))) jobs.delete(jobId);
    },
    close: () => jobs.clear(),
  };
}
