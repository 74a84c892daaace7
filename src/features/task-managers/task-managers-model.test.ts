import { expect, test } from "vitest";

import { createRecordedCluster } from "../../../mocks/recorded-cluster.ts";
import { loadRecording } from "../../../mocks/recordings.ts";
import { createFlinkClient } from "../../client/flink-client.ts";
import type { TaskManagerInfo } from "../../rest/taskmanagers.ts";
import { taskManagerRow, taskManagerTotals } from "./task-managers-model.ts";

async function recordedInfo(): Promise<TaskManagerInfo> {
  const client = createFlinkClient(createRecordedCluster(loadRecording("flink-2.3.0", "02-running")));
  const [info] = (await client.call("taskManagers", {}, {})).taskmanagers;
  if (info === undefined) throw new Error("no TaskManager recorded");
  return info;
}

test("a row reads slots, heartbeat and the configured memory", async () => {
  const info = await recordedInfo();
  expect(taskManagerRow(info)).toMatchObject({
    slotCount: 2,
    freeSlotCount: 0,
    taskCount: 8,
    lastHeartbeatMs: info.timeSinceLastHeartbeat,
    jvmHeapBytes: 536_870_912,
    taskHeapBytes: 402_653_174,
    managedMemoryBytes: 536_870_920,
    isBlocked: false,
  });
});

test("an invalid data port and unknown memory are absent", async () => {
  const info = await recordedInfo();
  const row = taskManagerRow({ ...info, dataPort: -1, hardware: { ...info.hardware, physicalMemory: -1 } });
  expect(row).toMatchObject({ dataPort: undefined, physicalMemoryBytes: undefined });
});

test("totals add up, and tasks are absent where one TaskManager does not count them", async () => {
  const row = taskManagerRow(await recordedInfo());
  expect(taskManagerTotals([row, row])).toEqual({ count: 2, slotCount: 4, freeSlotCount: 0, taskCount: 16 });
  expect(taskManagerTotals([row, { ...row, taskCount: undefined }]).taskCount).toBeUndefined();
});
