import { useQueries } from "@tanstack/react-query";

import { MOST_VERTICES_ASKED } from "../../client/request-budget.ts";
import { useObserved } from "../../client/use-client.tsx";
import { hasRunningTask } from "../../domain/vertex-phase.ts";
import { culpritOf, vertexPressure, type VertexPressure } from "../../domain/vertex-pressure.ts";
import { backpressureOptions } from "../../observe/vertices.ts";
import type { Job, JobVertex } from "../../rest/jobs.ts";
import { missingBecause } from "../../ui/query-region.tsx";

/** The pressure on a job's vertices, at the refresh interval. */
export type JobPressure = {
  /** Those that are asked. */
  readonly vertices: readonly JobVertex[];
  /** Of those that were asked, in the job's order; undefined while not known. */
  readonly pressures: readonly (VertexPressure | undefined)[];
  /** Who slows the job. */
  readonly culpritId: string | undefined;
  /** Why the pressure of each is not known; undefined where it is, or was not asked. */
  readonly errors: readonly (Error | undefined)[];
};

/**
 * Asks each vertex: there is no one call for all. Of too many only those in `chosen`, and none without; none of which no task runs, for Flink has an
 * answer of measured tasks only.
 */
export function useJobPressure(job: Job | undefined, isLive: boolean, chosen?: ReadonlySet<string>): JobPressure {
  const observed = useObserved();
  const all = job?.vertices ?? [];
  const vertices = all.length <= MOST_VERTICES_ASKED ? all : all.filter(({ id }) => chosen?.has(id));
  const queries = useQueries({
    queries: vertices.map((vertex) => backpressureOptions(observed, job?.jid ?? "", vertex, { isLive, count: vertices.length })),
  });
  const pressures = vertices.map((vertex, index) => (hasRunningTask(vertex) ? vertexPressure(vertex.id, queries[index]?.data) : undefined));
  const culpritId =
    job === undefined
      ? undefined
      : culpritOf(
          job.plan,
          pressures.filter((one) => one !== undefined),
        );
  const errors = vertices.map((vertex, index) => {
    const query = queries[index];
    return query === undefined || !hasRunningTask(vertex) ? undefined : missingBecause(query);
  });
  return { vertices, pressures, culpritId, errors };
}
