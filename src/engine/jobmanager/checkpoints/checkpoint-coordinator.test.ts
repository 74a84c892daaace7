import { describe, expect, it } from "vitest";
import { checkpointPath } from "./completed-checkpoint.ts";
import { decodeCheckpointMetadata } from "./checkpoint-metadata.ts";
import { START_EPOCH_MS } from "../testing/fake-host.ts";
import type { ScriptedTaskManager } from "../testing/scripted-task-manager.ts";
import { JOB_ID, TestCluster } from "../testing/test-cluster.ts";

const SOURCE = "Source: ClickEvent Source";
const COUNTER = "ClickEvent Counter";
const DIRECTORY = `/tmp/flink-checkpoints-directory/${JOB_ID}`;

/** All tasks have just come to run, and the first checkpoint is triggered: the next will be a second later. */
async function runningCluster(
  configuration: Readonly<Record<string, string>> = {},
  acknowledges = true,
): Promise<[TestCluster, ScriptedTaskManager]> {
  const cluster = new TestCluster({ configuration });
  const taskManager = cluster.taskManager();
  taskManager.acknowledges = acknowledges;
  await cluster.host.advanceUntil(() => cluster.taskCounts.RUNNING === 8);
  return [cluster, taskManager];
}

function triggeredIds(taskManager: ScriptedTaskManager): readonly number[] {
  return taskManager.received.flatMap((message) =>
    message.type === "trigger-checkpoint" && message.attemptId === taskManager.task(SOURCE, 0).attemptId
      ? [message.barrier.checkpointId]
      : [],
  );
}

function decline(taskManager: ScriptedTaskManager, checkpointId: number, reason: string): void {
  const { attemptId } = taskManager.task(COUNTER, 1);
  taskManager.tell({ type: "decline-checkpoint", jobId: JOB_ID, attemptId, checkpointId, reason });
}

describe("periodic checkpoints", () => {
  it("[CO20] begin when all tasks run, after one trigger that came too early, and continue at a fixed rate", async () => {
    const [cluster, taskManager] = await runningCluster();
    expect(cluster.job.checkpoints.counts).toEqual({ restored: 0, total: 2, inProgress: 1, completed: 0, failed: 1 });
    expect(cluster.job.checkpoints.history.map(({ checkpointId }) => checkpointId)).toEqual([1]);
    await cluster.host.advance(3500);
    expect(triggeredIds(taskManager)).toEqual([1, 2, 3, 4]);
    const triggers = cluster.job.checkpoints.history.map(({ triggerTimestamp }) => triggerTimestamp).toReversed();
    expect(triggers.slice(1).map((time, index) => time - (triggers[index] ?? 0))).toEqual([1000, 1000, 1000]);
    expect(cluster.job.checkpoints.counts).toEqual({ restored: 0, total: 5, inProgress: 0, completed: 4, failed: 1 });
  });

  it("[CO21] go to the source subtasks only, and complete when every subtask has acknowledged", async () => {
    const [cluster, taskManager] = await runningCluster({}, false);
    const triggered = taskManager.received.flatMap((message) => (message.type === "trigger-checkpoint" ? [message.attemptId] : []));
    expect(triggered).toEqual([taskManager.task(SOURCE, 0).attemptId, taskManager.task(SOURCE, 1).attemptId]);

    const tasks = [...taskManager.tasks.values()];
    for (const task of tasks.slice(0, 7)) taskManager.acknowledge(task, 1);
    await cluster.host.advance(5);
    expect(cluster.job.checkpoints.history[0]).toMatchObject({ status: "IN_PROGRESS", numAcknowledgedSubtasks: 7, numSubtasks: 8 });
    for (const task of tasks) taskManager.acknowledge(task, 1);
    await cluster.host.advance(5);
    expect(cluster.job.checkpoints.history[0]).toMatchObject({
      status: "COMPLETED",
      numAcknowledgedSubtasks: 8,
      stateSize: 800,
      checkpointedSize: 800,
      processedData: 80,
      externalPath: `file:${DIRECTORY}/chk-1`,
      discarded: false,
    });
    const told = taskManager.received.filter((message) => message.type === "notify-checkpoint-complete");
    expect(told.map((message) => [message.attemptId, message.checkpointId])).toEqual(tasks.map(({ attemptId }) => [attemptId, 1]));
  });

  it("[CO22] are written as metadata that can be read back, and tell kafka which offsets must stay", async () => {
    const [cluster, taskManager] = await runningCluster();
    taskManager.offset = 42;
    await cluster.host.advance(500);
    const file = cluster.host.files.get(`${checkpointPath(DIRECTORY, 1)}/_metadata`);
    const metadata = decodeCheckpointMetadata(file ?? new Uint8Array());
    expect(metadata).toMatchObject({ jobId: JOB_ID, checkpointId: 1 });
    expect(metadata.operators.map(({ operatorId, parallelism }) => [operatorId, parallelism])).toEqual(
      cluster.job.graph.vertices.map(({ id }) => [id, 2]),
    );
    const offsets = [0, 1].map((partition) => ({ topic: "input", partition, offset: 42 }));
    expect(cluster.host.holds.at(-1)).toEqual([{ holder: { type: "job", jobId: JOB_ID }, records: { type: "from-offsets", offsets } }]);
  });

  it("[CO23] subsume the older ones: the last is kept, and deleted when the job ends", async () => {
    const [cluster] = await runningCluster();
    await cluster.host.advance(2500);
    expect([...cluster.host.files.keys()]).toEqual([`${DIRECTORY}/chk-3/_metadata`]);
    expect(cluster.job.checkpoints.history.map(({ checkpointId, discarded }) => [checkpointId, discarded])).toEqual([
      [3, false],
      [2, true],
      [1, true],
    ]);
    cluster.jobManager.cancelJob(JOB_ID);
    await cluster.host.advance(100);
    expect([...cluster.host.files.keys()]).toEqual([]);
    expect(cluster.job.checkpoints.history[0]?.discarded).toBe(true);
  });

  it("[CO23] keep as many as configured", async () => {
    const [cluster] = await runningCluster({ "execution.checkpointing.num-retained": "2" });
    await cluster.host.advance(12_500);
    expect([...cluster.host.files.keys()].toSorted()).toEqual([`${DIRECTORY}/chk-12/_metadata`, `${DIRECTORY}/chk-13/_metadata`]);
    expect(cluster.job.checkpoints.history).toHaveLength(10);
    expect(cluster.job.checkpoints.checkpoint(3)).toBeUndefined();
    expect(cluster.job.checkpoints.checkpoint(4)?.checkpointId).toBe(4);
  });

  it("[CO24] wait for the pending one: a trigger that was due before its end follows at once", async () => {
    const [cluster, taskManager] = await runningCluster({}, false);
    await cluster.host.advance(2500);
    expect(triggeredIds(taskManager)).toEqual([1]);
    taskManager.acknowledges = true;
    for (const task of taskManager.tasks.values()) taskManager.acknowledge(task, 1);
    await cluster.host.advance(2);
    expect(triggeredIds(taskManager)).toEqual([1, 2]);
    await cluster.host.advance(490);
    expect(triggeredIds(taskManager)).toEqual([1, 2]);
  });

  it("[CO24] keep the minimum pause after the last completion", async () => {
    const [cluster, taskManager] = await runningCluster({ "execution.checkpointing.min-pause": "700" }, false);
    await cluster.host.advance(1_200);
    expect(triggeredIds(taskManager)).toEqual([1]);
    for (const task of taskManager.tasks.values()) taskManager.acknowledge(task, 1);
    await cluster.host.advance(1);
    const completedAt = cluster.host.clock.monotonicMs();
    await cluster.host.advanceUntil(() => triggeredIds(taskManager).length === 2);
    // The next on the grid would be 500 ms later: too early.
    expect(cluster.host.clock.monotonicMs() - completedAt).toBe(700);
  });

  it("[CO25] continue their ids after a restart", async () => {
    const [cluster, taskManager] = await runningCluster();
    await cluster.host.advance(1500);
    taskManager.failTask(COUNTER, 0);
    await cluster.host.advance(2000);
    expect(cluster.job.checkpoints.latestCompleted?.checkpointId).toBeGreaterThan(2);
    expect(cluster.job.checkpoints.latestRestored).toMatchObject({ checkpointId: 2, externalPath: `file:${DIRECTORY}/chk-2` });
  });

  it("[CO7] let a restart go back to the newest retained one", async () => {
    const [cluster, taskManager] = await runningCluster({ "execution.checkpointing.num-retained": "3" });
    await cluster.host.advance(2_500);
    expect([...cluster.host.files.keys()]).toHaveLength(3);
    taskManager.acknowledges = false;
    taskManager.failTask(COUNTER, 0);
    await cluster.host.advance(1_500);
    expect(cluster.job.checkpoints.latestRestored).toMatchObject({ checkpointId: 3 });
    expect(taskManager.task(COUNTER, 0).restore?.checkpointId).toBe(3);
  });

  it("are off without --checkpointing", async () => {
    const cluster = new TestCluster({ programArguments: [] });
    cluster.taskManager();
    await cluster.host.advance(5000);
    expect(cluster.job.checkpoints.counts.total).toBe(0);
  });
});

describe("a checkpoint that fails", () => {
  it("[CO26] fails the job when it was not acknowledged in time and none is tolerated", async () => {
    const [cluster] = await runningCluster({ "execution.checkpointing.timeout": "3 s" }, false);
    await cluster.host.advance(3000);
    expect(cluster.job.checkpoints.latestFailed).toMatchObject({
      checkpointId: 1,
      status: "FAILED",
      endToEndDurationMs: 3000,
      latestAckTimestamp: -1,
      failure: { message: "Checkpoint expired before completing." },
    });
    expect(cluster.job.status).toBe("RESTARTING");
    expect(cluster.job.exceptionHistory[0]).toMatchObject({
      error: {
        className: "org.apache.flink.util.FlinkRuntimeException",
        message:
          "Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed due to Checkpoint expired before completing., view the " +
          "Checkpoint History tab or the Job Manager log to find out why continuous checkpoints failed.",
      },
      taskName: undefined,
    });
    await cluster.host.advance(100);
    expect(cluster.taskCounts).toEqual({ CANCELED: 8 });
  });

  it("[CO26] expires by its own time: that of an older one which has completed does not count", async () => {
    const [cluster, taskManager] = await runningCluster({ "execution.checkpointing.timeout": "1500" });
    await cluster.host.advance(500);
    taskManager.acknowledges = false;
    // 1,600 ms behind the trigger of the first checkpoint, and 600 ms behind that of the second.
    await cluster.host.advance(1_100);
    expect(cluster.job.checkpoints.history[0]).toMatchObject({ checkpointId: 2, status: "IN_PROGRESS" });
    for (const task of taskManager.tasks.values()) taskManager.acknowledge(task, 2);
    await cluster.host.advance(10);
    expect(cluster.job.checkpoints.counts).toMatchObject({ completed: 2, failed: 1 });
  });

  it("[CO26] is tolerated as many times in a row as configured; a success resets the count", async () => {
    const [cluster, taskManager] = await runningCluster(
      { "execution.checkpointing.timeout": "400", "execution.checkpointing.tolerable-failed-checkpoints": "2" },
      false,
    );
    await cluster.host.advance(1500);
    taskManager.acknowledges = true;
    await cluster.host.advance(1000);
    taskManager.acknowledges = false;
    await cluster.host.advance(2000);
    expect(cluster.job.status).toBe("RUNNING");
    expect(cluster.job.checkpoints.counts).toMatchObject({ completed: 1, failed: 5 });
    await cluster.host.advance(1000);
    expect(cluster.job.status).toBe("RESTARTING");
  });

  it("[CO26] counts a task's asynchronous failure, and not a task that was not ready", async () => {
    const [cluster, taskManager] = await runningCluster({}, false);
    decline(taskManager, 1, "Checkpoint was declined (tasks not ready)");
    expect(cluster.job.status).toBe("RUNNING");
    const told = taskManager.received.filter((message) => message.type === "notify-checkpoint-aborted");
    expect(told.map(({ checkpointId }) => checkpointId)).toEqual(Array.from({ length: 8 }, () => 1));
    await cluster.host.advance(1000);
    decline(taskManager, 1, "Asynchronous task checkpoint failed.");
    expect(cluster.job.checkpoints.history[0]?.status).toBe("IN_PROGRESS");
    decline(taskManager, 2, "Asynchronous task checkpoint failed.");
    expect(cluster.job.checkpoints.latestFailed?.failure?.message).toBe("Asynchronous task checkpoint failed.");
    expect(cluster.job.status).toBe("RESTARTING");
  });

  it("[CO27] gives the reason when its metadata could not be stored", async () => {
    const [cluster] = await runningCluster({ "execution.checkpointing.tolerable-failed-checkpoints": "1" });
    await cluster.host.advance(500);
    cluster.host.failNextPut = "No space left";
    await cluster.host.advance(1000);
    expect(cluster.job.checkpoints.latestFailed).toMatchObject({
      checkpointId: 2,
      failure: { message: "Failure to finalize checkpoint." },
    });
    expect(cluster.job.status).toBe("RUNNING");
    expect([...cluster.host.files.keys()]).toEqual([`${DIRECTORY}/chk-1/_metadata`]);
    await cluster.host.advance(1000);
    expect(cluster.job.checkpoints.latestCompleted?.checkpointId).toBe(3);
  });

  it("[CO28] cannot be triggered at a dead TaskManager, which fails no job", async () => {
    const [cluster, taskManager] = await runningCluster();
    await cluster.host.advance(900);
    taskManager.kill();
    await cluster.host.advance(200);
    expect(cluster.job.checkpoints.latestFailed).toMatchObject({
      checkpointId: 2,
      numAcknowledgedSubtasks: 0,
      failure: { message: "Trigger checkpoint failure." },
    });
    expect(cluster.job.status).toBe("RUNNING");
  });

  it("[CO29] is aborted when a task fails, even while its metadata is being written", async () => {
    const [cluster, taskManager] = await runningCluster();
    await cluster.host.advance(500);
    taskManager.acknowledges = false;
    await cluster.host.advance(1000);
    for (const task of taskManager.tasks.values()) taskManager.acknowledge(task, 2);
    // The last acknowledgement has begun the write, which takes 1 ms.
    taskManager.failTask(COUNTER, 0);
    expect(cluster.job.checkpoints.latestFailed).toMatchObject({
      checkpointId: 2,
      failure: { message: "Checkpoint Coordinator is suspending." },
    });
    await cluster.host.advance(100);
    expect(cluster.job.checkpoints.counts).toMatchObject({ completed: 1, inProgress: 0 });
    expect([...cluster.host.files.keys()]).toEqual([`${DIRECTORY}/chk-1/_metadata`]);
    await cluster.host.advance(1200);
    expect(taskManager.task(COUNTER, 0).restore?.checkpointId).toBe(1);
  });

  it.each<[string, (cluster: TestCluster, taskManager: ScriptedTaskManager) => void]>([
    ["a subtask declines", (_cluster, taskManager) => decline(taskManager, 1, "Checkpoint was declined (tasks not ready)")],
    ["a task fails", (_cluster, taskManager) => taskManager.failTask(COUNTER, 0)],
    ["the job is cancelled", (cluster) => cluster.jobManager.cancelJob(JOB_ID)],
  ])("[CO29] leaves no file when %s, not even those that subtasks write too late", async (_what, giveUp) => {
    const [cluster, taskManager] = await runningCluster({}, false);
    const { storage, files } = cluster.host;
    const write = (name: string): void => void storage.put(`${DIRECTORY}/chk-1/${name}`, new Uint8Array(1)).catch(() => undefined);
    write("before");
    await cluster.host.advance(10);
    expect([...files.keys()]).toEqual([`${DIRECTORY}/chk-1/before`]);
    giveUp(cluster, taskManager);
    write("during");
    await cluster.host.advance(10);
    write("after");
    await cluster.host.advance(10);
    expect([...files.keys()]).toEqual([]);
  });
});

describe("acknowledgements", () => {
  it("[CO21] of an older checkpoint do not count for the pending one", async () => {
    const [cluster, taskManager] = await runningCluster({ "execution.checkpointing.tolerable-failed-checkpoints": "1" }, false);
    decline(taskManager, 1, "Checkpoint was declined (tasks not ready)");
    await cluster.host.advance(1_000);
    expect(cluster.job.checkpoints.history[0]).toMatchObject({ checkpointId: 2, status: "IN_PROGRESS" });
    for (const task of taskManager.tasks.values()) taskManager.acknowledge(task, 1);
    await cluster.host.advance(10);
    expect(cluster.job.checkpoints.history[0]).toMatchObject({ checkpointId: 2, status: "IN_PROGRESS", numAcknowledgedSubtasks: 0 });
  });

  it("[CO21] that come twice count once, with what the first one says", async () => {
    const [cluster, taskManager] = await runningCluster({}, false);
    const [first, ...others] = taskManager.tasks.values();
    if (first === undefined) throw new Error("no task runs");
    taskManager.offset = 7;
    taskManager.acknowledge(first, 1);
    taskManager.offset = 8;
    taskManager.acknowledge(first, 1);
    expect(cluster.job.checkpoints.history[0]).toMatchObject({ numAcknowledgedSubtasks: 1, stateSize: 100 });
    for (const task of others) taskManager.acknowledge(task, 1);
    await cluster.host.advance(10);
    const { operators } = decodeCheckpointMetadata(cluster.host.files.get(`${DIRECTORY}/chk-1/_metadata`) ?? new Uint8Array());
    expect(operators[0]?.subtasks[first.subtaskIndex]?.splits).toEqual([{ topic: "input", partition: first.subtaskIndex, offset: 7 }]);
  });
});

describe("files that storage does not delete at once", () => {
  it("[CO23] of a subsumed checkpoint are deleted when storage allows it", async () => {
    const [cluster] = await runningCluster();
    await cluster.host.advance(500);
    cluster.host.failNextDelete = "storage is down";
    await cluster.host.advance(1_000);
    expect(cluster.host.files.has(`${DIRECTORY}/chk-1/_metadata`)).toBe(true);
    expect(cluster.jobManager.log.text()).toContain(`Could not properly discard file:${DIRECTORY}/chk-1/: storage is down`);
    await cluster.host.advance(1_000);
    expect(cluster.host.files.has(`${DIRECTORY}/chk-1/_metadata`)).toBe(false);
  });

  it("[CO23] of a job that has ended are deleted when storage allows it", async () => {
    const [cluster] = await runningCluster();
    await cluster.host.advance(500);
    cluster.host.failNextDelete = "storage is down";
    cluster.jobManager.cancelJob(JOB_ID);
    await cluster.host.advance(100);
    expect(cluster.job.status).toBe("CANCELED");
    expect([...cluster.host.files.keys()]).toEqual([`${DIRECTORY}/chk-1/_metadata`]);
    await cluster.host.advance(1_000);
    expect([...cluster.host.files.keys()]).toEqual([]);
  });
});

describe("checkpoint statistics", () => {
  it("[CO30] are measured at the JobManager's clock, subtask by subtask", async () => {
    const [cluster] = await runningCluster();
    const triggered = cluster.host.clock.now();
    await cluster.host.advance(500);
    const checkpoint = cluster.job.checkpoints.checkpoint(1);
    expect(checkpoint?.triggerTimestamp).toBe(triggered);
    expect(
      checkpoint?.tasks.map(({ vertexId, stateSize, numAcknowledgedSubtasks }) => [vertexId, stateSize, numAcknowledgedSubtasks]),
    ).toEqual(cluster.job.graph.vertices.map(({ id }) => [id, 200, 2]));
    expect(checkpoint?.tasks[1]?.subtasks[1]).toMatchObject({
      subtaskIndex: 1,
      ackTimestamp: triggered + 5,
      endToEndDurationMs: 5,
      metrics: { stateSizeBytes: 100 },
    });
    expect(checkpoint?.endToEndDurationMs).toBe(5);
    expect(triggered).toBeGreaterThan(START_EPOCH_MS);
  });

  it("[CO30] summarize the completed ones", async () => {
    const [cluster] = await runningCluster();
    const before = cluster.job.checkpoints.summary;
    expect([before.stateSize.average, before.stateSize.percentile(50)]).toEqual([0, Number.NaN]);
    await cluster.host.advance(3500);
    const { stateSize, endToEndDuration, processedData } = cluster.job.checkpoints.summary;
    expect([stateSize.minimum, stateSize.maximum, stateSize.average, stateSize.percentile(99)]).toEqual([800, 800, 800, 800]);
    expect(endToEndDuration.average).toBe(5);
    expect(processedData.average).toBe(80);
  });
});
