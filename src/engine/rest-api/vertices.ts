// One vertex: its subtasks, their times, and where they run. Flink: JobVertexDetailsHandler, SubtasksTimesHandler, JobVertexTaskManagersHandler.

import type { FlameGraph } from "../../rest/flame-graph.ts";
import { EXECUTION_STATES } from "../../rest/states.ts";
import type { Subtask, Vertex, VertexSubtaskTimes, VertexTaskManager, VertexTaskManagers } from "../../rest/vertices.ts";
import type { ExecutionJobVertexView, ExecutionVertexView, ExecutionView, JobManagerView } from "../jobmanager/jobmanager-view.ts";
import { aggregateState } from "../jobmanager/scheduling/aggregate-state.ts";
import { isTerminalExecutionState } from "../jobmanager/scheduling/execution-state-machine.ts";
import { vertexBackpressure } from "./backpressure.ts";
import { type Handlers, ok } from "./handler.ts";
import { aggregatedDetails, ioMetrics, statusDurations } from "./io-metrics.ts";
import { findAttempt, findJob, findSubtask, findVertex } from "./lookup.ts";
import { stateCounts } from "./state-counts.ts";
import { attemptsTiming } from "./timing.ts";

/** What Flink writes for endpoint and TaskManager of a task without a slot. */
export const UNASSIGNED = "(unassigned)";

/** `GET …/vertices/:vertexid`. */
function vertexDetails(view: JobManagerView, vertex: ExecutionJobVertexView): Vertex {
  view.metrics.update();
  const now = view.clock.now();
  return {
    id: vertex.vertex.id,
    name: vertex.vertex.name,
    parallelism: vertex.vertex.parallelism,
    maxParallelism: vertex.vertex.maxParallelism,
    now,
    subtasks: vertex.subtasks.map((subtask) => attemptDetails(view, subtask.subtaskIndex, subtask.current, now)),
    aggregated: aggregatedDetails(
      view,
      vertex.subtasks.map((subtask) => subtask.current),
      now,
    ),
  };
}

function attemptDetails(view: JobManagerView, subtaskIndex: number, attempt: ExecutionView, now: number): Subtask {
  const timing = attemptsTiming([attempt], now);
  return {
    subtask: subtaskIndex,
    status: attempt.state,
    attempt: attempt.attemptNumber,
    endpoint: attempt.location?.endpoint ?? UNASSIGNED,
    ...timing,
    metrics: ioMetrics(view, [attempt]),
    "taskmanager-id": attempt.location?.taskManagerId ?? UNASSIGNED,
    "status-duration": statusDurations(attempt, now),
    start_time: timing["start-time"],
  };
}

/** `GET …/subtasks/:subtaskindex`: the current attempt. */
function subtaskDetails(view: JobManagerView, subtask: ExecutionVertexView): Subtask {
  view.metrics.update();
  return attemptDetails(view, subtask.subtaskIndex, subtask.current, view.clock.now());
}

/** `GET …/subtasks/:subtaskindex/attempts/:attempt`. */
function attemptOfSubtask(view: JobManagerView, { subtaskIndex }: ExecutionVertexView, attempt: ExecutionView): Subtask {
  view.metrics.update();
  return attemptDetails(view, subtaskIndex, attempt, view.clock.now());
}

/** `GET …/subtasktimes`: the duration counts from SCHEDULED. */
function subtaskTimes(view: JobManagerView, vertex: ExecutionJobVertexView): VertexSubtaskTimes {
  const now = view.clock.now();
  return {
    id: vertex.vertex.id,
    name: vertex.vertex.name,
    now,
    subtasks: vertex.subtasks.map(({ subtaskIndex, current }) => {
      const scheduled = current.stateTimestamps.SCHEDULED;
      const end = isTerminalExecutionState(current.state) ? current.stateTimestamps[current.state] : now;
      const timestamps = Object.fromEntries(EXECUTION_STATES.map((state) => [state, current.stateTimestamps[state]]));
      return {
        subtask: subtaskIndex,
        endpoint: current.location?.endpoint ?? UNASSIGNED,
        duration: scheduled > 0 ? end - scheduled : -1,
        // Built from the very list of states that the record is over.
        timestamps: timestamps as VertexSubtaskTimes["subtasks"][number]["timestamps"],
      };
    }),
  };
}

/** `GET …/taskmanagers`: the subtasks by where they run; those without a slot are one group. */
function vertexTaskManagers(view: JobManagerView, vertex: ExecutionJobVertexView): VertexTaskManagers {
  view.metrics.update();
  const now = view.clock.now();
  const groups = Map.groupBy(
    vertex.subtasks.map((subtask) => subtask.current),
    (attempt) => attempt.location?.taskManagerId ?? UNASSIGNED,
  );
  return {
    id: vertex.vertex.id,
    name: vertex.vertex.name,
    now,
    taskmanagers: [...groups].map(([taskManagerId, attempts]) => share(view, taskManagerId, attempts, now)),
  };
}

function share(view: JobManagerView, taskManagerId: string, attempts: readonly ExecutionView[], now: number): VertexTaskManager {
  const states = attempts.map((attempt) => attempt.state);
  return {
    endpoint: attempts[0]?.location?.endpoint ?? UNASSIGNED,
    status: aggregateState(states),
    ...attemptsTiming(attempts, now),
    metrics: ioMetrics(view, attempts),
    "status-counts": stateCounts(states),
    "taskmanager-id": taskManagerId,
    aggregated: aggregatedDetails(view, attempts, now),
  };
}

/**
 * The answer of Flink when `rest.flamegraph.enabled` is false: JavaScript cannot sample the stacks
 * of a running thread.
 */
const FLAME_GRAPH_DISABLED: FlameGraph = { endTimestamp: -2 };

/** The calls of this file. */
export const vertexHandlers = {
  vertex: ({ view, params }) => ok(vertexDetails(view, findVertex(findJob(view, params.jobid), params.vertexid, "not-found"))),
  vertexSubtaskTimes: ({ view, params }) => ok(subtaskTimes(view, findVertex(findJob(view, params.jobid), params.vertexid))),
  vertexTaskManagers: ({ view, params }) => {
    const vertex = findVertex(findJob(view, params.jobid), params.vertexid, "not-found");
    return ok(vertexTaskManagers(view, vertex));
  },
  vertexBackpressure: ({ view, params }) =>
    ok(vertexBackpressure(view, findVertex(findJob(view, params.jobid), params.vertexid, "not-found"))),
  vertexFlameGraph: () => ok(FLAME_GRAPH_DISABLED),
  subtask: ({ view, params }) => {
    const vertex = findVertex(findJob(view, params.jobid), params.vertexid);
    return ok(subtaskDetails(view, findSubtask(vertex, params.subtaskindex)));
  },
  subtaskAttempt: ({ view, params }) => {
    const vertex = findVertex(findJob(view, params.jobid), params.vertexid);
    const subtask = findSubtask(vertex, params.subtaskindex);
    return ok(attemptOfSubtask(view, subtask, findAttempt(vertex, subtask, params.attempt)));
  },
} satisfies Partial<Handlers>;
