import type { QueryClient } from "@tanstack/query-core";

import type { ObservedBackend } from "../client/backend.ts";
import { factOptions, type FactOptions } from "../client/fact-options.ts";
import type { Checkpoints } from "../rest/checkpoints.ts";
import { checkpointsOptions } from "./checkpoints.ts";
import { jobOptions } from "./jobs.ts";
import { known } from "./known.ts";
import { pathOf } from "./savepoint-calls.ts";
import { savepointStatusOptions, storedSavepointsOptions } from "./savepoints.ts";

/** The cluster's facts about an unfinished rescale by stop and start. Undefined if unknown. */
export type LeftoverFacts = {
  /** Whether another tab runs the steps. */
  readonly isRunElsewhere: boolean;
  /** The status of the stop. */
  readonly stop: "in-progress" | { readonly value: string } | "failed" | undefined;
  /** Of the job to be stopped. */
  readonly checkpoints: Checkpoints | undefined;
  /** Whether the job to be started ran, or may still run. */
  readonly isNewJobKnown: boolean;
  /** The existing savepoints, if there is a list. */
  readonly paths: readonly string[] | undefined;
};

/**
 * The state of an unfinished rescale, from its job, the id of its stop and the job to be started,
 * at the refresh interval. `isRunElsewhere` reports whether another tab runs it.
 */
export function leftoverRescaleOptions(
  observed: ObservedBackend,
  rescale: { readonly jobId: string; readonly triggerId: string; readonly newJobId: string | null },
  isRunElsewhere: (jobId: string) => Promise<boolean>,
  isEnabled: boolean,
): FactOptions<LeftoverFacts> {
  const { jobId, triggerId, newJobId } = rescale;
  const { hasPlayground } = observed.backend;
  const ask = async (queryClient: QueryClient): Promise<LeftoverFacts> => {
    const [isElsewhere, status, live, newJob, list] = await Promise.all([
      isRunElsewhere(jobId),
      known(queryClient.fetchQuery(savepointStatusOptions(observed, jobId, triggerId))),
      known(queryClient.fetchQuery(checkpointsOptions(observed, jobId))),
      newJobId === null ? undefined : known(queryClient.fetchQuery(jobOptions(observed, newJobId))),
      hasPlayground ? queryClient.fetchQuery(storedSavepointsOptions(observed)) : undefined,
    ]);
    const stop = status === undefined ? undefined : pathOf(status);
    return {
      isRunElsewhere: isElsewhere,
      stop: typeof stop === "object" && "failure" in stop ? "failed" : stop,
      checkpoints: live?.checkpoints,
      isNewJobKnown: newJob !== undefined && (newJob.job.state !== "FAILED" || (newJob.job.timestamps.RUNNING ?? 0) > 0),
      paths: list?.savepoints.map(({ path }) => path),
    };
  };
  return factOptions(observed, ["leftoverRescale", jobId, triggerId, newJobId], ({ client }) => ask(client), { isEnabled });
}
