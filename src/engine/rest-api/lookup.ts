// Finding what a path names, or saying in Flink's words that it is not there.

import type { ExecutionJobVertexView, ExecutionVertexView, ExecutionView, JobManagerView, JobView } from "../jobmanager/jobmanager-view.ts";
import { idParameter, integerParameter } from "./parameters.ts";
import { handlerError, notFound } from "./rest-error.ts";

/** The job of a path, or 400 or 404. */
export function findJob(view: JobManagerView, parameter: string): JobView {
  const jobId = idParameter("jobid", parameter);
  const job = view.job(jobId);
  if (job === undefined) throw notFound(`Job ${jobId} not found`);
  return job;
}

/** The vertex of a path, or 400 or 404. `wording` is which of Flink's two sentences its handler uses. */
export function findVertex(job: JobView, parameter: string, wording: "not-found" | "no-vertex" = "no-vertex"): ExecutionJobVertexView {
  const vertexId = idParameter("vertexid", parameter);
  const vertex = job.vertex(vertexId);
  if (vertex !== undefined) return vertex;
  throw notFound(wording === "not-found" ? `JobVertex ${vertexId} not found` : `No vertex with ID '${vertexId}' exists.`);
}

/** The subtask of a path, or 400 or 404. */
export function findSubtask(vertex: ExecutionJobVertexView, parameter: string): ExecutionVertexView {
  const subtask = vertex.subtasks[integerParameter("subtaskindex", parameter)];
  if (subtask === undefined) throw handlerError(404, `Invalid subtask index for vertex ${vertex.vertex.id}`);
  return subtask;
}

/** The attempt of a path, current or kept, or 400 or 404. */
export function findAttempt({ vertex }: ExecutionJobVertexView, subtask: ExecutionVertexView, parameter: string): ExecutionView {
  const attemptNumber = integerParameter("attempt", parameter);
  const attempt = subtask.current.attemptNumber === attemptNumber ? subtask.current : subtask.attempt(attemptNumber);
  if (attempt !== undefined) return attempt;
  const task = `${vertex.name} (${subtask.subtaskIndex + 1}/${vertex.parallelism})`;
  throw handlerError(404, `Attempt ${attemptNumber} not found in subtask ${task}`);
}
