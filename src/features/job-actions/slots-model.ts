import { slotsNeeded } from "../../domain/slots-needed.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Overview } from "../../rest/overview.ts";

/** Slots that a job waits for. */
export type MissingSlots = {
  readonly needed: number;
  readonly total: number;
  readonly free: number;
  readonly missing: number;
  /** How many TaskManagers like those that are there would bring them. */
  readonly taskManagers: number;
};

/** Until a job's slots are given out takes a moment, and is not worth a word. */
const WAITS_FROM_MS = 2000;

/**
 * What a job waits for whose tasks are all SCHEDULED; undefined if it does not wait, or not long. A slot that is reserved for it counts as
 * taken in `slots-available`, so it is held against all slots first, and against the free ones only where others must hold the rest.
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
