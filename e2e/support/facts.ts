// Facts about the cluster that several journeys need. They come from the two contracts, not from
// the screen.

import type { FlinkClient } from "../../src/client/flink-client.ts";
import type { Checkpoints } from "../../src/rest/checkpoints.ts";
import { readDouble } from "../../src/rest/doubles.ts";
import type { Job, JobOverview } from "../../src/rest/jobs.ts";

/** The vertices of Click Event Count, as a live Flink has them: name and id. */
export const VERTICES = {
  source: { name: "Source: ClickEvent Source", id: "e5a72f353fc1e6bbf3bd96a41384998c" },
  counter: { name: "ClickEvent Counter", id: "0da08f51eaa85fc298e176a139b3649a" },
  writer: { name: "ClickEventStatistics Sink: Writer", id: "2e588ce1c86a9d46e2e85186773ce4fd" },
  committer: { name: "ClickEventStatistics Sink: Committer", id: "5abb6f104479fbc38acf37f2d04fd907" },
} as const;

/** Four vertices at parallelism 2. */
export const TASK_COUNT = 8;

/** The job of the cluster, once it exists. After a reset it is another one. */
export async function clickEventCount(cluster: FlinkClient): Promise<JobOverview | undefined> {
  const { jobs } = await cluster.call("jobsOverview", {}, {});
  return jobs.find(({ name }) => name === "Click Event Count");
}

/** The job, if all of its tasks are RUNNING. */
export async function runningJob(cluster: FlinkClient): Promise<JobOverview | undefined> {
  const job = await clickEventCount(cluster);
  return job?.state === "RUNNING" && job.tasks.running === TASK_COUNT ? job : undefined;
}

/** The job, if it is RUNNING and all of its tasks are SCHEDULED, waiting for slots. */
export async function waitingJob(cluster: FlinkClient): Promise<JobOverview | undefined> {
  const job = await clickEventCount(cluster);
  return job?.state === "RUNNING" && job.tasks.scheduled === TASK_COUNT ? job : undefined;
}

/** The details of the job. */
export async function jobDetails(cluster: FlinkClient, jobid: string): Promise<Job> {
  return cluster.call("job", { jobid }, {});
}

/** The job's checkpoints. */
export async function checkpointsOf(cluster: FlinkClient, jobid: string): Promise<Checkpoints> {
  return cluster.call("checkpoints", { jobid }, {});
}

/**
 * The checkpoint that the job was restored from, once its statistics contain it. Flink shows them
 * up to 3 s late.
 */
export async function restoredOf(cluster: FlinkClient, jobid: string): Promise<NonNullable<Checkpoints["latest"]["restored"]> | undefined> {
  return (await checkpointsOf(cluster, jobid)).latest.restored ?? undefined;
}

/** The ids of the registered TaskManagers, in order. */
export async function taskManagerIds(cluster: FlinkClient): Promise<readonly string[]> {
  const { taskmanagers } = await cluster.call("taskManagers", {}, {});
  return taskmanagers.map(({ id }) => id).toSorted();
}

/** The containers and their states: `{ "taskmanager-1": "running", … }`. */
export async function containerStates(cluster: FlinkClient): Promise<Readonly<Record<string, "running" | "exited">>> {
  const { containers } = await cluster.call("playgroundContainers", {}, {});
  return Object.fromEntries(containers.map(({ name, state }) => [name, state]));
}

/**
 * Clicks in topic `input` that are not fetched, by the source's own metric; undefined while it has
 * none.
 */
export async function sourceLag(cluster: FlinkClient, jobid: string): Promise<number | undefined> {
  const query = { get: "Source__ClickEvent_Source.pendingRecords", agg: "sum" };
  const metrics = await cluster.call("subtasksMetrics", { jobid, vertexid: VERTICES.source.id }, query);
  const sum = metrics[0]?.sum;
  return sum === undefined ? undefined : readDouble(sum);
}

/** The number of records ever written to a topic. */
export async function topicEnd(cluster: FlinkClient, topic: string): Promise<number> {
  const { topics } = await cluster.call("playgroundTopics", {}, {});
  const partitions = topics.find(({ name }) => name === topic)?.partitions ?? [];
  return partitions.reduce((sum, { endOffset }) => sum + endOffset, 0);
}
