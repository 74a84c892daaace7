import { expect, test } from "vitest";

import { createRecordedCluster } from "../../../mocks/recorded-cluster.ts";
import { loadRecording } from "../../../mocks/recordings.ts";
import { createFlinkClient } from "../../client/flink-client.ts";
import { taskManagerCard } from "./slots-model.ts";

async function recordedParts() {
  const client = createFlinkClient(createRecordedCluster(loadRecording("flink-2.3.0", "02-running")));
  const [info] = (await client.call("taskManagers", {}, {})).taskmanagers;
  if (info === undefined) throw new Error("no TaskManager recorded");
  const details = await client.call("taskManager", { taskmanagerid: info.id }, {});
  const { jobs } = await client.call("jobsOverview", {}, {});
  return { info, details, jobs };
}

test("each taken slot carries the name of the job in it", async () => {
  const { info, details, jobs } = await recordedParts();
  expect(taskManagerCard(info, details, jobs).slots).toEqual([
    { kind: "taken", jobId: jobs[0]?.jid, jobName: "Click Event Count", taskCount: 4 },
    { kind: "taken", jobId: jobs[0]?.jid, jobName: "Click Event Count", taskCount: 4 },
  ]);
});

test("before the details have arrived, taken slots have no job", async () => {
  const { info, jobs } = await recordedParts();
  const { slots } = taskManagerCard({ ...info, freeSlots: 1 }, undefined, jobs);
  expect(slots).toEqual([{ kind: "taken", jobId: undefined, jobName: undefined, taskCount: undefined }, { kind: "free" }]);
});

test("unreported resources are absent, not a number", async () => {
  const { info, details, jobs } = await recordedParts();
  const silent = {
    ...info,
    hardware: { ...info.hardware, cpuCores: -1 },
    memoryConfiguration: { ...info.memoryConfiguration, managedMemory: null },
  };
  expect(taskManagerCard(info, details, jobs)).toMatchObject({ cpuCores: 2, managedMemoryBytes: 536_870_920 });
  expect(taskManagerCard(silent, details, jobs)).toMatchObject({ cpuCores: undefined, managedMemoryBytes: undefined });
});
