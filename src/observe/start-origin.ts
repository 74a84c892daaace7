import type { QueryClient } from "@tanstack/query-core";

import type { ObservedBackend } from "../client/backend.ts";
import { factOptions, type FactOptions } from "../client/fact-options.ts";
import { takesCheckpoints } from "../domain/batch-job.ts";
import type { CheckpointConfig } from "../rest/checkpoints.ts";
import type { Job } from "../rest/jobs.ts";
import { checkpointConfigOptions } from "./checkpoints.ts";
import { jobOptions } from "./jobs.ts";
import { known } from "./known.ts";

/** The cluster's facts about a job to resume; undefined if unknown. */
export type OriginFacts = { readonly job: Job | undefined; readonly config: CheckpointConfig | undefined };

/** A job and its checkpoint configuration at the time when a start form opens. */
export function originOptions(observed: ObservedBackend, jobid: string | undefined): FactOptions<OriginFacts> {
  return factOptions(observed, ["startOrigin", jobid], ({ client }) => factsOf(observed, client, jobid ?? ""), {
    isFixed: true,
    isEnabled: jobid !== undefined,
  });
}

async function factsOf(observed: ObservedBackend, queryClient: QueryClient, jobid: string): Promise<OriginFacts> {
  const job = (await known(queryClient.fetchQuery(jobOptions(observed, jobid))))?.job;
  const hasConfig = job !== undefined && takesCheckpoints(job);
  return { job, config: hasConfig ? await known(queryClient.fetchQuery(checkpointConfigOptions(observed, jobid))) : undefined };
}
