import { describe, expect, it } from "vitest";
import { START_EPOCH_MS } from "../testing/fake-host.ts";
import { JOB_ID, TestCluster } from "../testing/test-cluster.ts";

const SOURCE = "Source: ClickEvent Source";
const COUNTER = "ClickEvent Counter";

describe("a start", () => {
  it("[CO1] waits RUNNING with all tasks SCHEDULED until every slot is there", async () => {
    const cluster = new TestCluster();
    expect(cluster.job.status).toBe("INITIALIZING");
    expect(cluster.job.vertices).toEqual([]);
    await cluster.host.advance(1000);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { SCHEDULED: 8 }]);

    const first = cluster.taskManager("taskmanager-1", 1);
    await cluster.host.advance(1000);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { SCHEDULED: 8 }]);
    expect(cluster.jobManager.taskManager("taskmanager-1")?.freeSlots).toBe(0);
    expect(first.tasks.size).toBe(0);

    const second = cluster.taskManager("taskmanager-2", 2);
    await cluster.host.advance(100);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { RUNNING: 8 }]);
    expect([first.tasks.size, second.tasks.size]).toEqual([4, 4]);
    expect(cluster.jobManager.taskManager("taskmanager-2")?.freeSlots).toBe(1);
  });

  it("[CO2] puts one subtask of each vertex into each slot and deploys in topological order", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(100);
    const deployed = taskManager.received.flatMap((message) => (message.type === "submit-task" ? [message.deployment] : []));
    expect(deployed.map(({ vertexName, subtaskIndex }) => `${vertexName} ${String(subtaskIndex)}`)).toEqual(
      [SOURCE, COUNTER, "ClickEventStatistics Sink: Writer", "ClickEventStatistics Sink: Committer"].flatMap((name) => [
        `${name} 0`,
        `${name} 1`,
      ]),
    );
    expect(new Set(deployed.map(({ allocationId, subtaskIndex }) => `${allocationId} ${String(subtaskIndex)}`)).size).toBe(2);
    const slots = cluster.jobManager.taskManager("taskmanager-1")?.slots ?? [];
    expect(slots.map(({ assignedTasks, jobId }) => [assignedTasks, jobId])).toEqual([
      [4, JOB_ID],
      [4, JOB_ID],
    ]);
  });

  it("describes gates and partitions: all with all behind keyBy, equal indices else", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(100);
    const counter = taskManager.task(COUNTER, 1);
    expect(
      counter.inputs.map(({ index, partitionIndex, producers }) => [index, partitionIndex, producers.map((peer) => peer.subtaskIndex)]),
    ).toEqual([[0, 0, [0, 1]]]);
    expect(counter.outputs).toEqual([
      {
        index: 0,
        consumerVertexId: "2e588ce1c86a9d46e2e85186773ce4fd",
        shipStrategy: "FORWARD",
        consumerMaxParallelism: 128,
        consumerGateIndex: 0,
        consumers: [
          {
            attemptId: taskManager.task("ClickEventStatistics Sink: Writer", 1).attemptId,
            subtaskIndex: 1,
            container: "taskmanager-1",
            taskManagerId: "taskmanager-1",
            dataPort: 40001,
          },
        ],
      },
    ]);
    expect(taskManager.task(SOURCE, 0).inputs).toEqual([]);
    expect(counter.attemptId).toMatch(/^[0-9a-f]{32}_0da08f51eaa85fc298e176a139b3649a_1_0$/);
  });
});

describe("a TaskManager that is killed", () => {
  it("[CO5] is lost after two heartbeats that could not be delivered; one task is FAILED, the others CANCELED", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(2500);
    const killedAt = cluster.host.clock.monotonicMs();
    taskManager.kill();
    await cluster.host.advance(900);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { RUNNING: 8 }]);

    await cluster.host.advanceUntil(() => cluster.job.status !== "RUNNING", 10);
    expect(cluster.host.clock.monotonicMs() - killedAt).toBeGreaterThan(1000);
    expect(cluster.host.clock.monotonicMs() - killedAt).toBeLessThanOrEqual(2010);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RESTARTING", { FAILED: 1, CANCELED: 7 }]);
    expect(cluster.jobManager.taskManagers).toEqual([]);
    expect(cluster.job.exceptionHistory).toMatchObject([
      {
        error: {
          className: "org.apache.flink.runtime.resourcemanager.exceptions.ResourceManagerException",
          message: "TaskManager with id taskmanager-1 is no longer reachable.",
        },
        taskName: "Source: ClickEvent Source (1/2) - execution #0",
        location: { endpoint: "taskmanager-1:40001", taskManagerId: "taskmanager-1" },
        concurrentExceptions: [],
      },
    ]);
  });

  it("[CO7] leads to RUNNING with 8 SCHEDULED after the delay, with one restart and one restored checkpoint counted", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(3500);
    taskManager.kill();
    await cluster.host.advanceUntil(() => cluster.job.status !== "RUNNING", 10);
    const restartingAt = cluster.host.clock.monotonicMs();
    const failedBefore = cluster.job.checkpoints.counts.failed;
    await cluster.host.advanceUntil(() => cluster.job.status !== "RESTARTING", 10);
    expect(cluster.host.clock.monotonicMs() - restartingAt).toBeGreaterThanOrEqual(990);
    expect(cluster.host.clock.monotonicMs() - restartingAt).toBeLessThanOrEqual(1110);

    await cluster.host.advance(30_000);
    expect([cluster.job.status, cluster.taskCounts, cluster.job.numRestarts]).toEqual(["RUNNING", { SCHEDULED: 8 }, 1]);
    expect(cluster.job.vertices.map(({ aggregateState }) => aggregateState)).toEqual(["CREATED", "CREATED", "CREATED", "CREATED"]);
    expect(cluster.job.checkpoints.counts.restored).toBe(1);
    expect(cluster.job.checkpoints.latestRestored?.checkpointId).toBe(cluster.job.checkpoints.latestCompleted?.checkpointId);
    // Nothing ticks while no task is left anywhere.
    expect(cluster.job.checkpoints.counts.failed).toBe(failedBefore);
    expect(cluster.job.vertices[0]?.subtasks[0]?.history.map(({ state, attemptNumber }) => [attemptNumber, state])).toEqual([
      [0, "FAILED"],
    ]);
  });

  it("[CO7] continues from the last completed checkpoint when another TaskManager comes", async () => {
    const cluster = new TestCluster();
    const first = cluster.taskManager();
    first.offset = 4711;
    await cluster.host.advance(3500);
    first.kill();
    await cluster.host.advance(10_000);
    const completed = cluster.job.checkpoints.latestCompleted?.checkpointId;
    const second = cluster.taskManager("taskmanager-1", 2, "taskmanager-1-again");
    await cluster.host.advance(70);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { RUNNING: 8 }]);
    expect(second.task(SOURCE, 1).restore).toEqual({
      checkpointId: completed,
      keyed: [],
      splits: [{ topic: "input", partition: 1, offset: 4711 }],
    });
    expect(second.task(COUNTER, 1).restore?.keyed).toEqual([
      { keyGroupStart: 64, keyGroupEnd: 127, handle: { type: "inline", bytes: new Uint8Array([1]) } },
    ]);
    expect(second.task(COUNTER, 1).attemptNumber).toBe(1);
  });

  it("[CO9] fails the job at once without checkpointing, with the root cause behind the suppressed recovery", async () => {
    const cluster = new TestCluster({ programArguments: ["--event-time"] });
    const taskManager = cluster.taskManager();
    await cluster.host.advance(2500);
    taskManager.kill();
    await cluster.host.advance(2100);
    expect([cluster.job.status, cluster.taskCounts, cluster.job.numRestarts]).toEqual(["FAILED", { FAILED: 1, CANCELED: 7 }, 0]);
    const [entry] = cluster.job.exceptionHistory;
    expect(entry).toMatchObject({
      error: { className: "org.apache.flink.runtime.JobException", message: "Recovery is suppressed by NoRestartBackoffTimeStrategy" },
      taskName: undefined,
      timestamp: cluster.job.statusTimestamps.FAILED,
      concurrentExceptions: [
        {
          error: { message: "TaskManager with id taskmanager-1 is no longer reachable." },
          taskName: "Source: ClickEvent Source (1/2) - execution #0",
        },
      ],
    });
    expect(entry?.error.stack).toContain(
      "Caused by: org.apache.flink.runtime.resourcemanager.exceptions.ResourceManagerException: TaskManager with id",
    );
    expect(cluster.job.checkpoints.counts).toEqual({ restored: 0, total: 0, inProgress: 0, completed: 0, failed: 0 });
    const holder = { type: "job", jobId: JOB_ID };
    expect(cluster.host.holds).toEqual([[{ holder, records: { type: "unread", jobId: JOB_ID, topics: ["input"] } }], []]);
  });
});

describe("a task that is told to cancel", () => {
  it("[CO3] ends as CANCELED whatever is reported while it is CANCELING", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(100);
    expect(cluster.taskCounts).toEqual({ RUNNING: 8 });
    const { attemptId } = taskManager.task(COUNTER, 0);
    cluster.jobManager.cancelJob(JOB_ID);
    expect(cluster.taskCounts).toEqual({ CANCELING: 8 });
    // The function throws while the cancel is in flight.
    const className = "java.lang.RuntimeException";
    taskManager.tell({ type: "task-state", attemptId, state: "FAILED", error: { className, message: "boom", stack: className } });
    expect(cluster.taskCounts).toEqual({ CANCELING: 7, CANCELED: 1 });
    await cluster.host.advance(100);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["CANCELED", { CANCELED: 8 }]);
    expect(cluster.job.exceptionHistory).toEqual([]);
  });
});

describe("a TaskManager that hangs", () => {
  it("[CO6] is given up when it has not answered for the timeout", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(2500);
    const lastHeartbeat = cluster.jobManager.taskManager("taskmanager-1")?.lastHeartbeat ?? 0;
    taskManager.hang();
    await cluster.host.advanceUntil(() => cluster.job.status !== "RUNNING", 10);
    const silentMs = cluster.host.clock.now() - lastHeartbeat;
    expect(silentMs).toBeGreaterThanOrEqual(5000);
    expect(silentMs).toBeLessThanOrEqual(5010);
    expect(cluster.job.exceptionHistory[0]?.error).toMatchObject({
      className: "java.util.concurrent.TimeoutException",
      message: "Heartbeat of TaskManager with id taskmanager-1 timed out.",
    });
  });
});

describe("a TaskManager that was given up and wakes", () => {
  it("[CO6] finds its connection closed, and its later messages change nothing", async () => {
    const cluster = new TestCluster();
    const first = cluster.taskManager("taskmanager-1", 2);
    await cluster.host.advance(2500);
    const tasks = [...first.tasks.values()];
    first.hang();
    await cluster.host.advanceUntil(() => cluster.job.status !== "RUNNING", 10);
    const second = cluster.taskManager("taskmanager-2", 2);
    await cluster.host.advanceUntil(() => cluster.taskCounts.RUNNING === 8);
    const failures = cluster.job.exceptionHistory.length;

    first.wake();
    expect(first.isConnected).toBe(false);
    const error = { className: "java.lang.RuntimeException", message: "late", stack: "late" };
    first.tell({ type: "heartbeat" });
    for (const { attemptId } of tasks) first.tell({ type: "task-state", attemptId, state: "FAILED", error });
    await cluster.host.advance(1000);
    expect(cluster.jobManager.taskManagers.map(({ taskManagerId }) => taskManagerId)).toEqual([second.id]);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { RUNNING: 8 }]);
    expect(cluster.job.exceptionHistory).toHaveLength(failures);
  });
});

describe("a JobManager that is held up for longer than the heartbeat timeout", () => {
  it.each([0, 100, 500, 900, 1_300, 2_200, 3_100, 4_000, 4_700])(
    "[CO6] from %i ms on gives up no TaskManager that answers, and notices one that hangs",
    async (offsetMs) => {
      const cluster = new TestCluster();
      const taskManager = cluster.taskManager();
      await cluster.host.advance(2_500 + offsetMs);
      cluster.host.stall(8_000);
      await cluster.host.advance(3_000);
      expect([cluster.job.status, cluster.job.numRestarts]).toEqual(["RUNNING", 0]);
      taskManager.hang();
      await cluster.host.advance(6_100);
      expect(cluster.jobManager.taskManagers).toEqual([]);
    },
  );
});

describe("one of two TaskManagers that is killed", () => {
  it("[CO8] restarts at once when a survivor reports it, fails again at the dead TaskManager, then waits", async () => {
    const cluster = new TestCluster();
    const first = cluster.taskManager("taskmanager-1", 1);
    const second = cluster.taskManager("taskmanager-2", 1);
    // Two thirds of an interval after a heartbeat: the dead one is found 1.3 s later, as recorded, after the first restart.
    await cluster.host.advance(2670);
    second.kill();
    first.failTask(COUNTER, 0, "Lost connection to task manager");
    expect(cluster.job.status).toBe("RESTARTING");
    const failedBefore = cluster.job.checkpoints.counts.failed;
    await cluster.host.advance(1200);
    expect([cluster.job.status, cluster.job.numRestarts]).toEqual(["RESTARTING", 2]);
    expect(cluster.job.exceptionHistory.map(({ error }) => error.className)).toEqual([
      "org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException",
      "java.lang.RuntimeException",
    ]);
    expect(cluster.job.exceptionHistory[0]?.taskName).toBe("Source: ClickEvent Source (2/2) - execution #1");

    await cluster.host.advance(10_000);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { SCHEDULED: 8 }]);
    // Once a second while the survivor's slot waits.
    expect(cluster.job.checkpoints.counts.failed - failedBefore).toBeGreaterThanOrEqual(10);
    expect(cluster.job.checkpoints.counts.failed - failedBefore).toBeLessThanOrEqual(12);

    cluster.taskManager("taskmanager-3", 1);
    await cluster.host.advance(100);
    expect(cluster.taskCounts).toEqual({ RUNNING: 8 });
    expect(first.tasks.size).toBe(4);
  });
});

describe("missing slots", () => {
  it("[CO4] are waited for during the start-up period; after it each try fails at once, at the pace of the restart strategy", async () => {
    const cluster = new TestCluster();
    await cluster.host.advance(299_900);
    expect([cluster.job.status, cluster.taskCounts, cluster.job.numRestarts]).toEqual(["RUNNING", { SCHEDULED: 8 }, 0]);
    await cluster.host.advance(200);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RESTARTING", { FAILED: 1, CANCELED: 7 }]);

    await cluster.host.advance(330_000);
    const times = cluster.job.exceptionHistory.map(({ timestamp }) => timestamp).toReversed();
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    // Recording 20: about 1.6, 2.4, 3.7, 5.1, 8.3, 11, 15, 27, 41, 53, 60, 60 s.
    const bases = [1000, 1500, 2250, 3375, 5062, 7593, 11390, 17085, 25628, 38443, 57665, 60000, 60000];
    expect(pauses).toHaveLength(13);
    pauses.forEach((pause, index) => {
      const base = bases[index] ?? 0;
      expect(pause, `pause ${String(index)}`).toBeGreaterThanOrEqual(Math.max(1000, base * 0.9));
      expect(pause, `pause ${String(index)}`).toBeLessThanOrEqual(Math.min(60_000, base * 1.1) + 100);
    });
    expect(cluster.job.exceptionHistory[0]).toMatchObject({
      error: { className: "java.util.concurrent.CompletionException" },
      taskName: `Source: ClickEvent Source (1/2) - execution #${String(cluster.job.numRestarts - 1)}`,
      location: undefined,
    });
    expect(cluster.job.exceptionHistory[0]?.error.stack.split("\n")[0]).toBe(
      "java.util.concurrent.CompletionException: java.util.concurrent.CompletionException: " +
        "org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException: Could not acquire the minimum required resources.",
    );
  });

  it("[CO4] fail at the requirement check, slotmanager.requirement-check.delay after they were requested", async () => {
    const configuration = {
      "slot.request.timeout": "1 s",
      "restart-strategy.type": "fixed-delay",
      "restart-strategy.fixed-delay.delay": "10 s",
      "restart-strategy.fixed-delay.attempts": "9",
    };
    const cluster = new TestCluster({ configuration: { ...configuration, "slotmanager.requirement-check.delay": "3 s" } });
    await cluster.host.advance(2000);
    expect(cluster.job.status).toBe("RESTARTING");
    await cluster.host.advance(10_000);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { SCHEDULED: 8 }]);
    await cluster.host.advance(1900);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { SCHEDULED: 8 }]);
    await cluster.host.advance(200);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RESTARTING", { FAILED: 1, CANCELED: 7 }]);
  });

  it("[CO4] keeps the last 16 failures", async () => {
    const cluster = new TestCluster({ configuration: { "slot.request.timeout": "1 s" } });
    await cluster.host.advance(900_000);
    expect(cluster.job.numRestarts).toBeGreaterThan(16);
    expect(cluster.job.exceptionHistory).toHaveLength(16);
    expect(cluster.job.vertices[0]?.subtasks[0]?.history).toHaveLength(16);
    expect(cluster.job.vertices[0]?.subtasks[0]?.attempt(0)).toBeUndefined();
  });

  it("[CO4] ends when slots come: the next try runs", async () => {
    const cluster = new TestCluster({ configuration: { "slot.request.timeout": "1 s" } });
    await cluster.host.advance(3000);
    expect(cluster.job.numRestarts).toBeGreaterThan(0);
    cluster.taskManager();
    await cluster.host.advance(6000);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { RUNNING: 8 }]);
  });

  it("gives a held slot back after it lay idle for the timeout", async () => {
    const cluster = new TestCluster({
      configuration: {
        "slot.request.timeout": "1 s",
        "slot.idle.timeout": "2 s",
        "restart-strategy.type": "fixed-delay",
        "restart-strategy.fixed-delay.delay": "10 s",
      },
    });
    cluster.taskManager("taskmanager-1", 1);
    await cluster.host.advance(2500);
    expect([cluster.job.status, cluster.jobManager.taskManager("taskmanager-1")?.freeSlots]).toEqual(["RESTARTING", 0]);
    await cluster.host.advance(1500);
    expect(cluster.jobManager.taskManager("taskmanager-1")?.freeSlots).toBe(1);
  });
});

describe("a TaskManager that is lost while the job waits for more slots", () => {
  it("[CO1] takes its slots with it: the job waits until there are enough slots again, and no task fails", async () => {
    const cluster = new TestCluster();
    const first = cluster.taskManager("taskmanager-1", 1);
    await cluster.host.advance(1000);
    first.kill();
    await cluster.host.advance(3000);
    expect(cluster.jobManager.taskManagers).toEqual([]);

    const second = cluster.taskManager("taskmanager-2", 1);
    await cluster.host.advance(1000);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { SCHEDULED: 8 }]);
    const third = cluster.taskManager("taskmanager-3", 1);
    await cluster.host.advance(100);
    expect([cluster.job.status, cluster.taskCounts, cluster.job.numRestarts]).toEqual(["RUNNING", { RUNNING: 8 }, 0]);
    expect([second.tasks.size, third.tasks.size]).toEqual([4, 4]);
    expect(cluster.job.exceptionHistory).toEqual([]);
  });
});

describe("a task that throws", () => {
  it("[CO8] cancels the others where they run, and all come back in the same slots", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(2500);
    const allocations = cluster.jobManager.taskManager("taskmanager-1")?.slots.map(({ allocationId }) => allocationId);
    taskManager.failTask(COUNTER, 1);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RESTARTING", { FAILED: 1, CANCELING: 7 }]);
    await cluster.host.advance(100);
    expect(cluster.taskCounts).toEqual({ FAILED: 1, CANCELED: 7 });
    await cluster.host.advance(1200);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RUNNING", { RUNNING: 8 }]);
    expect(cluster.jobManager.taskManager("taskmanager-1")?.slots.map(({ allocationId }) => allocationId)).toEqual(allocations);
    expect(cluster.jobManager.taskManager("taskmanager-1")?.assignedTasks).toBe(8);
    expect(cluster.job.exceptionHistory[0]).toMatchObject({
      error: { message: "boom" },
      taskName: "ClickEvent Counter (2/2) - execution #0",
    });
  });

  it("ends as CANCELED if it fails while it is being cancelled", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(2500);
    const { attemptId } = taskManager.task(SOURCE, 0);
    taskManager.failTask(COUNTER, 1);
    const error = { className: "java.lang.RuntimeException", message: "late", stack: "late" };
    taskManager.tell({ type: "task-state", attemptId, state: "FAILED", error });
    expect(cluster.taskCounts).toEqual({ FAILED: 1, CANCELED: 1, CANCELING: 6 });
    await cluster.host.advance(100);
    expect(cluster.job.exceptionHistory).toHaveLength(1);
  });

  it("[CO9] ends the job FAILED when the strategy allows no more", async () => {
    const cluster = new TestCluster({ configuration: { "restart-strategy.type": "fixed-delay" } });
    const taskManager = cluster.taskManager();
    await cluster.host.advance(500);
    taskManager.failTask(COUNTER, 1, "first");
    await cluster.host.advance(1500);
    expect(cluster.taskCounts).toEqual({ RUNNING: 8 });
    taskManager.failTask(COUNTER, 1, "second");
    expect(cluster.job.status).toBe("FAILING");
    await cluster.host.advance(100);
    expect(cluster.job.status).toBe("FAILED");
    expect(cluster.job.exceptionHistory.map(({ error }) => error.message)).toEqual([
      "Recovery is suppressed by FixedDelayRestartBackoffTimeStrategy(maxNumberRestartAttempts=1, backoffTimeMS=1000)",
      "first",
    ]);
    expect(cluster.jobManager.taskManager("taskmanager-1")?.freeSlots).toBe(2);
  });
});

describe("a clean stop of a TaskManager", () => {
  it("restarts the job with the reason it gave", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(500);
    const className = "org.apache.flink.util.FlinkExpectedException";
    const message = "The TaskExecutor is shutting down.";
    taskManager.tell({ type: "disconnect", error: { className, message, stack: `${className}: ${message}\n` } });
    taskManager.closeCleanly();
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["RESTARTING", { FAILED: 1, CANCELED: 7 }]);
    expect(cluster.job.exceptionHistory[0]?.error).toMatchObject({ className, message });
    expect(cluster.job.exceptionHistory).toHaveLength(1);
  });
});

describe("a start", () => {
  it("[CO1] [ST18] waits until kafka holds what the job will read", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    cluster.host.brokerAnswers = false;
    const jobId = "e".repeat(32);
    void cluster.jobManager.submit({ ...cluster.graph(["--checkpointing"]), jobId });
    await cluster.host.advance(10_000);
    expect(cluster.jobManager.job(jobId)?.status).toBe("INITIALIZING");
    expect([...taskManager.tasks.values()].some((task) => task.jobId === jobId)).toBe(false);
    expect(cluster.host.holds.at(-1)).toContainEqual({ holder: { type: "job", jobId }, records: { type: "all", topics: ["input"] } });
  });
});

describe("a cancel", () => {
  it("[CO10] ends the job as CANCELED, frees its slots and its hold on the topics, and keeps it in the list for an hour", async () => {
    const cluster = new TestCluster();
    cluster.taskManager();
    await cluster.host.advance(2500);
    expect(cluster.jobManager.cancelJob(JOB_ID)).toEqual({ type: "accepted" });
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["CANCELLING", { CANCELING: 8 }]);
    await cluster.host.advance(100);
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["CANCELED", { CANCELED: 8 }]);
    expect(cluster.jobManager.taskManager("taskmanager-1")?.freeSlots).toBe(2);
    expect(cluster.host.holds.at(-1)).toEqual([]);
    expect([...cluster.host.files.keys()]).toEqual([]);
    expect(cluster.jobManager.cancelJob(JOB_ID)).toEqual({ type: "terminated", status: "CANCELED" });

    await cluster.host.advance(3_599_000);
    expect(cluster.jobManager.job(JOB_ID)).toBe(cluster.job);
    await cluster.host.advance(1_000);
    expect(cluster.jobManager.cancelJob(JOB_ID)).toEqual({ type: "not-found" });
  });

  it("[CO10] works while the job waits for slots, restarts, or has not begun", async () => {
    const waiting = new TestCluster();
    await waiting.host.advance(1000);
    waiting.jobManager.cancelJob(JOB_ID);
    expect([waiting.job.status, waiting.taskCounts]).toEqual(["CANCELED", { CANCELED: 8 }]);
    waiting.taskManager();
    await waiting.host.advance(1000);
    expect(waiting.jobManager.taskManager("taskmanager-1")?.freeSlots).toBe(2);

    const restarting = new TestCluster();
    const taskManager = restarting.taskManager();
    await restarting.host.advance(500);
    taskManager.failTask(COUNTER, 0);
    await restarting.host.advance(100);
    restarting.jobManager.cancelJob(JOB_ID);
    expect(restarting.job.status).toBe("CANCELED");
    await restarting.host.advance(5000);
    expect(restarting.job.status).toBe("CANCELED");

    const beginning = new TestCluster();
    beginning.jobManager.cancelJob(JOB_ID);
    await beginning.host.advance(1);
    expect(beginning.job.status).toBe("CANCELED");
  });
});

describe("the end of all tasks", () => {
  it("[CO10] finishes the job, which releases its hold on the topics", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(1500);
    for (const attemptId of taskManager.tasks.keys()) taskManager.tell({ type: "task-state", attemptId, state: "FINISHED" });
    expect([cluster.job.status, cluster.taskCounts]).toEqual(["FINISHED", { FINISHED: 8 }]);
    expect(cluster.host.holds.at(-1)).toEqual([]);
  });
});

describe("the fault switch", () => {
  it("[CO11] arms the running attempts, and their successors until enough have thrown", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(500);
    const counterId = taskManager.task(COUNTER, 0).vertexId;
    const fault = { kind: "throw", job: JOB_ID, vertex: counterId, times: 2 } as const;
    expect(cluster.jobManager.injectFault({ ...fault, vertex: "unknown" })).toBe("no-vertex");
    expect(cluster.jobManager.injectFault({ ...fault, job: "unknown" })).toBe("no-running-job");
    expect(cluster.jobManager.injectFault(fault)).toBe("injected");
    const armed = (): number => taskManager.received.filter(({ type }) => type === "inject-fault").length;
    expect(armed()).toBe(2);
    taskManager.failTask(COUNTER, 0);
    await cluster.host.advance(1500);
    expect(armed()).toBe(4);
    taskManager.failTask(COUNTER, 0);
    await cluster.host.advance(3000);
    expect([cluster.taskCounts, armed()]).toEqual([{ RUNNING: 8 }, 4]);
  });
});

describe("metrics", () => {
  it("[CO12] are fetched at most once per interval, and only when a client reads them", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(500);
    const requests = (): number => taskManager.received.filter(({ type }) => type === "metrics-request").length;
    expect(requests()).toBe(0);
    cluster.jobManager.metrics.update();
    cluster.jobManager.metrics.update();
    expect(requests()).toBe(1);
    const { attemptId } = taskManager.task(SOURCE, 0);
    expect(cluster.jobManager.metrics.attempt(attemptId)).toBeUndefined();
    await cluster.host.advance(500);
    expect(cluster.jobManager.metrics.attempt(attemptId)?.metrics).toEqual({ numRecordsIn: "7" });
    expect(cluster.jobManager.metrics.lastUpdate).toBe(START_EPOCH_MS + 501);
    cluster.jobManager.metrics.update();
    expect(requests()).toBe(1);
    await cluster.host.advance(500);
    cluster.jobManager.metrics.update();
    expect(requests()).toBe(2);
  });

  it("[CO12] are dropped with their TaskManager", async () => {
    const cluster = new TestCluster();
    const taskManager = cluster.taskManager();
    await cluster.host.advance(500);
    cluster.jobManager.metrics.update();
    await cluster.host.advance(500);
    const { attemptId } = taskManager.task(SOURCE, 0);
    expect(cluster.jobManager.metrics.taskManager("taskmanager-1")).toEqual({ "Status.Shuffle.Netty.UsedMemory": "1" });
    taskManager.kill();
    await cluster.host.advance(2100);
    expect(cluster.jobManager.metrics.attempt(attemptId)).toBeUndefined();
    expect(cluster.jobManager.metrics.taskManager("taskmanager-1")).toBeUndefined();
  });

  it("of job and JobManager are always current", async () => {
    const cluster = new TestCluster();
    expect(cluster.jobManager.metrics.job(JOB_ID)).toMatchObject({
      uptime: "0",
      lastCheckpointExternalPath: "n/a",
      lastCheckpointSize: "-1",
    });
    const taskManager = cluster.taskManager();
    await cluster.host.advance(2500);
    expect(cluster.jobManager.metrics.jobManager).toEqual({
      numRegisteredTaskManagers: "1",
      numRunningJobs: "1",
      taskSlotsAvailable: "0",
      taskSlotsTotal: "2",
    });
    expect(cluster.jobManager.metrics.job(JOB_ID)).toMatchObject({
      uptime: "2500",
      runningTime: "2500",
      downtime: "0",
      numRestarts: "0",
      numberOfCompletedCheckpoints: String(cluster.job.checkpoints.counts.completed),
      lastCheckpointSize: "800",
    });
    taskManager.failTask(COUNTER, 0);
    await cluster.host.advance(300);
    expect(cluster.jobManager.metrics.job(JOB_ID)).toMatchObject({ uptime: "0", downtime: "300", restartingTime: "300", numRestarts: "1" });
    expect(cluster.jobManager.metrics.job("unknown")).toBeUndefined();
  });
});

describe("the log", () => {
  it("[CO13] has Flink's lines in Flink's layout", async () => {
    const cluster = new TestCluster();
    cluster.taskManager();
    await cluster.host.advance(100);
    const lines = cluster.jobManager.log.text().split("\n");
    expect(lines).toContain(
      `2027-01-15 08:00:00,000 INFO  org.apache.flink.runtime.executiongraph.ExecutionGraph       [] - Job Click Event Count (${JOB_ID}) switched from state CREATED to RUNNING.`,
    );
    expect(lines.some((line) => line.endsWith("switched from INITIALIZING to RUNNING."))).toBe(true);
    expect(lines.some((line) => line.includes("Deploying ClickEvent Counter (1/2) (attempt #0) with attempt id"))).toBe(true);
  });
});
