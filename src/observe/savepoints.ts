import type { QueryClient } from "@tanstack/query-core";

import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, factOptions, type FactOptions } from "../client/fact-options.ts";
import { mayTakeCheckpoints } from "../domain/batch-job.ts";
import type { SavepointStatus } from "../rest/operations.ts";
import type { StoredSavepoints } from "../rest/playground.ts";
import { checkpointsOptions } from "./checkpoints.ts";
import { jobsOverviewOptions } from "./jobs.ts";
import { known } from "./known.ts";
import { rememberedRows, type SavepointRow, storedRows } from "./savepoint-rows.ts";

/** The number of jobs whose history is read if there is no list. */
const MOST_JOBS = 20;

/**
 * The savepoints and checkpoints that jobs can start from, at the refresh interval: from the
 * playground's list, or from the jobs' histories.
 */
export function savepointsOptions(observed: ObservedBackend): FactOptions<readonly SavepointRow[]> {
  return factOptions(observed, ["savepointRows"], ({ client }) => loadRows(observed, client));
}

/**
 * `GET /playground/savepoints`, at the refresh interval: the content of the savepoint directory.
 */
export function storedSavepointsOptions(observed: ObservedBackend): FactOptions<StoredSavepoints> {
  return callOptions(observed, "playgroundSavepoints", {}, {});
}

/**
 * The status of a savepoint or a stop, at the refresh interval. 404 once the cluster has dropped
 * it.
 */
export function savepointStatusOptions(observed: ObservedBackend, jobid: string, triggerid: string): FactOptions<SavepointStatus> {
  return callOptions(observed, "savepointStatus", { jobid, triggerid }, {});
}

async function loadRows(observed: ObservedBackend, queryClient: QueryClient): Promise<readonly SavepointRow[]> {
  if (observed.backend.hasPlayground) return storedRows((await queryClient.fetchQuery(storedSavepointsOptions(observed))).savepoints);
  const { jobs } = await queryClient.fetchQuery(jobsOverviewOptions(observed));
  const histories = await Promise.all(
    jobs
      .filter(mayTakeCheckpoints)
      .slice(0, MOST_JOBS)
      .map(async (job) => {
        // A job without checkpointing has no history.
        const live = await known(queryClient.fetchQuery(checkpointsOptions(observed, job.jid)));
        return live === undefined ? [] : [{ job, checkpoints: live.checkpoints }];
      }),
  );
  return rememberedRows(histories.flat());
}
