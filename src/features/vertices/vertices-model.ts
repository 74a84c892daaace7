import { type ExecutionStateCount, executionStateCounts, executionStateLook } from "../../domain/execution-state.ts";
import type { StateBadgeLook } from "../../domain/state-badge-look.ts";
import { vertexPhase } from "../../domain/vertex-phase.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import type { Vertex } from "../../rest/vertices.ts";
import { type Counter, readCounter, REPORTING_PHASES } from "./counter.ts";

/** A vertex as a row. Counters are of the current attempts; absent if no task is deployed. */
export type VertexRow = {
  id: string;
  name: string;
  look: StateBadgeLook;
  tasks: readonly ExecutionStateCount[];
  parallelism: number;
  /** The highest attempt of its subtasks, from 0; undefined while unknown. */
  attempt: number | undefined;
  recordsReceived: Counter | undefined;
  recordsSent: Counter | undefined;
  bytesReceived: Counter | undefined;
  bytesSent: Counter | undefined;
  /** Epoch ms; undefined before its first task was deployed. */
  startMs: number | undefined;
  /** Epoch ms; undefined while a task has not ended. */
  endMs: number | undefined;
  durationMs: number | undefined;
};

/** The vertices of a job, in its order. `details` by vertex id contain the attempts. */
export function vertexRows(vertices: readonly JobVertex[], details: Readonly<Record<string, Vertex | undefined>>): readonly VertexRow[] {
  return vertices.map((vertex) => {
    const { metrics } = vertex;
    const isReporting = REPORTING_PHASES.has(vertexPhase(vertex));
    return {
      id: vertex.id,
      name: vertex.name,
      look: executionStateLook(vertex.status),
      tasks: executionStateCounts(vertex.tasks),
      parallelism: vertex.parallelism,
      attempt: attemptOf(details[vertex.id]),
      recordsReceived: readCounter(metrics, "read-records", isReporting),
      recordsSent: readCounter(metrics, "write-records", isReporting),
      bytesReceived: readCounter(metrics, "read-bytes", isReporting),
      bytesSent: readCounter(metrics, "write-bytes", isReporting),
      startMs: since(vertex["start-time"]),
      endMs: since(vertex["end-time"]),
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

function since(value: number): number | undefined {
  return value >= 0 ? value : undefined;
}
