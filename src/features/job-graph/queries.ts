import { keepPreviousData, useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { useFact, useObserved } from "../../client/use-client.tsx";
import { topicsRead } from "../../domain/source-metrics.ts";
import { vertexPressure } from "../../domain/vertex-pressure.ts";
import { checkpointOptions } from "../../observe/checkpoints.ts";
import { sourceNamesOptions, sourceReadingsOptions } from "../../observe/source-readings.ts";
import { topicsOptions } from "../../observe/topics.ts";
import { backpressureOptions, watermarksOptions } from "../../observe/vertices.ts";
import type { Checkpoint } from "../../rest/checkpoints.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { missingBecause } from "../../ui/query-region.tsx";
import type { TopicReading } from "./topic-model.ts";
import { vertexMeasures, type VertexMeasures } from "./vertex-card-model.ts";

/**
 * The details of a completed checkpoint, which never change. The previous ones stay until the next
 * arrive.
 */
export function useCheckpointDetails(jobid: string, checkpointId: number | undefined): UseQueryResult<Checkpoint> {
  return useQuery({
    ...checkpointOptions(useObserved(), jobid, checkpointId, { isInProgress: false }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A vertex to measure. */
export type MeasuredVertex = { readonly vertex: JobVertex; readonly isSource: boolean };

/**
 * Load and low watermark of these vertices, at the refresh interval or as often as the budget
 * allows, while the job lives.
 */
export function useVertexMeasures(
  jobid: string,
  vertices: readonly MeasuredVertex[],
  isLive: boolean,
): Readonly<Record<string, VertexMeasures | undefined>> {
  const observed = useObserved();
  const count = vertices.length;
  const loads = useQueries({
    queries: vertices.map(({ vertex }) => backpressureOptions(observed, jobid, vertex, { isLive, count })),
  });
  const watermarks = useQueries({
    queries: vertices.map(({ vertex, isSource }) =>
      watermarksOptions(observed, jobid, vertex.id, { isEnabled: isLive && !isSource, count }),
    ),
  });
  return Object.fromEntries(
    vertices.map(({ vertex: { id }, isSource }, index) => {
      const load = vertexPressure(id, loads[index]?.data);
      const marks = watermarks[index]?.data;
      const loadProblem = problemOf(loads[index]);
      const watermarkProblem = problemOf(watermarks[index]);
      const isKnown = [load, marks, loadProblem, watermarkProblem].some((fact) => fact !== undefined);
      return [id, isKnown ? { ...vertexMeasures(load, marks, isSource), loadProblem, watermarkProblem } : undefined];
    }),
  );
}

function problemOf(query: UseQueryResult | undefined): string | undefined {
  return query === undefined ? undefined : missingBecause(query)?.message;
}

/** The topics and positions of a job's sources, by vertex id. */
export type GraphReadings = {
  topics: Readonly<Record<string, readonly string[]>>;
  readings: Readonly<Record<string, TopicReading>>;
  /** Whether every source has reported its topics, or cannot. */
  areNamesKnown: boolean;
};

/** Reads the sources' offsets. Used only if there are topics to draw. */
export function useSourceReadings(jobid: string, sources: readonly { id: string; isRunning: boolean }[], isLive: boolean): GraphReadings {
  const observed = useObserved();
  const isEnabled = isLive && observed.backend.hasPlayground;
  const names = useQueries({ queries: sources.map(({ id }) => sourceNamesOptions(observed, jobid, id, isEnabled)) });
  const named = sources.map(({ id }, index) => ({ id, metricIds: names[index]?.data?.ids }));
  const topics = useFact(topicsOptions);
  const readings = useQuery(
    sourceReadingsOptions(observed, jobid, named, isEnabled && topics.data !== undefined ? topics.dataUpdatedAt : undefined),
  ).data;
  return {
    topics: Object.fromEntries(named.map(({ id, metricIds }) => [id, topicsRead(metricIds ?? [])])),
    areNamesKnown: sources.every(
      ({ isRunning }, index) => !isRunning || names[index]?.data?.isKnown === true || names[index]?.error !== null,
    ),
    readings: Object.fromEntries(
      sources.map(({ id, isRunning }) => {
        const { positions = [], pendingRecords } = readings?.byVertex[id] ?? {};
        return [id, { positions, pendingRecords: isRunning ? pendingRecords : undefined, isRunning }];
      }),
    ),
  };
}
