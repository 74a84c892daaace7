import { expect, test } from "vitest";

import { createRecordedCluster } from "../../../mocks/recorded-cluster.ts";
import { loadRecording } from "../../../mocks/recordings.ts";
import { createFlinkClient, type FlinkClient } from "../../client/flink-client.ts";
import type { JobOverview } from "../../rest/jobs.ts";
import { latestCheckpoint } from "../../domain/latest-checkpoint.ts";
import { restartCount } from "../../domain/restart-count.ts";
import { filterJobs, jobRows } from "./jobs-model.ts";

function recorded(situation: Parameters<typeof loadRecording<"flink-2.3.0">>[1]): FlinkClient {
  return createFlinkClient(createRecordedCluster(loadRecording("flink-2.3.0", situation)));
}

async function onlyJob(situation: Parameters<typeof recorded>[0]): Promise<JobOverview> {
  const [job] = (await recorded(situation).call("jobsOverview", {}, {})).jobs;
  if (job === undefined) throw new Error(`no job in ${situation}`);
  return job;
}

test("a job at work is RUNNING, all tasks counted under one word, and needs no attention", async () => {
  const { running, finished } = jobRows([await onlyJob("02-running")]);
  expect(finished).toEqual([]);
  expect(running[0]).toMatchObject({
    name: "Click Event Count",
    look: { tone: "running", label: "RUNNING" },
    tasks: [{ word: "RUNNING", count: 8 }],
    endMs: undefined,
    needsAttention: false,
  });
});

test("a job without a TaskManager says that none of its 8 tasks runs, and needs attention", async () => {
  const [row] = jobRows([await onlyJob("04-restarting-without-slots")]).running;
  expect(row).toMatchObject({
    look: { tone: "scheduled", label: "RUNNING, 0 of 8 tasks" },
    tasks: [{ word: "SCHEDULED", count: 8 }],
    needsAttention: true,
  });
});

test("a cancelled job has ended, with the cluster's end time", async () => {
  const job = await onlyJob("12-cancelled");
  const { running, finished } = jobRows([job]);
  expect(running).toEqual([]);
  expect(finished[0]).toMatchObject({
    look: { tone: "canceled", label: "CANCELED" },
    endMs: job["end-time"],
    isOver: true,
    needsAttention: false,
  });
});

test("a restarting job needs attention, an ended one never does", async () => {
  const job = await onlyJob("02-running");
  const { running, finished } = jobRows([
    { ...job, state: "RESTARTING" },
    { ...job, state: "FAILED" },
    { ...job, state: "INITIALIZING" },
  ]);
  expect(running.map((row) => row.needsAttention)).toEqual([true, false]);
  expect(finished.map((row) => row.needsAttention)).toEqual([false]);
});

test("the filter searches name, id and status, ignoring case", async () => {
  const { running } = jobRows([await onlyJob("02-running")]);
  for (const text of ["", "  ", "click EVENT", running[0]?.id.slice(3, 9) ?? "", "running"])
    expect(filterJobs(running, text)).toHaveLength(1);
  expect(filterJobs(running, "orders")).toEqual([]);
});

test("the restart count is the metric's, and absent until there is one", async () => {
  const { jid } = await onlyJob("05-recovered");
  expect(restartCount(await recorded("05-recovered").call("jobMetrics", { jobid: jid }, { get: "numRestarts" }))).toBe(1);
  expect(restartCount([])).toBeUndefined();
  expect(restartCount([{ id: "numRestarts", value: "NaN" }])).toBeUndefined();
});

test("the latest checkpoint is the last completed one, and absent before the first", async () => {
  const { jid } = await onlyJob("02-running-warm-metrics");
  const checkpoints = await recorded("02-running-warm-metrics").call("checkpoints", { jobid: jid }, {});
  expect(latestCheckpoint(checkpoints)).toEqual({ id: 45, completedMs: 1795248401449, durationMs: 25 });
  expect(latestCheckpoint({ ...checkpoints, latest: { ...checkpoints.latest, completed: null } })).toBeUndefined();
});
