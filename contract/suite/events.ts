// The events of a job and its tasks, from the cluster's own times: of the job's states, of each
// subtask's states, and of the ends of earlier attempts.
import { EXECUTION_STATES, JOB_STATUSES } from "../../src/rest/states.ts";
import type { Scene } from "./scene.ts";

/** An event of one or many elements. Times in epoch ms. */
export interface ClusterEvent {
  readonly what: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** All events of the job since then, in order. */
export async function eventsSince(scene: Scene, sinceMs: number): Promise<readonly ClusterEvent[]> {
  const happened = [...(await jobTimes(scene)), ...(await taskTimes(scene, sinceMs))].filter(({ atMs }) => atMs >= sinceMs);
  const byName = Map.groupBy(happened, ({ what }) => what);
  return [...byName]
    .map(([what, times]) => {
      const all = times.map(({ atMs }) => atMs);
      return { what, firstMs: Math.min(...all), lastMs: Math.max(...all) };
    })
    .toSorted((a, b) => a.firstMs - b.firstMs || a.lastMs - b.lastMs);
}

interface Happened {
  readonly what: string;
  readonly atMs: number;
}

async function jobTimes({ backend, jobid }: Scene): Promise<readonly Happened[]> {
  const { timestamps } = await backend.client.call("job", { jobid }, {});
  return JOB_STATUSES.map((status) => ({ what: `job ${status}`, atMs: timestamps[status] }));
}

async function taskTimes({ backend, jobid, vertexIds }: Scene, sinceMs: number): Promise<readonly Happened[]> {
  const { client } = backend;
  const ends: { readonly attempt: number; readonly status: string; readonly atMs: number }[] = [];
  const states: (typeof ends)[number][] = [];
  for (const vertexid of vertexIds) {
    const vertex = await client.call("vertex", { jobid, vertexid }, {});
    const times = await client.call("vertexSubtaskTimes", { jobid, vertexid }, {});
    for (const [index, { attempt }] of vertex.subtasks.entries()) {
      const timestamps = times.subtasks[index]?.timestamps;
      for (const status of EXECUTION_STATES) states.push({ attempt, status, atMs: timestamps?.[status] ?? 0 });
      for (let before = 0; before < attempt; before++) {
        const over = await client.call("subtaskAttempt", { jobid, vertexid, subtaskindex: String(index), attempt: String(before) }, {});
        ends.push({ attempt: before, status: over.status, atMs: over["end-time"] });
      }
    }
  }
  const all = [...ends, ...states].filter(({ atMs }) => atMs >= sinceMs);
  const first = Math.min(...all.map(({ attempt }) => attempt));
  return all.map(({ attempt, status, atMs }) => ({ what: `tasks ${status}${ordinal(attempt - first)}`, atMs }));
}

/** Attempts are numbered from the first one with an event. */
function ordinal(later: number): string {
  return later === 0 ? "" : later === 1 ? ", next attempt" : `, ${later} attempts later`;
}
