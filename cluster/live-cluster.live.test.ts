// A real cluster of Apache Flink, from start to end.
import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import type * as z from "zod/mini";
import { type JobsOverview, jobsOverviewSchema } from "../src/rest/jobs.ts";
import {
  containersSchema,
  generatorSchema,
  outputValueSchema,
  playgroundSchema,
  storedSavepointsSchema,
  topicRecordsSchema,
  topicsSchema,
} from "../src/rest/playground.ts";
import { type LiveCluster, startLiveCluster } from "./live-cluster.ts";
import { isAlive } from "./process-identity.ts";
import { runsUnderWay } from "./run-directory.ts";

const POLL = { interval: 250 };
const TASKS = 8;
const PAGES = 6;

async function get<T>(cluster: LiveCluster, path: string, schema: z.ZodMiniType<T>): Promise<T> {
  const reply = await fetch(`${cluster.baseUrl}${path}`);
  const text = await reply.text();
  expect(reply.status, `GET ${path}: ${text}`).toBe(200);
  return schema.parse(JSON.parse(text));
}

async function send(cluster: LiveCluster, method: string, path: string, body?: unknown): Promise<number> {
  const reply = await fetch(`${cluster.baseUrl}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  await reply.text();
  return reply.status;
}

async function job(cluster: LiveCluster): Promise<JobsOverview["jobs"][number] | undefined> {
  return (await get(cluster, "/jobs/overview", jobsOverviewSchema)).jobs[0];
}

async function taskManager(cluster: LiveCluster) {
  const { containers } = await get(cluster, "/playground/containers", containersSchema);
  return containers.find(({ name }) => name === "taskmanager-1");
}

/**
 * Counts in topic output, by `window page`. A window may occur more than once, because the sink is
 * at least once.
 */
async function countsByWindow(cluster: LiveCluster): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const counts = new Map<string, Set<number>>();
  for (const partition of [0, 1]) {
    const path = `/playground/topics/output/records?partition=${partition}&offset=0&max=10000`;
    for (const { value } of (await get(cluster, path, topicRecordsSchema)).records) {
      const { windowStart, page, count } = outputValueSchema.parse(JSON.parse(value));
      const key = `${windowStart} ${page}`;
      counts.set(key, (counts.get(key) ?? new Set()).add(count));
    }
  }
  return counts;
}

it("survives the loss of its TaskManager, counts every click once, and leaves nothing behind", async () => {
  const cluster = await startLiveCluster({ flink: "2.3" });
  const run = runsUnderWay().find(({ list }) => list.supervisor.pid === process.pid);
  try {
    await expect.poll(() => job(cluster), POLL).toMatchObject({ state: "RUNNING", tasks: { total: TASKS, running: TASKS } });
    expect(await get(cluster, "/playground", playgroundSchema)).toMatchObject({ backend: "flink", scalable: ["taskmanager"] });
    const before = await taskManager(cluster);
    expect(before).toMatchObject({ state: "running", exitCode: null });

    expect(await send(cluster, "POST", "/playground/containers/taskmanager-1/kill")).toBe(202);
    expect(await taskManager(cluster)).toMatchObject({ state: "exited", exitCode: 137, taskManagerId: null });
    expect(await send(cluster, "POST", "/playground/containers/taskmanager-1/kill")).toBe(409);
    await expect.poll(async () => (await job(cluster))?.tasks.running, POLL).toBe(0);
    expect(await send(cluster, "POST", "/playground/containers/taskmanager-1/start")).toBe(202);
    expect((await taskManager(cluster))?.taskManagerId).not.toBe(before?.taskManagerId);
    await expect.poll(async () => (await job(cluster))?.tasks.running, POLL).toBe(TASKS);

    // Ten times faster than the clock, so that windows close soon.
    expect(await send(cluster, "PATCH", "/playground/generator", { recordsPerSecond: 4000 })).toBe(200);
    expect(await get(cluster, "/playground/generator", generatorSchema)).toMatchObject({ recordsPerSecond: 4000, waiting: false });
    await expect.poll(async () => (await countsByWindow(cluster)).size, POLL).toBeGreaterThanOrEqual(5 * PAGES);
    for (const [window, counts] of await countsByWindow(cluster)) expect([...counts], window).toEqual([1000]);

    const { topics } = await get(cluster, "/playground/topics", topicsSchema);
    expect(new Map(topics.map(({ name, partitions }) => [name, partitions.length]))).toEqual(
      new Map([
        ["input", 2],
        ["output", 2],
      ]),
    );
    expect(await get(cluster, "/playground/savepoints", storedSavepointsSchema)).toEqual({ savepoints: [] });
  } finally {
    await cluster.stop();
  }

  expect(run).toBeDefined();
  expect(existsSync(run?.path ?? "")).toBe(false);
  expect(run?.list.processes.length).toBeGreaterThanOrEqual(5);
  expect(run?.list.processes.filter((process) => isAlive(process))).toEqual([]);
  await expect(fetch(cluster.baseUrl)).rejects.toThrow("fetch failed");
});
