import type { QueryState } from "@tanstack/query-core";

import type { ObservedBackend } from "../client/backend.ts";
import { callKey, callOptions, type FactOptions, type FactTiming } from "../client/fact-options.ts";
import { spreadRefresh } from "../client/request-budget.ts";
import { isBatchJob } from "../domain/batch-job.ts";
import { type CounterSample, counterSample, nextRateBook, type RateBook } from "../domain/rate.ts";
import { hasRunningTask } from "../domain/vertex-phase.ts";
import type { Job, JobVertex } from "../rest/jobs.ts";
import type { AggregatedMetrics, Metrics } from "../rest/metrics.ts";
import type { Vertex, VertexBackpressure, VertexSubtaskTimes, VertexTaskManagers } from "../rest/vertices.ts";
import { foldedOptions, inStepWith } from "./folded-options.ts";

/** A vertex with its subtasks in the last reply, and their rates by subtask index. */
export type LiveVertex = { vertex: Vertex; rates: RateBook };

/**
 * `GET …/vertices/:vertexid` at the refresh interval while the job lives, for the inspected vertex.
 */
export function vertexOptions(observed: ObservedBackend, jobid: string, vertexid: string, isLive: boolean): FactOptions<LiveVertex> {
  return timedVertexOptions(observed, jobid, vertexid, { refreshMs: isLive ? observed.refreshMs : false });
}

/**
 * `GET …/vertices/:vertexid` for facts that change only with a deployment: attempts and
 * TaskManagers of its subtasks. Requested in step with the job if they may have changed, and not at
 * all if the job's own reply shows that they have not. `count` vertices are requested like this.
 */
export function deployedVertexOptions(
  observed: ObservedBackend,
  { job, atMs }: { job: Job; atMs: number },
  vertexid: string,
  count: number,
): FactOptions<LiveVertex> {
  const { refreshMs } = observed;
  const ask = inStepWith<LiveVertex>(atMs, spreadRefresh(refreshMs, count) - refreshMs);
  return timedVertexOptions(observed, job.jid, vertexid, {
    refreshMs: (state: QueryState<LiveVertex, Error>) => (isDeploymentKnown(job, state.data?.vertex, refreshMs) ? false : ask(state)),
    isOneOfMany: true,
  });
}

function timedVertexOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string,
  timing: FactTiming<LiveVertex>,
): FactOptions<LiveVertex> {
  return foldedOptions<Vertex, LiveVertex>(observed, {
    key: callKey("vertex", { jobid, vertexid }, {}),
    ask: ({ client, signal }) => client.call("vertex", { jobid, vertexid }, {}, { signal }),
    fold: (known, vertex) => ({ vertex, rates: nextRateBook(known?.rates, vertex.now, samplesOf(vertex)) }),
    ...timing,
  });
}

function samplesOf({ subtasks, now }: Vertex): Readonly<Record<string, CounterSample | undefined>> {
  return Object.fromEntries(
    subtasks.map((subtask) => [
      String(subtask.subtask),
      counterSample(subtask.metrics, { atMs: now, startedMs: subtask["start-time"], taskCount: subtask.status === "RUNNING" ? 1 : 0 }),
    ]),
  );
}

/**
 * Whether a reply about a vertex shows the deployment in the job's last reply. Flink records each
 * restart, also of a single region, in the job's timestamps (DefaultScheduler: RUNNING to
 * RESTARTING and back). Only batch jobs start further attempts beside running ones. Both replies
 * may be copies up to a refresh interval old.
 */
export function isDeploymentKnown(job: Job, vertex: Vertex | undefined, refreshMs: number): boolean {
  const own = job.vertices.find(({ id }) => id === vertex?.id);
  if (vertex === undefined || own === undefined || isBatchJob(job)) return false;
  const changedMs = Math.max(...Object.values(job.timestamps), own["start-time"], own["end-time"]);
  return vertex.now > changedMs + 2 * refreshMs && hasSameTasks(own, vertex);
}

/** Whether the subtasks of one reply are in the states that the other one counts. */
function hasSameTasks(own: JobVertex, { subtasks }: Vertex): boolean {
  const states = Object.entries(own.tasks).filter(([, count]) => count > 0);
  return states.every(([state, count]) => subtasks.filter(({ status }) => status === state).length === count);
}

/**
 * `GET …/backpressure` at the refresh interval, or as often as the budget for `count` vertices
 * allows: how the subtasks spend their time. Flink answers only for a vertex with a running task.
 */
export function backpressureOptions(
  observed: ObservedBackend,
  jobid: string,
  vertex: JobVertex,
  { isLive, count }: { isLive: boolean; count: number },
): FactOptions<VertexBackpressure> {
  const refreshMs = isLive ? spreadRefresh(observed.refreshMs, count) : false;
  const params = { jobid, vertexid: vertex.id };
  return callOptions(observed, "vertexBackpressure", params, {}, { refreshMs, isEnabled: hasRunningTask(vertex), isOneOfMany: true });
}

/** `GET …/watermarks` of a vertex with inputs, with the same timing. */
export function watermarksOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string | undefined,
  { isEnabled, count }: { isEnabled: boolean; count: number },
): FactOptions<Metrics> {
  const timing = { refreshMs: spreadRefresh(observed.refreshMs, count), isEnabled: isEnabled && vertexid !== undefined, isOneOfMany: true };
  return callOptions(observed, "vertexWatermarks", { jobid, vertexid: vertexid ?? "" }, {}, timing);
}

/** `GET …/taskmanagers` at the refresh interval while the job lives: each TaskManager's share of a vertex. */
export function vertexTaskManagersOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string,
  isLive: boolean,
): FactOptions<VertexTaskManagers> {
  return callOptions(observed, "vertexTaskManagers", { jobid, vertexid }, {}, { refreshMs: isLive ? observed.refreshMs : false });
}

/** `GET …/subtasktimes`: when its subtasks entered their states. It is not repeated for a job that has ended. */
export function subtaskTimesOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string,
  { isEnabled, count, isLive = true }: { isEnabled: boolean; count: number; isLive?: boolean },
): FactOptions<VertexSubtaskTimes> {
  return callOptions(
    observed,
    "vertexSubtaskTimes",
    { jobid, vertexid },
    {},
    { refreshMs: isLive && spreadRefresh(observed.refreshMs, count), isEnabled, isOneOfMany: true },
  );
}

/**
 * `GET …/subtasks/metrics?get=numRecordsIn`: how many records the subtasks of a vertex received, and
 * how unevenly (`skew`, percent, since Flink 1.20). Requested once, and again by a refresh.
 */
export function recordsSkewOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string,
  isEnabled: boolean,
): FactOptions<AggregatedMetrics> {
  const query = { get: "numRecordsIn", agg: ["min", "max", "avg", "skew"] };
  return callOptions(observed, "subtasksMetrics", { jobid, vertexid }, query, { refreshMs: false, isEnabled, isOneOfMany: true });
}
