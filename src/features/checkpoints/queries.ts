import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";

import { MOST_VERTICES_ASKED } from "../../client/request-budget.ts";
import { useFact, useObserved } from "../../client/use-client.tsx";
import { checkpointOptions, checkpointSubtasksOptions } from "../../observe/checkpoints.ts";
import type { Checkpoint, CheckpointSubtasks } from "../../rest/checkpoints.ts";
import { slowestVertices } from "./timeline-model.ts";

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

/** The vertices whose subtasks are requested while the newest checkpoint is followed: each new one costs a request per vertex. */
const FOLLOWED_VERTICES = 4;

/** The vertices whose subtasks are shown: all, or the slowest of too many. */
export function shownVertices<Vertex extends { readonly id: string }>(
  checkpoint: Pick<Checkpoint, "tasks">,
  vertices: readonly Vertex[],
  isFollowing: boolean,
): readonly Vertex[] {
  return slowestVertices(checkpoint, vertices, isFollowing ? FOLLOWED_VERTICES : MOST_VERTICES_ASKED);
}

/**
 * While the newest checkpoint is followed, `checkpointId` changes with each new one. Returns the
 * previous one until the details of the next are known, so that the page does not empty in between.
 */
export function useLoadedCheckpoint(
  jobid: string,
  checkpointId: number,
  vertices: readonly { readonly id: string }[],
  { isFollowing, isInProgress }: { isFollowing: boolean; isInProgress: boolean },
): number {
  const { data, error } = useFact(checkpointOptions, jobid, checkpointId, { isInProgress });
  const asked = data === undefined ? [] : shownVertices(data, vertices, isFollowing).map(({ id }) => id);
  const parts = useSubtasksOfCheckpoint(jobid, checkpointId, asked, isInProgress);
  const isLoaded = error !== null || (data !== undefined && parts.every((part) => part.data !== undefined || part.error !== null));
  const [loadedId, setLoadedId] = useState(checkpointId);
  if ((isLoaded || !isFollowing) && loadedId !== checkpointId) setLoadedId(checkpointId);
  return isLoaded || !isFollowing ? checkpointId : loadedId;
}
