import { expect, it } from "vitest";

import { createFlinkClient } from "../src/client/flink-client.ts";
import { createWideCluster, WIDE_JOB_ID } from "./wide-cluster.ts";

const client = createFlinkClient(createWideCluster({ vertices: 300, parallelism: 4, now: () => 1_795_000_000_000 }));

it("answers in Flink's format, with the requested number of vertices, some with many inputs", async () => {
  const job = await client.call("job", { jobid: WIDE_JOB_ID }, {});
  expect(job.vertices).toHaveLength(300);
  const inputs = job.plan.nodes.map((node) => node.inputs?.length ?? 0);
  expect(Math.max(...inputs)).toBe(11);
  expect(inputs.filter((count) => count === 0)).toHaveLength(21);
  const known = new Set(job.vertices.map(({ id }) => id));
  for (const node of job.plan.nodes) for (const { id } of node.inputs ?? []) expect(known.has(id)).toBe(true);

  const [source] = job.vertices;
  const vertex = { jobid: WIDE_JOB_ID, vertexid: source?.id ?? "" };
  expect((await client.call("vertex", vertex, {})).subtasks).toHaveLength(4);
  expect((await client.call("vertexBackpressure", vertex, {})).status).toBe("ok");
  expect(await client.call("vertexWatermarks", vertex, {})).toHaveLength(4);
  expect(await client.call("subtasksMetrics", vertex, { get: "busyTimeMsPerSecond", agg: "max" })).toHaveLength(2);
  expect((await client.call("checkpoints", { jobid: WIDE_JOB_ID }, {})).history).toEqual([]);
  for (const id of ["config", "overview", "jobs", "jobsOverview", "taskManagers"] as const) await client.call(id, {}, {});
  await expect(client.call("checkpointConfig", { jobid: WIDE_JOB_ID }, {})).rejects.toMatchObject({ status: 404 });
});

it("has jobs of other shapes: a chain, and a vertex that unites all sources", async () => {
  const inputsOf = async (shape: "chain" | "fan-in"): Promise<readonly number[]> => {
    const { call } = createFlinkClient(createWideCluster({ vertices: 40, parallelism: 1, shape, now: () => 1_795_000_000_000 }));
    const { plan } = await call("job", { jobid: WIDE_JOB_ID }, {});
    return plan.nodes.toReversed().map((node) => node.inputs?.length ?? 0);
  };
  expect(await inputsOf("chain")).toEqual([0, ...Array.from({ length: 39 }, () => 1)]);
  expect(await inputsOf("fan-in")).toEqual([...Array.from({ length: 38 }, () => 0), 38, 1]);
});

it("has checkpoints, failures and other jobs of any number", async () => {
  const { call } = createFlinkClient(
    createWideCluster({
      vertices: 4,
      parallelism: 1600,
      hasCheckpoint: true,
      failures: { entries: 20, concurrent: 100 },
      otherJobs: 4999,
      now: () => 1_795_000_000_000,
    }),
  );
  const job = { jobid: WIDE_JOB_ID };
  const { exceptionHistory } = await call("jobExceptions", job, {});
  expect(exceptionHistory.entries).toHaveLength(20);
  expect(exceptionHistory.entries[0]?.concurrentExceptions).toHaveLength(100);
  const [checkpoint] = (await call("checkpoints", job, {})).history;
  const part = { ...job, checkpointid: String(checkpoint?.id), vertexid: "1".padStart(32, "0") };
  expect(Object.keys((await call("checkpoint", part, {})).tasks)).toContain(part.vertexid);
  expect((await call("checkpointSubtasks", part, {})).subtasks).toHaveLength(1600);
  expect((await call("vertexSubtaskTimes", part, {})).subtasks).toHaveLength(1600);
  expect(new Set((await call("jobsOverview", {}, {})).jobs.map(({ jid }) => jid)).size).toBe(5000);
});
