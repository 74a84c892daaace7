import { expect, it } from "vitest";
import type { AttemptAccumulators, SubtasksAccumulators, VertexAccumulators } from "../../rest/accumulators.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Subtask } from "../../rest/vertices.ts";
import { SimulatedCluster } from "../simulation/simulated-cluster.ts";

it("names whose accumulators there are none of: vertex, subtasks and where they run, attempt", async () => {
  const cluster = new SimulatedCluster(6, {});
  cluster.boot();
  await cluster.simulation.runUntil(5_000);
  const { jobs } = await cluster.get<{ jobs: { id: string }[] }>("/jobs");
  const job = `/jobs/${jobs[0]?.id ?? ""}`;
  const id = (await cluster.get<Job>(job)).vertices[1]?.id ?? "";
  const vertex = `${job}/vertices/${id}`;
  const subtask = await cluster.get<Subtask>(`${vertex}/subtasks/1`);

  expect(await cluster.get(`${job}/accumulators?includeSerializedValue=true`)).toEqual({
    "job-accumulators": [],
    "user-task-accumulators": [],
    "serialized-user-task-accumulators": {},
  });
  expect(await cluster.get<VertexAccumulators>(`${vertex}/accumulators`)).toEqual({ id, "user-accumulators": [] });
  const all = await cluster.get<SubtasksAccumulators>(`${vertex}/subtasks/accumulators`);
  expect(all).toMatchObject({ id, parallelism: 2 });
  expect(all.subtasks[1]).toEqual({ subtask: 1, attempt: 0, endpoint: subtask.endpoint, "user-accumulators": [] });
  const attempt = await cluster.get<AttemptAccumulators>(`${vertex}/subtasks/1/attempts/0/accumulators`);
  expect(attempt).toMatchObject({ subtask: 1, attempt: 0, id: expect.stringMatching(new RegExp(`^[0-9a-f]{32}_${id}_1_0$`)) });

  for (const path of [`${vertex}/subtasks/1/attempts/7/accumulators`, `${vertex}/subtasks/9/attempts/0/accumulators`]) {
    expect(await cluster.request("GET", path)).toMatchObject({ status: 404 });
  }
  expect(await cluster.request("GET", `/jobs/${"0".repeat(32)}/accumulators`)).toMatchObject({ status: 404 });
});
