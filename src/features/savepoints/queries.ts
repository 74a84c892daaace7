import { useQuery, type UseQueryResult } from "@tanstack/react-query";

import { isNotFound } from "../../client/http-status-error.ts";
import { type Backend, useBackend, useRefreshMs } from "../../client/use-client.tsx";
import { mayTakeCheckpoints } from "../../domain/batch-job.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import { rememberedRows, type SavepointRow, storedRows } from "../../observe/savepoint-rows.ts";

/** So many jobs are asked for their history where there is no list. */
const MOST_JOBS = 20;

/** What jobs can start from, at the refresh interval: the playground's list, or what the jobs remember. */
export function useSavepoints(): UseQueryResult<readonly SavepointRow[]> {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  return useQuery({
    queryKey: [backend.id, "savepointRows"],
    queryFn: ({ signal }) => loadRows(backend, signal),
    refetchInterval: refreshMs,
  });
}

async function loadRows({ client, hasPlayground }: Backend, signal: AbortSignal): Promise<readonly SavepointRow[]> {
  if (hasPlayground) return storedRows((await client.call("playgroundSavepoints", {}, {}, { signal })).savepoints);
  const { jobs } = await client.call("jobsOverview", {}, {}, { signal });
  const histories = await Promise.all(
    jobs
      .filter(mayTakeCheckpoints)
      .slice(0, MOST_JOBS)
      .map(async (job) => {
        const checkpoints = await checkpointsOf(client, job.jid, signal);
        return checkpoints === undefined ? [] : [{ job, checkpoints }];
      }),
  );
  return rememberedRows(histories.flat());
}

/** A job without checkpointing has no history. */
async function checkpointsOf(client: Backend["client"], jobid: string, signal: AbortSignal): Promise<Checkpoints | undefined> {
  try {
    return await client.call("checkpoints", { jobid }, {}, { signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
