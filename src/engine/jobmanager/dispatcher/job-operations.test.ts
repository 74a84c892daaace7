// Savepoints, stops and restored starts against TaskManagers by script: what happens between the steps.
import { describe, expect, it } from "vitest";
import type { Hold } from "../../protocol/broker.ts";
import type { OperationState } from "../jobmanager-view.ts";
import { decodeCheckpointMetadata } from "../checkpoints/checkpoint-metadata.ts";
import type { RestoreSettings } from "../savepoints/savepoint-restore.ts";
import type { ScriptedTaskManager } from "../testing/scripted-task-manager.ts";
import { JOB_ID, TestCluster } from "../testing/test-cluster.ts";

const TARGET = "file:///tmp/flink-savepoints-directory";
const ARGUMENTS = ["--checkpointing", "--event-time"];
const COUNTER = "ClickEvent Counter";

async function runningCluster(configuration: Readonly<Record<string, string>> = {}): Promise<[TestCluster, ScriptedTaskManager]> {
  const cluster = new TestCluster({ configuration });
  const taskManager = cluster.taskManager();
  taskManager.offset = 42;
  cluster.host.brokerRanges = [0, 1].map((partition) => ({ partition, beginOffset: 0, endOffset: 1_000 }));
  await cluster.host.advanceUntil(() => cluster.taskCounts.RUNNING === 8);
  await cluster.host.advance(500);
  return [cluster, taskManager];
}

function stop(cluster: TestCluster, drain = false): string {
  return cluster.jobManager.operations.stop(JOB_ID, { triggerId: undefined, targetDirectory: TARGET, format: "CANONICAL", drain });
}

function savepoint(cluster: TestCluster, cancelJob = false): string {
  return cluster.jobManager.operations.savepoint(JOB_ID, { triggerId: undefined, targetDirectory: TARGET, format: "NATIVE", cancelJob });
}

function pathOf(cluster: TestCluster, triggerId: string): string {
  const state = cluster.jobManager.operations.savepointState(JOB_ID, triggerId);
  if (state?.type !== "completed" || !state.result.ok) throw new Error(JSON.stringify(state));
  return state.result.value;
}

function failureOf(state: OperationState<unknown> | undefined): string {
  if (state?.type !== "completed" || state.result.ok) throw new Error(JSON.stringify(state));
  return state.result.error.stack;
}

/** What a savepoint of the job holds whose sources had both come to that offset. */
function savepointHold(path: string, offset: number): Hold {
  const offsets = [0, 1].map((partition) => ({ topic: "input", partition, offset }));
  return { holder: { type: "savepoint", path, jobId: JOB_ID }, records: { type: "from-offsets", offsets } };
}

/** Runs the job again under another id. */
async function restart(
  cluster: TestCluster,
  settings: Partial<RestoreSettings> & { readonly path: string },
  parallelism = 2,
): Promise<{ readonly jobId: string; readonly error: string | undefined }> {
  const graph = { ...cluster.graph(ARGUMENTS, parallelism), jobId: "e".repeat(32) };
  let error: string | undefined;
  let isAnswered = false;
  void cluster.jobManager.runProgram(graph, { allowNonRestoredState: false, claimMode: "NO_CLAIM", ...settings }).then((outcome) => {
    isAnswered = true;
    error = outcome.ok ? undefined : outcome.error.stack;
  });
  await cluster.host.advanceUntil(() => isAnswered);
  return { jobId: graph.jobId, error };
}

describe("savepoints", () => {
  it("[ST1] [ST2] have a directory of their own and are listed in the statistics, apart from checkpoints", async () => {
    const [cluster] = await runningCluster();
    const triggerId = savepoint(cluster);
    await cluster.host.advance(100);
    const path = pathOf(cluster, triggerId);
    expect(path).toMatch(/^file:\/tmp\/flink-savepoints-directory\/savepoint-f4d5b0-[0-9a-f]{12}$/);
    const file = cluster.host.files.get(`${path.slice("file:".length)}/_metadata`);
    expect(decodeCheckpointMetadata(file ?? new Uint8Array())).toMatchObject({
      jobId: JOB_ID,
      jobName: "Click Event Count",
      isSavepoint: true,
      checkpointId: 2,
    });
    const { latestSavepoint, latestCompleted } = cluster.job.checkpoints;
    expect(latestSavepoint).toMatchObject({ checkpointId: 2, snapshotType: "savepoint", savepointFormat: "NATIVE", externalPath: path });
    expect(latestCompleted?.checkpointId).toBe(1);
  });

  it("[ST1] each have a directory of their own", async () => {
    const [cluster] = await runningCluster();
    const paths: string[] = [];
    for (let index = 0; index < 3; index++) {
      const triggerId = savepoint(cluster);
      await cluster.host.advance(100);
      paths.push(pathOf(cluster, triggerId));
    }
    expect(new Set(paths).size).toBe(3);
    for (const path of paths) expect(cluster.host.files.has(`${path.slice("file:".length)}/_metadata`)).toBe(true);
  });

  it("[ST2] are not told to the tasks when they are complete, unlike checkpoints and the savepoint of a stop", async () => {
    const [cluster, taskManager] = await runningCluster();
    savepoint(cluster);
    await cluster.host.advance(100);
    stop(cluster);
    await cluster.host.advance(100);
    expect(cluster.job.checkpoints.counts.completed).toBe(3);
    const told = taskManager.received.flatMap((message) => (message.type === "notify-checkpoint-complete" ? [message.checkpointId] : []));
    expect(new Set(told)).toEqual(new Set([1, 3]));
  });

  it("[ST4] wait for the pending checkpoint; one that times out fails with a message and does not fail the job", async () => {
    const [cluster, taskManager] = await runningCluster({
      "execution.checkpointing.timeout": "3 s",
      "execution.checkpointing.tolerable-failed-checkpoints": "10",
    });
    taskManager.acknowledges = false;
    await cluster.host.advance(1_000);
    const triggerId = savepoint(cluster);
    expect(cluster.job.checkpoints.history[0]).toMatchObject({ checkpointId: 2, snapshotType: "checkpoint", status: "IN_PROGRESS" });
    await cluster.host.advance(7_000);
    expect(failureOf(cluster.jobManager.operations.savepointState(JOB_ID, triggerId))).toContain("Checkpoint expired before completing.");
    expect(cluster.job).toMatchObject({ status: "RUNNING", numRestarts: 0 });
  });

  it("[ST3] of a job that does not run are refused, and outcomes are forgotten after 5 minutes", async () => {
    const cluster = new TestCluster();
    await cluster.host.advance(10);
    const triggerId = savepoint(cluster);
    const failure = failureOf(cluster.jobManager.operations.savepointState(JOB_ID, triggerId));
    expect(failure).toMatch(
      /^java\.util\.concurrent\.CompletionException: org\.apache\.flink\.runtime\.checkpoint\.CheckpointException: Checkpoint triggering task/,
    );
    await cluster.host.advance(299_000);
    expect(cluster.jobManager.operations.savepointState(JOB_ID, triggerId)).toBeDefined();
    await cluster.host.advance(2_000);
    expect(cluster.jobManager.operations.savepointState(JOB_ID, triggerId)).toBeUndefined();
  });

  it("[ST20] before a cancel: the job ends as CANCELED after it, and the savepoint takes over its hold", async () => {
    const [cluster] = await runningCluster();
    const triggerId = savepoint(cluster, true);
    await cluster.host.advance(200);
    expect(pathOf(cluster, triggerId)).toContain("savepoint-f4d5b0-");
    expect(cluster.job.status).toBe("CANCELED");
    expect(cluster.host.holds.at(-1)).toEqual([savepointHold(pathOf(cluster, triggerId), 42)]);
  });
});

describe("a stop", () => {
  it("[ST5] triggers a synchronous savepoint, and ends every task and the job", async () => {
    const [cluster, taskManager] = await runningCluster();
    const triggerId = stop(cluster);
    expect(cluster.job.status).toBe("RUNNING");
    await cluster.host.advance(100);
    const barriers = taskManager.received.flatMap((message) => (message.type === "trigger-checkpoint" ? [message.barrier] : []));
    expect(barriers.at(-1)).toMatchObject({ checkpointId: 2, snapshotType: "suspend-savepoint" });
    expect(pathOf(cluster, triggerId)).toBe(cluster.job.checkpoints.latestSavepoint?.externalPath);
    expect(cluster.job.status).toBe("FINISHED");
    expect(cluster.taskCounts).toEqual({ FINISHED: 8 });
  });

  it("[ST20] hands the job's hold over to its savepoint, from the offsets in it on", async () => {
    const [cluster, taskManager] = await runningCluster();
    taskManager.offset = 50;
    const triggerId = stop(cluster);
    await cluster.host.advance(100);
    expect(cluster.job.checkpoints.latestCompleted).toMatchObject({ checkpointId: 1 });
    expect(cluster.host.holds.at(-1)).toEqual([savepointHold(pathOf(cluster, triggerId), 50)]);
  });

  it("[ST6] with drain asks the sources to end event time", async () => {
    const [cluster, taskManager] = await runningCluster();
    stop(cluster, true);
    const barriers = taskManager.received.flatMap((message) => (message.type === "trigger-checkpoint" ? [message.barrier] : []));
    expect(barriers.at(-1)?.snapshotType).toBe("terminate-savepoint");
  });

  it("[ST23] with drain is listed from its trigger on", async () => {
    const [cluster, taskManager] = await runningCluster();
    taskManager.acknowledges = false;
    stop(cluster, true);
    expect(cluster.jobManager.drains).toEqual([{ jobId: JOB_ID, checkpointId: 2, completed: false }]);
    const { attemptId } = taskManager.task(COUNTER, 0);
    taskManager.tell({ type: "decline-checkpoint", jobId: JOB_ID, attemptId, checkpointId: 2, reason: "Checkpoint was declined." });
    taskManager.acknowledges = true;
    await cluster.host.advance(50);
    stop(cluster, true);
    await cluster.host.advance(100);
    expect(cluster.job.status).toBe("FINISHED");
    expect(cluster.jobManager.drains).toMatchObject([
      { checkpointId: 2, completed: false },
      { jobId: JOB_ID, completed: true },
    ]);
  });

  it("[ST23] without drain is not listed", async () => {
    const [cluster] = await runningCluster();
    stop(cluster);
    await cluster.host.advance(100);
    expect(cluster.jobManager.drains).toEqual([]);
  });

  it("[ST7] whose savepoint is declined reports that, and periodic checkpoints continue", async () => {
    const [cluster, taskManager] = await runningCluster();
    taskManager.acknowledges = false;
    const triggerId = stop(cluster);
    const { attemptId } = taskManager.task(COUNTER, 0);
    taskManager.tell({ type: "decline-checkpoint", jobId: JOB_ID, attemptId, checkpointId: 2, reason: "Checkpoint was declined." });
    taskManager.acknowledges = true;
    await cluster.host.advance(50);
    expect(failureOf(cluster.jobManager.operations.savepointState(JOB_ID, triggerId))).toContain("Checkpoint was declined.");
    expect(cluster.job.status).toBe("RUNNING");
    const before = cluster.job.checkpoints.counts.completed;
    await cluster.host.advance(3_000);
    expect(cluster.job.checkpoints.counts.completed).toBeGreaterThan(before + 1);
  });

  it("[ST8] [ST20] whose task fails after the complete savepoint ends the job as FAILED, and names the savepoint", async () => {
    const [cluster, taskManager] = await runningCluster();
    taskManager.finishes = false;
    const triggerId = stop(cluster);
    await cluster.host.advance(50);
    taskManager.failTask(COUNTER, 1);
    await cluster.host.advance(100);
    expect(cluster.job.status).toBe("FAILED");
    const failure = failureOf(cluster.jobManager.operations.savepointState(JOB_ID, triggerId));
    expect(failure).toContain(
      "StopWithSavepointStoppingException: A savepoint has been created at: file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-",
    );
    expect(cluster.job.exceptionHistory[0]?.error.stack).toContain("Caused by: java.lang.RuntimeException: boom");
    const { path } = (await settled(cluster, cluster.jobManager.storedSavepoints()))[0] ?? { path: "" };
    expect(failure).toContain(path);
    expect(cluster.host.holds.at(-1)).toEqual([savepointHold(path, 42)]);
  });

  it.each(["stop", "savepoint and cancel"])(
    "[ST5] and a savepoint before a cancel keep periodic checkpoints off when a %s takes the savepoint's place",
    async (what) => {
      const [cluster, taskManager] = await runningCluster();
      taskManager.acknowledges = false;
      const first = savepoint(cluster, true);
      await cluster.host.advance(10);
      if (what === "stop") stop(cluster);
      else savepoint(cluster, true);
      expect(failureOf(cluster.jobManager.operations.savepointState(JOB_ID, first))).toContain("Checkpoint Coordinator is suspending.");
      await cluster.host.advance(3_000);
      taskManager.finishes = false;
      const [pending] = cluster.job.checkpoints.history;
      for (const task of taskManager.tasks.values()) taskManager.acknowledge(task, pending?.checkpointId ?? 0);
      await cluster.host.advance(3_000);
      expect(cluster.jobManager.log.text().split("Starting checkpoint scheduler")).toHaveLength(2);
      expect(cluster.job.checkpoints.history[0]).toMatchObject({ checkpointId: pending?.checkpointId, status: "COMPLETED" });
    },
  );

  it("[ST9] is refused while another runs", async () => {
    const [cluster] = await runningCluster();
    const first = stop(cluster);
    const second = stop(cluster);
    expect(failureOf(cluster.jobManager.operations.savepointState(JOB_ID, second))).toContain("in progress already");
    await cluster.host.advance(100);
    expect(pathOf(cluster, first)).toBeDefined();
  });
});

describe("a start from a savepoint", () => {
  it("[ST10] [ST12] continues its ids, by either path; until its own checkpoint a restart goes back to it", async () => {
    const [cluster, taskManager] = await runningCluster();
    const triggerId = stop(cluster);
    await cluster.host.advance(200);
    const path = pathOf(cluster, triggerId);
    taskManager.acknowledges = false;
    const { jobId, error } = await restart(cluster, { path: `${path}/_metadata` });
    expect(error).toBeUndefined();
    await cluster.host.advance(200);
    const job = cluster.jobManager.jobMaster(jobId);
    expect(job?.checkpoints.latestRestored).toMatchObject({ checkpointId: 2, isSavepoint: true, externalPath: path });
    expect(job?.checkpoints.history[0]?.checkpointId).toBe(3);
    taskManager.failTask(COUNTER, 0);
    await cluster.host.advance(3_000);
    expect(job?.checkpoints.counts.restored).toBe(2);
    expect(job?.checkpoints.latestRestored?.checkpointId).toBe(2);
    expect(taskManager.task("Source: ClickEvent Source", 0).restore?.splits).toEqual([{ topic: "input", partition: 0, offset: 42 }]);
  });

  it.each([
    ["NO_CLAIM", true],
    ["CLAIM", false],
  ] as const)("[ST12] with %s: its files are still there after the next checkpoint: %s", async (claimMode, isKept) => {
    const [cluster] = await runningCluster();
    const triggerId = stop(cluster);
    await cluster.host.advance(200);
    const path = pathOf(cluster, triggerId);
    await restart(cluster, { path, claimMode });
    await cluster.host.advance(2_000);
    expect(cluster.host.files.has(`${path.slice("file:".length)}/_metadata`)).toBe(isKept);
  });

  it("[ST21] keeps the savepoint's hold until the first checkpoint of the job's own", async () => {
    const [cluster, taskManager] = await runningCluster();
    const triggerId = stop(cluster);
    await cluster.host.advance(200);
    const hold = savepointHold(pathOf(cluster, triggerId), 42);
    taskManager.acknowledges = false;
    const { jobId } = await restart(cluster, { path: pathOf(cluster, triggerId) });
    await cluster.host.advance(5_000);
    const job = cluster.jobManager.jobMaster(jobId);
    expect([job?.status, job?.checkpoints.counts.completed]).toEqual(["RUNNING", 0]);
    expect(cluster.host.holds.at(-1)).toContainEqual(hold);

    cluster.jobManager.cancelJob(jobId);
    await cluster.host.advance(200);
    expect(cluster.host.holds.at(-1)).toEqual([hold]);

    taskManager.acknowledges = true;
    const again = { ...cluster.graph(ARGUMENTS), jobId: "d".repeat(32) };
    const settings = { path: pathOf(cluster, triggerId), claimMode: "NO_CLAIM", allowNonRestoredState: false } as const;
    await settled(cluster, cluster.jobManager.runProgram(again, settings));
    await cluster.host.advance(2_000);
    expect(cluster.host.holds.at(-1)?.map(({ holder }) => holder)).toEqual([{ type: "job", jobId: again.jobId }]);
  });

  it("[ST21] ends the savepoint's hold when all tasks run, if the job has no periodic checkpoints", async () => {
    const [cluster] = await runningCluster();
    const triggerId = stop(cluster);
    await cluster.host.advance(200);
    const graph = { ...cluster.graph(["--event-time"]), jobId: "d".repeat(32) };
    const settings = { path: pathOf(cluster, triggerId), claimMode: "NO_CLAIM", allowNonRestoredState: false } as const;
    await settled(cluster, cluster.jobManager.runProgram(graph, settings));
    expect(cluster.host.holds.at(-1)).toContainEqual(savepointHold(pathOf(cluster, triggerId), 42));
    await cluster.host.advance(2_000);
    const holder = { type: "job", jobId: graph.jobId };
    expect(cluster.host.holds.at(-1)).toEqual([{ holder, records: { type: "unread", jobId: graph.jobId, topics: ["input"] } }]);
  });

  it("[ST21] is not needed to end the savepoint's hold: a deletion does it too, when the job is long forgotten", async () => {
    const [cluster] = await runningCluster({ "jobstore.expiration-time": "20" });
    const triggerId = stop(cluster);
    await cluster.host.advance(60_000);
    expect(cluster.jobManager.job(JOB_ID)).toBeUndefined();
    expect(cluster.host.holds.at(-1)).toEqual([savepointHold(pathOf(cluster, triggerId), 42)]);
    cluster.jobManager.operations.dispose(pathOf(cluster, triggerId));
    await cluster.host.advance(100);
    expect(cluster.host.holds.at(-1)).toEqual([]);
  });

  it.each([
    [
      "a path that does not exist",
      { path: "file:/tmp/nope" },
      2,
      "Cannot find checkpoint or savepoint file/directory '/tmp/nope' on file system 'file'.",
    ],
    [
      "more subtasks than key groups",
      {},
      129,
      "The maximum parallelism (128) of the restored state is lower than the configured parallelism (129).",
    ],
  ])("[ST11] with %s fails with Flink's message", async (_what, settings, parallelism, text) => {
    const [cluster] = await runningCluster();
    const triggerId = stop(cluster);
    await cluster.host.advance(200);
    const { jobId, error } = await restart(cluster, { path: pathOf(cluster, triggerId), ...settings }, parallelism);
    expect(error).toContain("org.apache.flink.runtime.client.JobInitializationException: Could not start the JobMaster.");
    expect(error).toContain(text);
    expect(cluster.jobManager.job(jobId)).toMatchObject({ status: "FAILED", vertices: [] });
  });

  it("[ST11] with state that has no operator fails, unless that is allowed; offsets that are no longer stored are refused", async () => {
    const [cluster] = await runningCluster();
    const triggerId = stop(cluster);
    await cluster.host.advance(200);
    const path = pathOf(cluster, triggerId);
    const graph = cluster.graph(ARGUMENTS);
    const renamed = {
      ...graph,
      vertices: graph.vertices.map((vertex) => (vertex.uid === "counter" ? { ...vertex, id: "c".repeat(32) } : vertex)),
    };
    const edges = graph.edges.map(({ sourceId, targetId, shipStrategy }) => ({
      sourceId: newId(sourceId),
      targetId: newId(targetId),
      shipStrategy,
    }));
    function newId(id: string): string {
      return graph.vertices.find((vertex) => vertex.id === id)?.uid === "counter" ? "c".repeat(32) : id;
    }
    const settings = { path, claimMode: "NO_CLAIM" } as const;
    const refused = await settled(
      cluster,
      cluster.jobManager.runProgram({ ...renamed, edges, jobId: "a".repeat(32) }, { ...settings, allowNonRestoredState: false }),
    );
    expect(refused).toMatchObject({
      ok: false,
      error: { stack: expect.stringContaining("because the operator is not available in the new program") },
    });
    const allowed = await settled(
      cluster,
      cluster.jobManager.runProgram({ ...renamed, edges, jobId: "b".repeat(32) }, { ...settings, allowNonRestoredState: true }),
    );
    expect(allowed.ok).toBe(true);

    cluster.host.brokerRanges = [0, 1].map((partition) => ({ partition, beginOffset: 43, endOffset: 1_000 }));
    const { error } = await restart(cluster, { path });
    expect(error).toContain("Offset 42 of input-0 is outside [43, 1000]");
    const listed = await settled(cluster, cluster.jobManager.storedSavepoints());
    expect(listed[0]).toMatchObject({ usable: false, reason: expect.stringContaining("Offset 42 of input-0 is outside") });
  });

  it.each([
    ["NO_EXTERNALIZED_CHECKPOINTS", 0],
    ["DELETE_ON_CANCELLATION", 0],
    ["RETAIN_ON_CANCELLATION", 1],
  ])("[ST14] %s keeps %i checkpoint of a canceled job", async (retention, kept) => {
    const [cluster] = await runningCluster({ "execution.checkpointing.externalized-checkpoint-retention": retention });
    cluster.jobManager.cancelJob(JOB_ID);
    await cluster.host.advance(500);
    const listed = await settled(cluster, cluster.jobManager.storedSavepoints());
    expect(listed.map(({ kind }) => kind)).toEqual(Array.from({ length: kept }, () => "checkpoint"));
  });

  it("[ST14] a checkpoint that its ended job is still deleting is listed as not usable", async () => {
    const [cluster] = await runningCluster();
    cluster.host.failNextDelete = "storage does not answer";
    cluster.jobManager.cancelJob(JOB_ID);
    await cluster.host.advanceUntil(() => cluster.job.status === "CANCELED");
    const listed = await settled(cluster, cluster.jobManager.storedSavepoints());
    expect(listed).toMatchObject([{ kind: "checkpoint", usable: false, reason: "It is being deleted." }]);
    await cluster.host.advance(2_000);
    expect(await settled(cluster, cluster.jobManager.storedSavepoints())).toEqual([]);
  });
});

/** Lets time pass until the promise is settled. */
async function settled<Value>(cluster: TestCluster, promise: Promise<Value>): Promise<Value> {
  let isSettled = false;
  void promise.finally(() => {
    isSettled = true;
  });
  await cluster.host.advanceUntil(() => isSettled);
  return promise;
}
