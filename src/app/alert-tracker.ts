import type { Reason, ReasonKind, TriageSource } from "../domain/assessment.ts";
import { REASON_FACTS } from "../domain/reason-facts.ts";
import type { WatchedJob } from "../observe/watch-troubles.ts";

/** A reason that has begun to apply to a job. */
export type Alert = { readonly job: WatchedJob; readonly reason: Reason };

/** See {@link createAlertTracker}. */
export interface AlertTracker {
  /** The alerts that these assessments add. Call it with all running jobs after each change. */
  next(jobs: readonly WatchedJob[]): readonly Alert[];
}

type JobState = { atMs: number; readonly kinds: Set<ReasonKind>; readonly read: Set<TriageSource> };

/**
 * Finds the reasons that begin while the page is open: one alert for each reason and job until it
 * clears. What the first reading of a source says of a job that was there when the page opened is
 * not news. A source that could not be read clears nothing.
 */
export function createAlertTracker(): AlertTracker {
  const states = new Map<string, JobState>();
  let atOpening: ReadonlySet<string> | undefined;

  function alertsOf(job: WatchedJob, isOld: boolean): readonly Alert[] {
    const { assessment } = job;
    if (assessment === undefined) return [];
    const state = states.get(job.jobId) ?? { atMs: 0, kinds: new Set(), read: new Set() };
    if (state.atMs === assessment.atMs) return [];
    state.atMs = assessment.atMs;
    states.set(job.jobId, state);
    const unread = new Set(assessment.unread.map(({ source }) => source));
    const news = assessment.reasons.filter(({ kind }) => !state.kinds.has(kind) && (!isOld || state.read.has(REASON_FACTS[kind].source)));
    const current = new Set(assessment.reasons.map(({ kind }) => kind));
    for (const kind of state.kinds) if (!current.has(kind) && !unread.has(REASON_FACTS[kind].source)) state.kinds.delete(kind);
    for (const kind of current) state.kinds.add(kind);
    for (const { source } of Object.values(REASON_FACTS)) if (!unread.has(source)) state.read.add(source);
    return news.map((reason) => ({ job, reason }));
  }

  return {
    next(jobs) {
      const ids = new Set(jobs.map(({ jobId }) => jobId));
      atOpening ??= ids;
      for (const jobId of states.keys()) if (!ids.has(jobId)) states.delete(jobId);
      const old = atOpening;
      return jobs.flatMap((job) => alertsOf(job, old.has(job.jobId)));
    },
  };
}
