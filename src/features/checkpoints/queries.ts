import { useQueries, type UseQueryResult } from "@tanstack/react-query";

import { useObserved } from "../../client/use-client.tsx";
import { checkpointSubtasksOptions } from "../../observe/checkpoints.ts";
import type { CheckpointSubtasks } from "../../rest/checkpoints.ts";

/** The subtasks of several vertices in one checkpoint, in the order of the vertices. */
export function useSubtasksOfCheckpoint(
  jobid: string,
  checkpointId: number,
  vertexIds: readonly string[],
  isInProgress: boolean,
): readonly UseQueryResult<CheckpointSubtasks>[] {
  const observed = useObserved();
  return useQueries({
    queries: vertexIds.map((vertexid) =>
      checkpointSubtasksOptions(observed, { jobid, checkpointId, vertexid }, { isInProgress, count: vertexIds.length }),
    ),
  });
}
