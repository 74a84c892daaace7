import { useQueries } from "@tanstack/react-query";

import { useObserved } from "../../client/use-client.tsx";
import { recordsSkewOptions } from "../../observe/vertices.ts";
import type { Job } from "../../rest/jobs.ts";
import type { AggregatedMetrics } from "../../rest/metrics.ts";
import { missingBecause } from "../../ui/query-region.tsx";

/** The data skew of a job's vertices. */
export type DataSkew = {
  /** By vertex id; vertices without a reply are absent. */
  readonly replies: ReadonlyMap<string, AggregatedMetrics>;
  /** Of the vertices whose call failed. */
  readonly errors: readonly Error[];
  /** When the oldest reply arrived, epoch ms. */
  readonly sinceMs: number | undefined;
  /** Reads all vertices again. */
  readonly refresh: () => void;
};

/** Reads the skew of each vertex, with one call each. Flink has no call for all of them. */
export function useDataSkew(job: Job | undefined, isLive: boolean): DataSkew {
  const observed = useObserved();
  const vertices = job?.vertices ?? [];
  const queries = useQueries({ queries: vertices.map(({ id }) => recordsSkewOptions(observed, job?.jid ?? "", id, isLive)) });
  return {
    replies: new Map(
      vertices.flatMap(({ id }, index) => {
        const reply = queries[index]?.data;
        return reply === undefined ? [] : [[id, reply] as const];
      }),
    ),
    errors: queries.map(missingBecause).filter((error) => error !== undefined),
    sinceMs: queries.reduce<number | undefined>(
      (oldest, { data, dataUpdatedAt }) => (data === undefined ? oldest : Math.min(oldest ?? dataUpdatedAt, dataUpdatedAt)),
      undefined,
    ),
    refresh: () => {
      for (const query of queries) void query.refetch();
    },
  };
}
