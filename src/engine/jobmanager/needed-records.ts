import type { JobGraph } from "../graph/job-graph.ts";
import type { HeldRecords } from "../protocol/broker.ts";
import { splitOffsetsOf, topicsOf, type CompletedCheckpoint } from "./checkpoints/completed-checkpoint.ts";

/**
 * Which records a running job needs: those that its tasks have not read, and those from which a restart would begin. `latest` is the checkpoint
 * or savepoint to which a restart would go back; undefined if there is none. `canRestart`: whether the job has a restart strategy.
 *
 * With periodic checkpoints a restart must see every record behind `latest`, or every record since the start. Without them nothing ever moves that
 * point, so it cannot be held: a restart that finds its offsets gone begins at the earliest record, as Kafka's auto.offset.reset says.
 * Only the offsets that the consumer group commits advance on their own. Rules: ST18 and ST19.
 */
export function neededRecords(graph: JobGraph, latest: CompletedCheckpoint | undefined, canRestart: boolean): HeldRecords {
  const sources = graph.vertices.flatMap(({ operator }) => (operator.kind === "source" ? [operator] : []));
  const topics = sources.map(({ topic }) => topic);
  if (graph.checkpoints.intervalMs !== undefined) {
    return latest === undefined ? { type: "all", topics } : { type: "from-offsets", offsets: splitOffsetsOf(latest) };
  }
  const { jobId } = graph;
  if (latest !== undefined) return { type: "unread", jobId, topics: topicsOf(latest) };
  const groupId = sources.find(({ startingOffsets }) => startingOffsets === "committed")?.groupId;
  return { type: "unread", jobId, topics, ...(groupId !== undefined && canRestart && { groupId }) };
}
