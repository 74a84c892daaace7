import { useMemo } from "react";

import { MOST_VERTICES_ASKED } from "../../client/request-budget.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { isJobOver } from "../../domain/job-status.ts";
import { hasRunningTask, vertexPhase } from "../../domain/vertex-phase.ts";
import type { Bottleneck } from "../../domain/vertex-pressure.ts";
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
import { type GraphStructure, sharedStructure, type StructureVertex, structureWithPending } from "./structure.ts";
import { topicCard } from "./topic-model.ts";
import { vertexCard, type VertexCardModel } from "./vertex-card-model.ts";

/** A job's graph with all known facts. */
export type Graph = {
  jobId: string;
  structure: GraphStructure;
  ends: readonly TopicEnd[];
  facts: GraphFacts;
  /** The vertices of the last reply, by id. */
  vertices: ReadonlyMap<string, JobVertex>;
  /** Whether topics are still unknown. Their ends would move the graph. */
  areEndsKnown: boolean;
  /** Whether loads and rates have not arrived yet. */
  isLoading: boolean;
  /** Whether a vertex has no running task yet. */
  isWaiting: boolean;
};

/** Combines the replies about a job. Without a playground there are no topics. */
export function useGraph(
  jobId: string,
  live: LiveJob | undefined,
  checkpoints: Checkpoints | undefined,
  exceptions: readonly ExceptionEntry[],
  bottleneck: Bottleneck | undefined,
  /**
   * The vertices whose numbers are visible. Small graphs are measured completely, large ones only
   * for these.
   */
  inView: readonly string[],
  /** Whether operators are drawn that are not in the job graph yet. */
  showsPending = false,
): Graph | undefined {
  const { hasPlayground } = useBackend();
  const job = live?.job;
  const structure = job === undefined ? undefined : showsPending ? structureWithPending(job) : sharedStructure(job);
  const vertices = useMemo(() => new Map(job?.vertices.map((vertex) => [vertex.id, vertex])), [job]);
  const isLive = job !== undefined && !isJobOver(job);
  const isRunning = (id: string): boolean => {
    const vertex = vertices.get(id);
    return vertex !== undefined && hasRunningTask(vertex);
  };

  const measures = useVertexMeasures(jobId, measuredVertices(vertices, structure, inView), isLive);
  // Only a playground has topics. Other sources are not requested.
  const sources = hasPlayground
    ? (structure?.vertices ?? []).filter(({ isSource }) => isSource).map(({ id }) => ({ id, isRunning: isRunning(id) }))
    : NO_SOURCES;
  const reads = useSourceReadings(jobId, sources, isLive);
  const topics = useFact(topicsOptions);
  const isWaitingForTasks = (job?.vertices ?? []).some(hasWaitingTask);
  const restoresId = checkpoints?.latest.completed?.id;
  const restored = useCheckpointDetails(jobId, isLive && isWaitingForTasks ? restoresId : undefined).data;
  if (live === undefined || structure === undefined) return undefined;

  const ends = topics.data === undefined ? NO_ENDS : topicEnds(structure, topics.data.topics.topics, reads.topics);
  const topicOf = (id: string, side: "in" | "out"): readonly string[] =>
    ends.filter((end) => end.vertexId === id && end.side === side).map(({ topic }) => topic);
  const owns = ownById(structure);
  const cards = new Map<string, VertexCardModel | undefined>();
  const cardOf = (id: string): VertexCardModel | undefined => {
    const vertex = vertices.get(id);
    if (vertex === undefined || cards.has(id)) return cards.get(id);
    const own = owns.get(id);
    const card = vertexCard(vertex, {
      description: own === undefined ? undefined : describeVertex(own, topicOf(id, "in"), writesTopic(structure, id, ends)),
      operation: own?.operation,
      measures: measures[id],
      rates: live.rates.series[id]?.rates,
      average: live.rates.series[id]?.load,
      willRestoreBytes: restored?.tasks[id]?.state_size,
      exceptions,
      bottleneck: id === bottleneck?.vertexId ? bottleneck : undefined,
    });
    cards.set(id, card);
    return card;
  };
  const topicCards = ends.flatMap((end) => {
    const card =
      topics.data === undefined
        ? undefined
        : topicCard(topics.data, end.topic, end.side, isLive ? reads.readings[end.vertexId] : undefined);
    return card === undefined ? [] : [[topicNodeId(end), card] as const];
  });
  const isMeasured = live.job.vertices.some(({ id }) => measures[id] !== undefined && live.rates.series[id]?.rates !== undefined);
  return {
    jobId,
    structure,
    ends,
    facts: {
      cardOf,
      pendingOf: (id) => (owns.get(id)?.isPending === true ? owns.get(id) : undefined),
      topics: Object.fromEntries(topicCards),
      rates: live.rates,
    },
    vertices,
    areEndsKnown: !hasPlayground || !isLive || topics.error !== null || (topics.data !== undefined && reads.areNamesKnown),
    // From the second refresh on, a missing number is really missing.
    isLoading: isLive && !isMeasured && Object.values(live.rates.series).every(({ points }) => points.length < 3),
    isWaiting: live.job.vertices.some((vertex) => ["waiting", "starting"].includes(vertexPhase(vertex))),
  };
}

const NO_ENDS: readonly TopicEnd[] = [];
const NO_SOURCES: readonly { id: string; isRunning: boolean }[] = [];

function hasWaitingTask({ tasks }: JobVertex): boolean {
  return (tasks.SCHEDULED ?? 0) + (tasks.CREATED ?? 0) + (tasks.DEPLOYING ?? 0) + (tasks.INITIALIZING ?? 0) > 0;
}

const structureVertices = new WeakMap<GraphStructure, ReadonlyMap<string, StructureVertex>>();

function ownById(structure: GraphStructure): ReadonlyMap<string, StructureVertex> {
  let known = structureVertices.get(structure);
  if (known === undefined) {
    known = new Map(structure.vertices.map((own) => [own.id, own]));
    structureVertices.set(structure, known);
  }
  return known;
}

/** The vertices to query. */
function measuredVertices(
  vertices: ReadonlyMap<string, JobVertex>,
  structure: GraphStructure | undefined,
  inView: readonly string[],
): readonly MeasuredVertex[] {
  if (structure === undefined) return [];
  const owns = ownById(structure);
  const wanted = vertices.size <= MOST_VERTICES_ASKED ? [...vertices.keys()] : inView.slice(0, MOST_VERTICES_ASKED);
  return wanted.flatMap((id) => {
    const vertex = vertices.get(id);
    return vertex === undefined ? [] : [{ vertex, isSource: owns.get(id)?.isSource === true }];
  });
}
