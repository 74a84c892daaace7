// What is wrong with the running jobs, as facts. The rules and the calls load at the first use.
import type { QueryClient, QueryState } from "@tanstack/query-core";

import { timerMs } from "../base/timer.ts";
import type { Backend, ObservedBackend } from "../client/backend.ts";
import { factOptions, type FactOptions } from "../client/fact-options.ts";
import type { JobTriage, TriageRound } from "./job-triage.ts";

/** How long assessments are kept without a page that shows them, ms: for the way back to a list. */
const KEPT_MS = 1_800_000;

/** The assessment of one job, at the refresh interval. Replies that the page has anyway are not requested again. */
export function triageOptions(observed: ObservedBackend, jobid: string, isEnabled = true): FactOptions<JobTriage> {
  const options = factOptions<JobTriage>(
    observed,
    ["job", jobid],
    async ({ client: queryClient, signal }) => {
      const { assessJob, ON_JOB_PAGE } = await import("./assess-job.ts");
      const known = knownTriage(queryClient, observed, jobid);
      return assessJob({ observed, queryClient, signal }, jobid, known, ON_JOB_PAGE);
    },
    { isEnabled, keptMs: KEPT_MS },
  );
  return withOwnKey(observed, options);
}

/**
 * The running jobs, assessed in turn: jobs in view and those in trouble more often. Each call waits
 * until the page makes few enough requests.
 */
export function triageRoundOptions(observed: ObservedBackend, isEnabled = true): FactOptions<TriageRound> {
  const options = factOptions<TriageRound>(
    observed,
    ["round"],
    async ({ client: queryClient, signal }) => {
      const { assessNextJob } = await import("./assess-job.ts");
      const ownOf = (jobid: string): JobTriage | undefined => knownTriage(queryClient, observed, jobid);
      return assessNextJob({ observed, queryClient, signal }, ownOf, jobsInView.get(observed.backend) ?? NONE);
    },
    {
      isEnabled,
      keptMs: KEPT_MS,
      refreshMs: ({ data }: QueryState<TriageRound, Error>) =>
        data === undefined ? observed.refreshMs : Math.min(timerMs(Math.max(1, data.nextMs - Date.now()), 1), observed.refreshMs),
    },
  );
  // The assessments of the other jobs stay the same objects anyway.
  return { ...withOwnKey(observed, options), structuralSharing: false };
}

const NONE: readonly string[] = [];

const jobsInView = new WeakMap<Backend, readonly string[]>();

/** Notes the ids of the jobs that a list shows, for the next round. */
export function noteJobsInView(backend: Backend, jobids: readonly string[]): void {
  jobsInView.set(backend, jobids);
}

/** The newest assessment of a job, from its own page or from a round. Reads the cache only. */
export function knownTriage(queryClient: QueryClient, observed: ObservedBackend, jobid: string): JobTriage | undefined {
  const round = queryClient.getQueryData<TriageRound>(triageRoundOptions(observed).queryKey);
  return newest(queryClient.getQueryData<JobTriage>(triageOptions(observed, jobid).queryKey), round?.byJob[jobid]);
}

function newest(a: JobTriage | undefined, b: JobTriage | undefined): JobTriage | undefined {
  return (a?.assessment.atMs ?? 0) >= (b?.assessment.atMs ?? 0) ? (a ?? b) : b;
}

/**
 * An action waits until all facts of its backend are refreshed (refreshBackend). Its key keeps an
 * assessment, whose calls wait for their turn, out of that.
 */
function withOwnKey<Data>({ backend }: ObservedBackend, options: FactOptions<Data>): FactOptions<Data> {
  const [, ...parts] = options.queryKey;
  return { ...options, queryKey: [`triage of ${backend.id}`, ...parts] };
}
