import { useQueries } from "@tanstack/react-query";

import { callOptions, useBackend, useRefreshMs } from "../../client/use-client.tsx";
import type { Job } from "../../rest/jobs.ts";
import { culpritOf, vertexPressure, type VertexPressure } from "./backpressure-model.ts";

/** More vertices than this, and a call for each at every refresh is too much. */
const MANY_VERTICES = 24;

/** The pressure on a job's vertices, at the refresh interval. */
export type JobPressure = {
  /** In the job's order; undefined while not known. */
  readonly pressures: readonly (VertexPressure | undefined)[];
  /** Who slows the job. */
  readonly culpritId: string | undefined;
  /** The first failure, if nothing is known. */
  readonly error: Error | null;
};

/** Asks each vertex: there is no one call for all. `all` also where there are many. */
export function useJobPressure(job: Job | undefined, isLive: boolean, all = false): JobPressure {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  const vertices = job === undefined || (!all && job.vertices.length > MANY_VERTICES) ? [] : job.vertices;
  const queries = useQueries({
    queries: vertices.map(({ id }) =>
      callOptions(backend, "vertexBackpressure", { jobid: job?.jid ?? "", vertexid: id }, {}, isLive ? refreshMs : false),
    ),
  });
  const pressures = vertices.map(({ id, tasks }, index) =>
    (tasks.RUNNING ?? 0) > 0 ? vertexPressure(id, queries[index]?.data) : undefined,
  );
  const culpritId =
    job === undefined
      ? undefined
      : culpritOf(
          job.plan,
          pressures.filter((one) => one !== undefined),
        );
  const error = queries.find((query) => query.error !== null)?.error ?? null;
  return { pressures, culpritId, error };
}
