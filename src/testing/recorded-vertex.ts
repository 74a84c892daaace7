import { ensureExists } from "../base/assert.ts";
import type { Job, JobVertex } from "../rest/jobs.ts";
import { recordedJob } from "./recorded-job.ts";

/** ClickEvent Counter, the second vertex of a recorded job that runs. */
export async function recordedVertex(): Promise<{ job: Job; vertex: JobVertex }> {
  const { job } = await recordedJob("02-running-warm-metrics");
  return { job, vertex: ensureExists(job.vertices[1], "a second vertex of the recorded job") };
}
