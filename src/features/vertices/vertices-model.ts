import { type ExecutionStateCount, executionStateCounts, executionStateLook } from "../../domain/execution-state.ts";
import type { StateBadgeLook } from "../../domain/state-badge-look.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import type { Vertex } from "../../rest/vertices.ts";

/** A vertex as a row. Counters are of the current attempts; absent if no task has reported. */
export type VertexRow = {
  id: string;
  name: string;
  look: StateBadgeLook;
  tasks: readonly ExecutionStateCount[];
  parallelism: number;
  /** The highest attempt of its subtasks, from 0; undefined while unknown. */
  attempt: number | undefined;
  recordsReceived: number | undefined;
  recordsSent: number | undefined;
  bytesReceived: number | undefined;
  bytesSent: number | undefined;
  /** Epoch ms; undefined before its first task was deployed. */
  startMs: number | undefined;
  durationMs: number | undefined;
};

/** The vertices of a job, in its order. `details` by vertex id contain the attempts. */
export function vertexRows(vertices: readonly JobVertex[], details: Readonly<Record<string, Vertex | undefined>>): readonly VertexRow[] {
  return vertices.map((vertex) => {
    const { metrics } = vertex;
    return {
      id: vertex.id,
      name: vertex.name,
      look: executionStateLook(vertex.status),
      tasks: executionStateCounts(vertex.tasks),
      parallelism: vertex.parallelism,
      attempt: attemptOf(details[vertex.id]),
      recordsReceived: counted(metrics["read-records"], metrics["read-records-complete"]),
      recordsSent: counted(metrics["write-records"], metrics["write-records-complete"]),
      bytesReceived: counted(metrics["read-bytes"], metrics["read-bytes-complete"]),
      bytesSent: counted(metrics["write-bytes"], metrics["write-bytes-complete"]),
      startMs: since(vertex["start-time"]),
      durationMs: since(vertex.duration),
    };
  });
}

function attemptOf(details: Vertex | undefined): number | undefined {
  if (details === undefined || details.subtasks.length === 0) return undefined;
  return details.subtasks
    .flatMap(({ "other-concurrent-attempts": others = [], attempt }) => [attempt, ...others.map((other) => other.attempt)])
    .reduce((most, attempt) => Math.max(most, attempt));
}

/** Incomplete and 0: no task has reported. Incomplete and higher: a partial count. */
function counted(value: number, isComplete: boolean): number | undefined {
  return isComplete || value > 0 ? value : undefined;
}

function since(value: number): number | undefined {
  return value >= 0 ? value : undefined;
}
