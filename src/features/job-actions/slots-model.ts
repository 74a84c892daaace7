import { slotsNeeded } from "../../domain/slots-needed.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Overview } from "../../rest/overview.ts";

/** The slots that a job waits for. */
export type MissingSlots = {
  readonly needed: number;
  readonly total: number;
  readonly free: number;
  readonly missing: number;
  /** How many TaskManagers of the current size would provide them. */
  readonly taskManagers: number;
};

/** Assigning slots takes a moment that needs no notice. */
const WAITS_FROM_MS = 2000;

/**
 * The slots that a job with only SCHEDULED tasks waits for; undefined if it does not wait, or not
 * for long. A slot reserved for the job counts as taken in `slots-available`. The need is therefore
 * compared with all slots first, and with the free ones only if other jobs must hold the rest.
 */
export function missingSlots(
  job: Pick<Job, "state" | "vertices" | "now" | "timestamps">,
  overview: Overview | undefined,
): MissingSlots | undefined {
  const isWaiting =
    job.state === "RUNNING" && job.vertices.length > 0 && job.vertices.every(({ tasks, parallelism }) => tasks.SCHEDULED === parallelism);
  if (!isWaiting || overview === undefined || job.now - (job.timestamps.RUNNING ?? job.now) < WAITS_FROM_MS) return undefined;
  const needed = slotsNeeded(job.vertices);
  const { taskmanagers, "slots-total": total, "slots-available": free } = overview;
  const missing = needed > total ? needed - total : needed - free;
  if (missing <= 0) return undefined;
  const perTaskManager = taskmanagers === 0 ? needed : Math.max(1, Math.floor(total / taskmanagers));
  return { needed, total, free, missing, taskManagers: Math.ceil(missing / perTaskManager) };
}
