import type { JobVertex } from "../rest/jobs.ts";
import type { ExecutionState } from "../rest/states.ts";
import { executionStateFacts } from "./execution-state.ts";

/**
 * The phase of a vertex, from its tasks' states: `waiting` for slots, `starting` (deployed, or
 * restoring), `working`, `stopping`, `failed`, `ended`. Flink's own state of a vertex is CREATED
 * even if all of its tasks are SCHEDULED.
 */
export type VertexPhase = "waiting" | "starting" | "working" | "stopping" | "failed" | "ended";

/**
 * The phase of a vertex. Some running tasks mean `working`. Failures and ends count only if no task
 * runs or starts.
 */
export function vertexPhase({ tasks }: Pick<JobVertex, "tasks">): VertexPhase {
  const some = (...states: ExecutionState[]): boolean => states.some((state) => (tasks[state] ?? 0) > 0);
  if (some("FAILED")) return "failed";
  if (some("RUNNING")) return "working";
  if (some("INITIALIZING", "DEPLOYING", "RECONCILING")) return "starting";
  if (some("CANCELING")) return "stopping";
  if (some("SCHEDULED", "CREATED")) return "waiting";
  // Of a state of a newer Flink nothing is known but that it has not ended.
  const isUnknown = Object.entries(tasks).some(([state, count]) => count > 0 && !executionStateFacts(state).isTerminal);
  return isUnknown ? "stopping" : "ended";
}

/** Whether a task of the vertex runs, regardless of the others. */
export function hasRunningTask({ tasks }: Pick<JobVertex, "tasks">): boolean {
  return (tasks.RUNNING ?? 0) > 0;
}

/**
 * The number of a job's tasks in total, running, finished and restoring. Each vertex counts its
 * own.
 */
export function taskProgressOf(vertices: readonly Pick<JobVertex, "tasks">[]): {
  total: number;
  running: number;
  finished: number;
  restoring: number;
} {
  const progress = { total: 0, running: 0, finished: 0, restoring: 0 };
  for (const { tasks } of vertices) {
    for (const count of Object.values(tasks)) progress.total += count;
    progress.running += tasks.RUNNING ?? 0;
    progress.finished += tasks.FINISHED ?? 0;
    progress.restoring += tasks.INITIALIZING ?? 0;
  }
  return progress;
}
