import { type QueryClient, QueryObserver } from "@tanstack/query-core";

import type { ObservedBackend } from "../client/backend.ts";
import type { Assessment } from "../domain/assessment.ts";
import { jobTitle } from "../domain/job-name.ts";
import { isJobOver } from "../domain/job-status.ts";
import type { JobsOverview } from "../rest/jobs.ts";
import { jobsOverviewOptions } from "./jobs.ts";
import { knownTriage, triageRoundOptions } from "./triage.ts";

/** A running job with its newest assessment; undefined before the first. */
export type WatchedJob = { readonly jobId: string; readonly title: string; readonly assessment: Assessment | undefined };

/** See {@link watchTroubles}. */
export interface TroubleWatch {
  /** Whether the jobs are assessed on every page and while the tab is hidden. Otherwise it makes no requests. */
  setAlways(isAlways: boolean): void;
  stop(): void;
}

/**
 * Calls `onChange` with the running jobs after each reply that may change them. It does not go
 * through React, which renders nothing while the tab is hidden.
 */
export function watchTroubles(
  queryClient: QueryClient,
  observed: ObservedBackend,
  onChange: (jobs: readonly WatchedJob[]) => void,
): TroubleWatch {
  const cache = queryClient.getQueryCache();
  const jobsQuery = jobsOverviewOptions(observed);
  const round = triageRoundOptions(observed);
  const jobsHash = JSON.stringify(jobsQuery.queryKey);
  const [triageKey] = round.queryKey;
  const known = (): JobsOverview | undefined => queryClient.getQueryData(jobsQuery.queryKey);
  let stops: (() => void)[] = [];
  let isAlways = false;

  function report(): void {
    const running = (known()?.jobs ?? []).filter((job) => !isJobOver(job));
    onChange(
      running.map((job) => ({
        jobId: job.jid,
        title: jobTitle(job),
        assessment: knownTriage(queryClient, observed, job.jid)?.assessment,
      })),
    );
  }

  function follow(): void {
    // A round goes through the jobs of this reply.
    if (isAlways && known() !== undefined && stops.length === 1) {
      stops.push(new QueryObserver(queryClient, { ...round, ...ALSO_HIDDEN }).subscribe(() => undefined));
    }
  }

  const unsubscribe = cache.subscribe((event) => {
    if (event.type !== "updated" || event.action.type !== "success" || known() === undefined) return;
    const [id] = event.query.queryKey as readonly unknown[];
    if (id !== triageKey && JSON.stringify(event.query.queryKey) !== jobsHash) return;
    follow();
    report();
  });
  if (known() !== undefined) report();

  function end(): void {
    for (const stop of stops) stop();
    stops = [];
  }

  return {
    setAlways(next) {
      if (next === isAlways) return;
      isAlways = next;
      end();
      if (!isAlways) return;
      stops = [new QueryObserver(queryClient, { ...jobsQuery, ...ALSO_HIDDEN }).subscribe(() => undefined)];
      follow();
    },
    stop() {
      end();
      unsubscribe();
    },
  };
}

const ALSO_HIDDEN = { refetchIntervalInBackground: true } as const;
