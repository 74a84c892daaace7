import { useQueries } from "@tanstack/react-query";

import { MOST_VERTICES_ASKED } from "../../client/request-budget.ts";
import { useObserved } from "../../client/use-client.tsx";
import { hasRunningTask } from "../../domain/vertex-phase.ts";
import { type Bottleneck, bottleneckOf, vertexPressure, type VertexPressure } from "../../domain/vertex-pressure.ts";
import { backpressureOptions } from "../../observe/vertices.ts";
import type { Job, JobVertex } from "../../rest/jobs.ts";
import { missingBecause } from "../../ui/query-region.tsx";

/** The backpressure of a job's vertices, at the refresh interval. */
export type JobPressure = {
  /** The vertices that are queried. */
  readonly vertices: readonly JobVertex[];
  /** The replies, in the job's order; undefined while unknown. */
  readonly pressures: readonly (VertexPressure | undefined)[];
  readonly bottleneck: Bottleneck | undefined;
  /** Why the backpressure of a vertex is unknown; undefined if it is known or was not queried. */
  readonly errors: readonly (Error | undefined)[];
};

/**
 * Queries each vertex, because no call returns all of them. Of too many vertices, only those in
 * `chosen`, and none if it is undefined. Skips vertices without running tasks, because Flink
 * measures only running tasks.
 */
export function useJobPressure(job: Job | undefined, isLive: boolean, chosen?: ReadonlySet<string>): JobPressure {
  const observed = useObserved();
  const all = job?.vertices ?? [];
  const vertices = all.length <= MOST_VERTICES_ASKED ? all : all.filter(({ id }) => chosen?.has(id));
  const queries = useQueries({
    queries: vertices.map((vertex) => backpressureOptions(observed, job?.jid ?? "", vertex, { isLive, count: vertices.length })),
  });
  const pressures = vertices.map((vertex, index) => (hasRunningTask(vertex) ? vertexPressure(vertex.id, queries[index]?.data) : undefined));
  const bottleneck =
    job === undefined
      ? undefined
      : bottleneckOf(
          job.plan,
          pressures.filter((one) => one !== undefined),
        );
  const errors = vertices.map((vertex, index) => {
    const query = queries[index];
    return query === undefined || !hasRunningTask(vertex) ? undefined : missingBecause(query);
  });
  return { vertices, pressures, bottleneck, errors };
}
