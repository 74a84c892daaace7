import { skewShareOf } from "../../domain/data-skew.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import type { AggregatedMetrics } from "../../rest/metrics.ts";

/** A vertex in the table of data skew. Numbers are undefined while unknown. */
export type SkewRow = {
  id: string;
  name: string;
  /** The path of the vertex. */
  path: string;
  /** 0…1. 0 for a vertex that has received no records, for which Flink computes NaN. */
  share: number | undefined;
  /** Records received by the subtask with the fewest. */
  fewest: number | undefined;
  /** Records per subtask. */
  average: number | undefined;
  /** Records received by the subtask with the most. */
  most: number | undefined;
  /** Whether the cluster has the records, but reports no skew: before Flink 1.20. */
  isWithoutSkew: boolean;
};

/** The rows of the vertices with their replies by id, in the job's order. */
export function skewRows(
  vertices: readonly JobVertex[],
  replies: ReadonlyMap<string, AggregatedMetrics>,
  pathOf: (vertexId: string) => string,
): readonly SkewRow[] {
  return vertices.map(({ id, name }) => {
    const records = replies.get(id)?.find((metric) => metric.id === "numRecordsIn");
    return {
      id,
      name: vertexTitle(name),
      path: pathOf(id),
      share: skewShareOf(replies.get(id)),
      fewest: numberOf(records?.min),
      average: numberOf(records?.avg),
      most: numberOf(records?.max),
      isWithoutSkew: records !== undefined && records.skew === undefined,
    };
  });
}

function numberOf(value: number | string | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
