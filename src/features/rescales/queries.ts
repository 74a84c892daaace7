import { useQueries } from "@tanstack/react-query";

import { useConfig, useObserved } from "../../client/use-client.tsx";
import { rescaleWay } from "../../domain/scheduler.ts";
import { rescaleOptions } from "../../observe/rescales.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Rescale, RescaleHistory } from "../../rest/rescales.ts";

/** Whether a job's scheduler rescales it in place and therefore records rescales. */
export function useHasRescales(job: Job | undefined): boolean {
  const config = useConfig();
  return job !== undefined && rescaleWay(job, config) === "in place";
}

/**
 * Parallelisms and states of this many rescales are requested at once, one call each. Older ones
 * are requested when opened.
 */
const WITH_DETAILS = 20;

/**
 * The details of the newest rescales by id, because the history contains neither vertices nor
 * states.
 */
export function useNewestDetails(jobid: string, history: RescaleHistory): Readonly<Record<string, Rescale | undefined>> {
  const observed = useObserved();
  const newest = history.slice(0, WITH_DETAILS);
  return useQueries({
    queries: newest.map(({ rescaleUuid }) => rescaleOptions(observed, jobid, rescaleUuid)),
    // Without `combine` the result would be a new object in each render.
    combine: (queries) => Object.fromEntries(newest.map(({ rescaleUuid }, index) => [rescaleUuid, queries[index]?.data])),
  });
}
