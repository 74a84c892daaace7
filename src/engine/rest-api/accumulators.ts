// Accumulators that user functions fill. Flink: JobAccumulatorsHandler, JobVertexAccumulatorsHandler, SubtasksAllAccumulatorsHandler,
// SubtaskExecutionAttemptAccumulatorsHandler. No function of Click Event Count has one, so all lists are empty.

import type { AttemptAccumulators, JobAccumulators, SubtasksAccumulators, VertexAccumulators } from "../../rest/accumulators.ts";
import type { ExecutionJobVertexView, ExecutionView } from "../jobmanager/jobmanager-view.ts";
import { type Handlers, ok } from "./handler.ts";
import { findAttempt, findJob, findSubtask, findVertex } from "./lookup.ts";
import { UNASSIGNED } from "./vertices.ts";

/** `GET /jobs/:jobid/accumulators`. */
function jobAccumulators(): JobAccumulators {
  return { "job-accumulators": [], "user-task-accumulators": [], "serialized-user-task-accumulators": {} };
}

/** `GET …/vertices/:vertexid/accumulators`. */
function vertexAccumulators({ vertex }: ExecutionJobVertexView): VertexAccumulators {
  return { id: vertex.id, "user-accumulators": [] };
}

/** `GET …/subtasks/accumulators`. */
function subtasksAccumulators({ vertex, subtasks }: ExecutionJobVertexView): SubtasksAccumulators {
  return {
    id: vertex.id,
    parallelism: vertex.parallelism,
    subtasks: subtasks.map(({ subtaskIndex, current }) => ({
      subtask: subtaskIndex,
      attempt: current.attemptNumber,
      endpoint: current.location?.endpoint ?? UNASSIGNED,
      "user-accumulators": [],
    })),
  };
}

/** `GET …/attempts/:attempt/accumulators`. */
function attemptAccumulators(subtaskIndex: number, attempt: ExecutionView): AttemptAccumulators {
  return { subtask: subtaskIndex, attempt: attempt.attemptNumber, id: attempt.attemptId, "user-accumulators": [] };
}

/** The calls of this file. */
export const accumulatorHandlers = {
  jobAccumulators: ({ view, params }) => {
    findJob(view, params.jobid);
    return ok(jobAccumulators());
  },
  vertexAccumulators: ({ view, params }) => ok(vertexAccumulators(findVertex(findJob(view, params.jobid), params.vertexid))),
  subtasksAccumulators: ({ view, params }) => ok(subtasksAccumulators(findVertex(findJob(view, params.jobid), params.vertexid))),
  subtaskAttemptAccumulators: ({ view, params }) => {
    const vertex = findVertex(findJob(view, params.jobid), params.vertexid);
    const subtask = findSubtask(vertex, params.subtaskindex);
    return ok(attemptAccumulators(subtask.subtaskIndex, findAttempt(vertex, subtask, params.attempt)));
  },
} satisfies Partial<Handlers>;
