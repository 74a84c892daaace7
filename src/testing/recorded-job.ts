import { createRecordedCluster } from "../../mocks/recorded-cluster.ts";
import { loadRecording, type Situation } from "../../mocks/recordings.ts";
import { ensureExists } from "../base/assert.ts";
import { createFlinkClient, type FlinkClient } from "../client/flink-client.ts";
import type { Checkpoints } from "../rest/checkpoints.ts";
import type { JobExceptions } from "../rest/exceptions.ts";
import type { Job } from "../rest/jobs.ts";

/** What a live Flink said of one job in a recorded situation, parsed as the dashboard parses it. */
export type RecordedJob = { client: FlinkClient; job: Job; checkpoints: Checkpoints; exceptions: JobExceptions };

/** Reads the job called `name`; the recordings of Click Event Count have one by that name, or several over time. */
export async function recordedJob(situation: Situation<"flink-2.3.0">, name = "Click Event Count"): Promise<RecordedJob> {
  const client = createFlinkClient(createRecordedCluster(loadRecording("flink-2.3.0", situation)));
  const { jobs } = await client.call("jobsOverview", {}, {});
  const jobid = ensureExists(jobs.find((job) => job.name === name)?.jid, `a job called ${name} in ${situation}`);
  return {
    client,
    job: await client.call("job", { jobid }, {}),
    checkpoints: await client.call("checkpoints", { jobid }, {}),
    exceptions: await client.call("jobExceptions", { jobid }, { maxExceptions: 20 }),
  };
}
