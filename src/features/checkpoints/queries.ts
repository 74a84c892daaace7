import { useQueries, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";

import { spreadRefresh } from "../../client/request-budget.ts";
import { callOptions, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import type { Checkpoint, CheckpointConfig, Checkpoints, CheckpointSubtasks } from "../../rest/checkpoints.ts";
import { type SeenCheckpoint, seenAfter } from "./history-model.ts";

/** The checkpoints as of the last reply, and all that were seen, oldest first. */
export type LiveCheckpoints = { checkpoints: Checkpoints; seen: readonly SeenCheckpoint[] };

/**
 * `GET …/checkpoints` at the refresh interval: one that is in progress is over in milliseconds here, in minutes elsewhere. Not asked before it is
 * known that the job takes them.
 */
export function useLiveCheckpoints(jobid: string, isEnabled: boolean): UseQueryResult<LiveCheckpoints> {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const refreshMs = useRefreshMs();
  const queryKey = [backend.id, "liveCheckpoints", { jobid }] as const;
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<LiveCheckpoints> => {
      const checkpoints = await backend.client.call("checkpoints", { jobid }, {}, { signal });
      return { checkpoints, seen: seenAfter(queryClient.getQueryData<LiveCheckpoints>(queryKey)?.seen ?? [], checkpoints) };
    },
    refetchInterval: refreshMs,
    enabled: isEnabled,
  });
}

/** `GET …/checkpoints/config`: asked once, it does not change while the job lives. */
export function useCheckpointConfig(jobid: string): UseQueryResult<CheckpointConfig> {
  return useCall("checkpointConfig", { jobid }, {}, { refreshMs: false });
}

/** One checkpoint in full. It changes while it is in progress only. */
export function useCheckpoint(jobid: string, checkpointId: number, isInProgress: boolean): UseQueryResult<Checkpoint> {
  const refreshMs = useRefreshMs();
  return useCall("checkpoint", { jobid, checkpointid: String(checkpointId) }, {}, { refreshMs: isInProgress ? refreshMs : false });
}

/** The subtasks of several vertices in one checkpoint, in their order. */
export function useSubtasksOfCheckpoint(
  jobid: string,
  checkpointId: number,
  vertexIds: readonly string[],
  isInProgress: boolean,
): readonly UseQueryResult<CheckpointSubtasks>[] {
  const backend = useBackend();
  const refreshMs = spreadRefresh(useRefreshMs(), vertexIds.length);
  return useQueries({
    queries: vertexIds.map((vertexid) =>
      callOptions(
        backend,
        "checkpointSubtasks",
        { jobid, checkpointid: String(checkpointId), vertexid },
        {},
        isInProgress ? refreshMs : false,
      ),
    ),
  });
}
