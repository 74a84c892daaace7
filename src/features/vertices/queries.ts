import { keepPreviousData, useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { useObserved } from "../../client/use-client.tsx";
import type { Job, JobVertex } from "../../rest/jobs.ts";
import type { CheckpointSubtasks } from "../../rest/checkpoints.ts";
import type { Vertex, VertexBackpressure } from "../../rest/vertices.ts";
import { checkpointSubtasksOptions } from "../../observe/checkpoints.ts";
import { backpressureOptions, deployedVertexOptions } from "../../observe/vertices.ts";

/**
 * The details of these vertices by id, for their attempts. `atMs` is when the job's reply arrived,
 * epoch ms.
 */
export function useVertexDetails(
  job: Job | undefined,
  atMs: number,
  vertices: readonly JobVertex[],
): Readonly<Record<string, Vertex | undefined>> {
  const observed = useObserved();
  const queries = useQueries({
    queries: job === undefined ? [] : vertices.map(({ id }) => deployedVertexOptions(observed, { job, atMs }, id, vertices.length)),
  });
  return Object.fromEntries(vertices.map(({ id }, index) => [id, queries[index]?.data?.vertex]));
}

/**
 * How the subtasks of a vertex spend their time. Not measured for a vertex without running tasks.
 */
export function useBackpressure(
  jobid: string,
  vertex: JobVertex,
  isWorking: boolean,
): { readonly data: VertexBackpressure | undefined; readonly error: Error | null } {
  const { data, error } = useQuery(backpressureOptions(useObserved(), jobid, vertex, { isLive: true, count: 1 }));
  return isWorking ? { data, error } : NOTHING_MEASURED;
}

const NOTHING_MEASURED = { data: undefined, error: null };

/**
 * The part of a vertex in a checkpoint, which does not change after completion. The previous one
 * stays until the next arrives.
 */
export function useCheckpointPart(jobid: string, checkpointId: number | undefined, vertexid: string): UseQueryResult<CheckpointSubtasks> {
  return useQuery({
    ...checkpointSubtasksOptions(useObserved(), { jobid, checkpointId, vertexid }, { isInProgress: false, count: 1 }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
