import { useMemo } from "react";

import { MOST_VERTICES_ASKED } from "../../client/request-budget.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { isJobOver } from "../../domain/job-status.ts";
import { hasRunningTask } from "../../domain/vertex-phase.ts";
import type { LiveJob } from "../../observe/jobs.ts";
import { topicsOptions } from "../../observe/topics.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import type { ExceptionEntry } from "../../rest/exceptions.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { describeVertex, writesTopic } from "./describe-vertex.ts";
import type { GraphFacts } from "./graph-elements.ts";
import { type TopicEnd, topicEnds } from "./graph-topics.ts";
import { topicNodeId } from "./layout.ts";
import { type MeasuredVertex, useCheckpointDetails, useSourceReadings, useVertexMeasures } from "./queries.ts";
import { type GraphStructure, graphStructure } from "./structure.ts";
import { topicCard } from "./topic-model.ts";
import { vertexCard } from "./vertex-card-model.ts";

/** A job's graph with all known facts. */
export type Graph = {
  structure: GraphStructure;
  ends: readonly TopicEnd[];
  facts: GraphFacts;
  /** Whether topics are still unknown. Their ends would move the graph. */
  areEndsKnown: boolean;
  /** Whether loads and rates have not arrived yet. */
  isLoading: boolean;
};

/** Combines the replies about a job. Without a playground there are no topics. */
export function useGraph(
  jobId: string,
  live: LiveJob | undefined,
  checkpoints: Checkpoints | undefined,
  exceptions: readonly ExceptionEntry[],
  culpritId: string | undefined,
  /**
   * The vertices whose numbers are visible. Small graphs are measured completely, large ones only
   * for these.
   */
  inView: readonly string[],
): Graph | undefined {
  const { hasPlayground } = useBackend();
  const job = live?.job;
  // TanStack's structural sharing keeps the plan and the names of the last reply if they are equal.
  const plan = job?.plan;
  const vertices = job?.vertices;
  const structure = useMemo(
    () => (plan === undefined || vertices === undefined ? undefined : graphStructure({ plan, vertices })),
    [plan, vertices],
  );
  const isLive = job !== undefined && !isJobOver(job);
  const isRunning = (id: string): boolean => vertices?.some((vertex) => vertex.id === id && hasRunningTask(vertex)) === true;

  const measures = useVertexMeasures(jobId, measuredVertices(vertices, structure, inView), isLive);
  const sources = (structure?.vertices ?? []).filter(({ isSource }) => isSource).map(({ id }) => ({ id, isRunning: isRunning(id) }));
  const reads = useSourceReadings(jobId, sources, isLive);
  const topics = useFact(topicsOptions);
  const isWaiting = (vertices ?? []).some(
    ({ tasks }) => (tasks.SCHEDULED ?? 0) + (tasks.CREATED ?? 0) + (tasks.DEPLOYING ?? 0) + (tasks.INITIALIZING ?? 0) > 0,
  );
  const restoresId = checkpoints?.latest.completed?.id;
  const restored = useCheckpointDetails(jobId, isLive && isWaiting ? restoresId : undefined).data;
  if (live === undefined || structure === undefined) return undefined;

  const ends = topics.data === undefined ? [] : topicEnds(structure, topics.data.topics.topics, reads.topics);
  const topicOf = (id: string, side: "in" | "out"): readonly string[] =>
    ends.filter((end) => end.vertexId === id && end.side === side).map(({ topic }) => topic);
  const owns = new Map(structure.vertices.map((own) => [own.id, own]));
  const cards = live.job.vertices.map((vertex) => {
    const own = owns.get(vertex.id);
    return vertexCard(vertex, {
      description: own === undefined ? undefined : describeVertex(own, topicOf(vertex.id, "in"), writesTopic(structure, vertex.id, ends)),
      measures: measures[vertex.id],
      rates: live.rates.series[vertex.id]?.rates,
      average: live.rates.series[vertex.id]?.load,
      willRestoreBytes: restored?.tasks[vertex.id]?.state_size,
      exceptions,
      isCulprit: vertex.id === culpritId,
    });
  });
  const topicCards = ends.flatMap((end) => {
    const card =
      topics.data === undefined
        ? undefined
        : topicCard(topics.data, end.topic, end.side, isLive ? reads.readings[end.vertexId] : undefined);
    return card === undefined ? [] : [[topicNodeId(end), card] as const];
  });
  const isMeasured = live.job.vertices.some(({ id }) => measures[id] !== undefined && live.rates.series[id]?.rates !== undefined);
  return {
    structure,
    ends,
    facts: { cards: Object.fromEntries(cards.map((card) => [card.id, card])), topics: Object.fromEntries(topicCards), rates: live.rates },
    areEndsKnown: !hasPlayground || !isLive || topics.error !== null || (topics.data !== undefined && reads.areNamesKnown),
    // From the second refresh on, a missing number is really missing.
    isLoading: isLive && !isMeasured && Object.values(live.rates.series).every(({ points }) => points.length < 3),
  };
}

/** The vertices to query. */
function measuredVertices(
  vertices: readonly JobVertex[] = [],
  structure: GraphStructure | undefined,
  inView: readonly string[],
): readonly MeasuredVertex[] {
  const wanted = vertices.length <= MOST_VERTICES_ASKED ? undefined : new Set(inView.slice(0, MOST_VERTICES_ASKED));
  const sources = new Set(structure?.vertices.filter(({ isSource }) => isSource).map(({ id }) => id));
  return structure === undefined
    ? []
    : vertices.filter(({ id }) => wanted?.has(id) !== false).map((vertex) => ({ vertex, isSource: sources.has(vertex.id) }));
}
