import { expect, test } from "vitest";

import type { Job } from "../rest/jobs.ts";
import { recordedJob } from "../testing/recorded-job.ts";
import { isDeploymentKnown } from "./vertices.ts";

const { job, client } = await recordedJob("02-running");
const vertex = await client.call("vertex", { jobid: job.jid, vertexid: job.vertices[1]?.id ?? "" }, {});
const REFRESH_MS = 3000;

function later(ms: number): typeof vertex {
  return { ...vertex, now: vertex.now + ms };
}

test("a reply about a deployment is valid while the job does not change", () => {
  expect(isDeploymentKnown(job, later(60_000), REFRESH_MS)).toBe(true);
  expect(isDeploymentKnown(job, undefined, REFRESH_MS)).toBe(false);
});

test("a restart shows in the job's timestamps, also that of one region after which the same tasks run", () => {
  const restarted: Job = { ...job, timestamps: { ...job.timestamps, RESTARTING: vertex.now + 59_000, RUNNING: vertex.now + 59_500 } };
  expect(isDeploymentKnown(restarted, later(60_000), REFRESH_MS)).toBe(false);
  // Both replies may be copies that are one refresh interval old.
  expect(isDeploymentKnown(restarted, later(64_000), REFRESH_MS)).toBe(false);
  expect(isDeploymentKnown(restarted, later(66_000), REFRESH_MS)).toBe(true);
});

test("tasks in other states than in the reply mean another deployment", () => {
  const vertices = job.vertices.map((one) => ({ ...one, tasks: { ...one.tasks, RUNNING: 1, FINISHED: 1 } }));
  expect(isDeploymentKnown({ ...job, vertices }, later(60_000), REFRESH_MS)).toBe(false);
});

test("a batch job may start further attempts at any time", () => {
  expect(isDeploymentKnown({ ...job, "job-type": "BATCH" }, later(60_000), REFRESH_MS)).toBe(false);
});
