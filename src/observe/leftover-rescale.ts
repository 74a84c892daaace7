import type { ObservedBackend } from "../client/backend.ts";
import { factOptions, type FactOptions } from "../client/fact-options.ts";
import type { Checkpoints } from "../rest/checkpoints.ts";
import { known } from "./known.ts";
import { pathOf } from "./savepoint-calls.ts";

/** What the cluster says of a rescale by stop and start that was not finished. Undefined for what it does not know. */
export type LeftoverFacts = {
  /** Whether another tab runs the steps. */
  readonly isRunElsewhere: boolean;
  /** The status of the stop. */
  readonly stop: "in-progress" | { readonly value: string } | "failed" | undefined;
  /** Of the job that was to be stopped. */
  readonly checkpoints: Checkpoints | undefined;
  /** Whether the job that was to be started ran, or may still. */
  readonly isNewJobKnown: boolean;
  /** Where there are savepoints, as far as there is a list. */
  readonly paths: readonly string[] | undefined;
};

/**
 * What became of a rescale, by the job, the id of its stop and the job that was to be started, at the refresh interval. `isRunElsewhere` asks
 * whether another tab goes on with it.
 */
export function leftoverRescaleOptions(
  observed: ObservedBackend,
  rescale: { readonly jobId: string; readonly triggerId: string; readonly newJobId: string | null },
  isRunElsewhere: (jobId: string) => Promise<boolean>,
  isEnabled: boolean,
): FactOptions<LeftoverFacts> {
  const { jobId, triggerId, newJobId } = rescale;
  const { client, hasPlayground } = observed.backend;
  const ask = async (): Promise<LeftoverFacts> => {
    const [isElsewhere, status, checkpoints, newJob, list] = await Promise.all([
      isRunElsewhere(jobId),
      known(client.call("savepointStatus", { jobid: jobId, triggerid: triggerId }, {})),
      known(client.call("checkpoints", { jobid: jobId }, {})),
      newJobId === null ? undefined : known(client.call("job", { jobid: newJobId }, {})),
      hasPlayground ? client.call("playgroundSavepoints", {}, {}) : undefined,
    ]);
    const stop = status === undefined ? undefined : pathOf(status);
    return {
      isRunElsewhere: isElsewhere,
      stop: typeof stop === "object" && "failure" in stop ? "failed" : stop,
      checkpoints,
      isNewJobKnown: newJob !== undefined && (newJob.state !== "FAILED" || (newJob.timestamps.RUNNING ?? 0) > 0),
      paths: list?.savepoints.map(({ path }) => path),
    };
  };
  return factOptions(observed, ["leftoverRescale", jobId, triggerId, newJobId], ask, { isEnabled });
}
