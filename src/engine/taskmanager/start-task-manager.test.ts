import { describe, expect, it } from "vitest";
import { StorageError } from "../host.ts";
import type { SubtaskState } from "../protocol/state.ts";
import type { ToConsumer, ToProducer } from "../protocol/taskmanager-taskmanager.ts";
import { FIRST_WINDOW_MS, PAGES, rounds } from "./testing/clicks.ts";
import { attemptId, TestCluster, VERTICES } from "./testing/test-cluster.ts";

/** Sum of the results of each page in a window: with at-least-once delivery a test that repeats looks at the values one by one instead. */
function countsOf(cluster: TestCluster, windowStartMs = FIRST_WINDOW_MS): Record<string, number[]> {
  const counts: Record<string, number[]> = {};
  for (const { page, windowStartMs: start, count } of cluster.broker.results) {
    if (start === windowStartMs) (counts[page] ??= []).push(count);
  }
  return counts;
}

const complete = (count: number) => Object.fromEntries(PAGES.map((page) => [page, [count]]));

/** Enough rounds to close the first window, and then some. */
const ROUNDS = 1_020;

describe("a job on TaskManagers", () => {
  it("registers and answers heartbeats", async () => {
    const cluster = new TestCluster();
    await cluster.network.settle();
    expect(cluster.jobManager.received).toEqual([
      {
        type: "register-task-manager",
        taskManagerId: "taskmanager-1:6122-abcdef",
        container: "taskmanager-1",
        numberOfSlots: 8,
        rpcAddress: "pekko.tcp://flink@taskmanager-1:6122/user/rpc/taskmanager_0",
        dataPort: 6121,
      },
    ]);
    cluster.jobManager.broadcast({ type: "heartbeat-request" });
    await cluster.network.settle();
    expect(cluster.jobManager.of("heartbeat")).toHaveLength(1);
  });

  it("tries to register again until a JobManager is there", async () => {
    const cluster = new TestCluster();
    cluster.network.kill("jobmanager");
    cluster.startTaskManager(1);
    await cluster.network.advance(1_000);
    expect(cluster.network.find("taskmanager-2")?.links.length).toBeGreaterThan(1);
  });

  it.each([
    { parallelism: 1, taskManagers: 1 },
    { parallelism: 2, taskManagers: 1 },
    { parallelism: 2, taskManagers: 2 },
    { parallelism: 3, taskManagers: 2 },
  ])("counts every click once at parallelism $parallelism on $taskManagers TaskManagers", async ({ parallelism, taskManagers }) => {
    const cluster = new TestCluster({ parallelism, taskManagers, partitions: 2 });
    await cluster.deploy();
    for (const vertex of VERTICES) expect(cluster.jobManager.statesOf(attemptId(vertex, 0))).toEqual(["INITIALIZING", "RUNNING"]);
    const clicks = rounds(ROUNDS);
    for (let start = 0; start < clicks.length; start += 40) {
      cluster.broker.append((start / 40) % 2, clicks.slice(start, start + 40));
      await cluster.network.advance(10);
    }
    await cluster.network.advance(6_000);
    expect(countsOf(cluster)).toEqual(complete(1_000));
  });

  it("[CP5] acknowledges a checkpoint from every subtask while nothing flows", async () => {
    const cluster = new TestCluster({ parallelism: 2, taskManagers: 2 });
    await cluster.deploy();
    await cluster.triggerCheckpoint(1);
    expect(cluster.jobManager.acknowledged(1)).toEqual(cluster.attempts());
  });

  it("[CP5] acknowledges a checkpoint while every source waits in a fetch behind all records", async () => {
    const cluster = new TestCluster({ parallelism: 2 });
    cluster.broker.append(0, rounds(10));
    await cluster.deploy();
    await cluster.network.advance(1_000);
    await cluster.triggerCheckpoint(1);
    expect(cluster.jobManager.acknowledged(1)).toEqual(cluster.attempts());
  });

  it("[CP6] declines a trigger before it is RUNNING, and downstream does not wait", async () => {
    const cluster = new TestCluster({ parallelism: 2 });
    // The second source cannot start: its broker does not answer. The first is RUNNING.
    await cluster.network.settle();
    const deployments = VERTICES.flatMap((vertex) => [0, 1].map((subtask) => cluster.deployment(vertex, subtask)));
    for (const deployment of deployments) cluster.submit(deployment);
    cluster.triggerSource(1, 1);
    await cluster.network.settle();
    expect(cluster.jobManager.of("decline-checkpoint").map(({ attemptId: attempt, reason }) => [attempt, reason])).toContainEqual([
      attemptId("source", 1),
      "Checkpoint was declined (tasks not ready)",
    ]);
    await cluster.triggerCheckpoint(2);
    expect(cluster.jobManager.acknowledged(2)).toEqual(cluster.attempts());
  });

  it("[CP7] lets a barrier pass the writer only after its records are stored", async () => {
    const cluster = new TestCluster();
    await cluster.deploy();
    cluster.broker.holdsAcknowledgements = true;
    cluster.broker.append(0, rounds(ROUNDS));
    await cluster.network.advance(1_000);
    expect(countsOf(cluster)).toEqual(complete(1_000));
    await cluster.triggerCheckpoint(1);
    expect(cluster.jobManager.acknowledged(1)).toEqual([attemptId("counter", 0), attemptId("source", 0)].toSorted());
    // Other mail is handled meanwhile.
    cluster.jobManager.broadcast({ type: "notify-checkpoint-complete", attemptId: attemptId("source", 0), checkpointId: 0 });
    cluster.broker.acknowledge();
    await cluster.network.settle();
    expect(cluster.jobManager.acknowledged(1)).toEqual(cluster.attempts());
  });

  it("[CP7] sends one message to the committer, before the barrier", async () => {
    const cluster = new TestCluster({ taskManagers: 2, place: (vertex) => (vertex === "committer" ? 1 : 0) });
    await cluster.deploy();
    await cluster.triggerCheckpoint(1);
    expect(elementsTo(cluster, attemptId("committer", 0))).toEqual(["committables 1", "barrier 1"]);
  });

  it("[CP8][CP12] restores offsets and counts, and goes on as if nothing had happened", async () => {
    const cluster = new TestCluster({ parallelism: 2 });
    await cluster.deploy();
    cluster.broker.append(0, rounds(300));
    cluster.broker.append(1, rounds(300, 300));
    await cluster.network.advance(500);
    await cluster.triggerCheckpoint(7);
    // Counted, and not in the checkpoint.
    cluster.broker.append(0, rounds(200, 600));
    await cluster.network.advance(500);
    for (const attempt of cluster.attempts()) cluster.jobManager.broadcast({ type: "cancel-task", attemptId: attempt });
    await cluster.network.settle();
    expect(cluster.jobManager.statesOf(attemptId("counter", 0)).at(-1)).toBe("CANCELED");

    await cluster.deploy(1, (vertex, subtask) => restoredFrom(cluster, 7, vertex, [subtask]));
    cluster.broker.append(1, rounds(220, 800));
    await cluster.network.advance(6_000);
    expect(countsOf(cluster)).toEqual(complete(1_000));
    expect(cluster.broker.fetches.find(({ offset }, index) => index > 2 && offset === 1_800)).toBeDefined();
  });

  it("[CP11] restores by key group at another parallelism", async () => {
    const before = new TestCluster({ parallelism: 2 });
    await before.deploy();
    before.broker.append(0, rounds(600));
    await before.network.advance(1_000);
    await before.triggerCheckpoint(1);

    for (const parallelism of [1, 3]) {
      const after = new TestCluster({ parallelism, partitions: 2 });
      after.broker.append(0, rounds(ROUNDS));
      await after.deploy(0, (vertex, subtask) =>
        vertex === "source"
          ? { checkpointId: 1, keyed: [], splits: subtask === 0 ? splitsOf(before, 1) : [] }
          : restoredFrom(before, 1, vertex, [0, 1]),
      );
      await after.network.advance(12_000);
      expect(countsOf(after)).toEqual(complete(1_000));
    }
  });

  it("[CP9] writes large state to a file beside the checkpoint's metadata, and restores from it", async () => {
    const keys = Array.from({ length: 2_000 }, (_, key) => ({ page: `/page-${key}`, timestampMs: FIRST_WINDOW_MS }));
    const cluster = new TestCluster();
    cluster.broker.append(0, keys);
    await cluster.deploy();
    await cluster.network.advance(500);
    await cluster.triggerCheckpoint(4);
    expect([...cluster.network.storage.files.keys()]).toEqual([
      `/tmp/flink-checkpoints-directory/f4d5b097a90a7d463e51caafbe30028a/chk-4/${attemptId("counter", 0)}`,
    ]);
    await cluster.deploy(1, (vertex, subtask) => restoredFrom(cluster, 4, vertex, [subtask]));
    await cluster.triggerCheckpoint(5, 1);
    const [first, second] = cluster.jobManager.of("acknowledge-checkpoint").filter(({ attemptId: id }) => id.includes("counter"));
    expect(second?.metrics.stateSizeBytes).toBe(first?.metrics.stateSizeBytes);
  });

  it("[CP9] declines when storage refuses, and goes on", async () => {
    const cluster = new TestCluster();
    cluster.broker.append(
      0,
      Array.from({ length: 2_000 }, (_, key) => ({ page: `/page-${key}`, timestampMs: FIRST_WINDOW_MS })),
    );
    await cluster.deploy();
    await cluster.network.advance(500);
    cluster.network.storage.failure = new StorageError("disk full");
    await cluster.triggerCheckpoint(1);
    expect(cluster.jobManager.of("decline-checkpoint")).toMatchObject([
      {
        attemptId: attemptId("counter", 0),
        checkpointId: 1,
        reason: "Asynchronous task checkpoint failed.",
        error: { message: "disk full" },
      },
    ]);
    cluster.network.storage.failure = undefined;
    await cluster.triggerCheckpoint(2);
    expect(cluster.jobManager.acknowledged(2)).toEqual(cluster.attempts());
  });

  it("[CP11] fails before its first record when state cannot be read", async () => {
    const cluster = new TestCluster();
    await cluster.network.settle();
    const handle = { type: "file", path: "/gone", sizeBytes: 30_000 } as const;
    cluster.submit(cluster.deployment("counter", 0, 0, { checkpointId: 1, keyed: [{ keyGroupStart: 0, keyGroupEnd: 127, handle }] }));
    await cluster.network.settle();
    expect(cluster.jobManager.statesOf(attemptId("counter", 0))).toEqual(["INITIALIZING", "FAILED"]);
    expect(cluster.jobManager.errorOf(attemptId("counter", 0))?.stack).toContain(
      "java.io.FileNotFoundException: /gone (No such file or directory)",
    );
  });

  it("[CP10] snapshots nothing for a checkpoint that was aborted while the writer flushed, and takes the next", async () => {
    const cluster = new TestCluster();
    await cluster.deploy();
    cluster.broker.holdsAcknowledgements = true;
    cluster.broker.append(0, rounds(ROUNDS));
    await cluster.network.advance(1_000);
    await cluster.triggerCheckpoint(1);
    for (const attempt of cluster.attempts()) {
      cluster.jobManager.broadcast({ type: "notify-checkpoint-aborted", attemptId: attempt, checkpointId: 1 });
    }
    await cluster.network.settle();
    cluster.broker.acknowledge();
    await cluster.network.settle();
    expect(cluster.jobManager.acknowledged(1)).not.toContain(attemptId("writer", 0));
    await cluster.triggerCheckpoint(2);
    expect(cluster.jobManager.acknowledged(2)).toEqual(cluster.attempts());
  });

  it("[CP12] begins at the group's committed offsets when the job asks for that", async () => {
    const source = {
      kind: "source",
      topic: "input",
      groupId: "g",
      startingOffsets: "committed",
      watermarks: { maxOutOfOrdernessMs: 200, idlenessMs: 5_000 },
    } as const;
    const cluster = new TestCluster({ operators: { source } });
    cluster.broker.append(0, rounds(10));
    cluster.broker.committed.push({ topic: "input", partition: 0, offset: 42 });
    await cluster.deploy();
    expect(cluster.broker.fetches[0]?.offset).toBe(42);
  });

  it("[CP13] fails a source whose offset is no longer stored, with the reason", async () => {
    const cluster = new TestCluster();
    cluster.broker.append(0, rounds(10));
    cluster.broker.beginOffset = 30;
    await cluster.network.settle();
    cluster.submit(
      cluster.deployment("source", 0, 0, { checkpointId: 1, keyed: [], splits: [{ topic: "input", partition: 0, offset: 5 }] }),
    );
    await cluster.network.settle();
    expect(cluster.jobManager.errorOf(attemptId("source", 0))).toMatchObject({
      className: "org.apache.kafka.clients.consumer.OffsetOutOfRangeException",
      message: "Offset 5 of input-0 is outside [30, 60].",
    });
  });

  it("[CP14] commits the offsets of a completed checkpoint, not newer ones", async () => {
    const cluster = new TestCluster();
    cluster.broker.append(0, rounds(5));
    await cluster.deploy();
    await cluster.network.advance(200);
    await cluster.triggerCheckpoint(1);
    cluster.broker.append(0, rounds(5, 5));
    await cluster.network.advance(200);
    cluster.jobManager.broadcast({ type: "notify-checkpoint-complete", attemptId: attemptId("source", 0), checkpointId: 1 });
    await cluster.network.settle();
    expect(cluster.broker.committed).toEqual([{ topic: "input", partition: 0, offset: 30 }]);
  });

  it("ends only the task whose function throws", async () => {
    const cluster = new TestCluster({ parallelism: 2 });
    await cluster.deploy();
    cluster.jobManager.broadcast({ type: "throw-on-records", attemptId: attemptId("counter", 1), times: 1 });
    cluster.broker.append(0, rounds(20));
    await cluster.network.advance(1_000);
    expect(cluster.jobManager.statesOf(attemptId("counter", 1))).toEqual(["INITIALIZING", "RUNNING", "FAILED"]);
    const error = cluster.jobManager.errorOf(attemptId("counter", 1));
    expect(error?.className).toBe("java.lang.RuntimeException");
    expect(error?.stack).toMatch(
      /^java\.lang\.RuntimeException: Fault injected on request: the function of counter throws\.\n\tat drey\.\S+\(task\.ts:\d+\)\n\tat drey\.WindowTask/,
    );
    for (const other of cluster.attempts().filter((attempt) => attempt !== attemptId("counter", 1))) {
      expect(cluster.jobManager.statesOf(other).at(-1)).toBe("RUNNING");
    }
  });

  it("reports final figures with a canceled task and forgets it", async () => {
    const cluster = new TestCluster();
    cluster.broker.append(0, rounds(10));
    await cluster.deploy();
    await cluster.network.advance(1_000);
    cluster.jobManager.broadcast({ type: "cancel-task", attemptId: attemptId("counter", 0) });
    cluster.jobManager.broadcast({ type: "cancel-task", attemptId: attemptId("counter", 0) });
    cluster.jobManager.broadcast({ type: "metrics-request", requestId: 1 });
    await cluster.network.settle();
    const final = cluster.jobManager.of("task-state").filter(({ state }) => state === "CANCELED");
    expect(final).toMatchObject([{ attemptId: attemptId("counter", 0), io: { numRecordsIn: 60, numRecordsOut: 0, numBytesIn: 300 } }]);
    expect(cluster.jobManager.of("metrics")[0]?.tasks.map((task) => task.attemptId)).not.toContain(attemptId("counter", 0));
  });

  it("refuses a task for which there is no slot", async () => {
    const cluster = new TestCluster();
    await cluster.network.settle();
    for (let slot = 0; slot < 9; slot++) {
      cluster.submit({ ...cluster.deployment("counter", 0, slot), allocationId: `slot-${slot}` });
    }
    await cluster.network.settle();
    expect(cluster.jobManager.errorOf(attemptId("counter", 0, 8))?.message).toBe("No task slot allocated for allocation ID slot-8.");
    expect(cluster.jobManager.statesOf(attemptId("counter", 0, 7)).at(-1)).toBe("RUNNING");
  });

  it("[FC8] keeps a request for a partition until its producer comes", async () => {
    const cluster = new TestCluster({ taskManagers: 2, place: (vertex) => (vertex === "source" ? 0 : 1) });
    await cluster.network.settle();
    for (const vertex of VERTICES.toReversed()) {
      cluster.submit(cluster.deployment(vertex, 0));
      await cluster.network.settle();
    }
    cluster.broker.append(0, rounds(ROUNDS));
    await cluster.network.advance(1_000);
    expect(countsOf(cluster)).toEqual(complete(1_000));
  });

  it("[FC9] fails the readers of a TaskManager that was lost", async () => {
    const cluster = new TestCluster({ taskManagers: 2, place: (vertex) => (vertex === "source" ? 0 : 1) });
    await cluster.deploy();
    cluster.network.kill("taskmanager-1");
    await cluster.network.settle();
    expect(cluster.jobManager.errorOf(attemptId("counter", 0))).toMatchObject({
      className: "org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException",
      message:
        "Connection unexpectedly closed by remote task manager 'taskmanager-1:6121 [ taskmanager-1:6122-abcdef ] '. " +
        "This might indicate that the remote task manager was lost.",
    });
    expect(cluster.jobManager.statesOf(attemptId("writer", 0)).at(-1)).toBe("RUNNING");
  });

  it("[FC1] never sends a batch over a link without credit", async () => {
    const cluster = new TestCluster({ taskManagers: 2, place: (vertex) => (vertex === "source" ? 0 : 1) });
    cluster.broker.append(0, rounds(ROUNDS));
    await cluster.deploy();
    await cluster.network.advance(2_000);
    let credit = 0;
    let batches = 0;
    for (const message of conversation(cluster, attemptId("counter", 0))) {
      if (message.type === "partition-request" || message.type === "add-credit") credit += message.credit;
      if (message.type === "element" && message.element.type === "batch") {
        batches++;
        credit--;
      }
      expect(credit).toBeGreaterThanOrEqual(0);
    }
    expect(batches).toBeGreaterThan(10);
  });

  it("[FC5] has at most about 1,000 records in flight towards a consumer that takes nothing", async () => {
    const cluster = new TestCluster({ parallelism: 2, taskManagers: 2, place: (vertex) => (vertex === "source" ? 0 : 1) });
    await cluster.deploy();
    let round = 0;
    const feed = async (seconds: number) => {
      for (let tick = 0; tick < seconds * 20; tick++) {
        cluster.broker.append(tick % 2, rounds(3, round));
        round += 3;
        await cluster.network.advance(50);
      }
    };
    await feed(10);
    const [stalled, before] = [attemptId("counter", 0), cluster.network.messages.length];
    // It has taken all it will ever take.
    cluster.network.pause("taskmanager-2");
    await feed(30);
    const sent = conversation(cluster, stalled, before).reduce(
      (sum, message) => sum + (message.type === "element" && message.element.type === "batch" ? message.element.batch.length : 0),
      0,
    );
    cluster.jobManager.broadcast({ type: "metrics-request", requestId: 1 });
    await cluster.network.settle();
    const sources = cluster.jobManager.of("metrics").at(-1)?.tasks ?? [];
    expect(sources.map((task) => task.metrics["isBackPressured"])).toEqual(["true", "true"]);
    const queuedBytes = sources.reduce((sum, task) => sum + Number(task.metrics["Shuffle.Netty.Output.Buffers.outputQueueSize"]), 0);
    expect(sent).toBeGreaterThan(0);
    expect(sent + queuedBytes / 5).toBeLessThan(1_100);
  });
});

/** The parts of a checkpoint that belong to `vertex`, as a coordinator hands them out. */
function restoredFrom(cluster: TestCluster, checkpointId: number, vertex: string, subtasks: readonly number[]) {
  const states = subtasks.map((subtask): SubtaskState => {
    const ack = cluster.jobManager
      .of("acknowledge-checkpoint")
      .find((message) => message.checkpointId === checkpointId && message.attemptId.includes(`_${vertex}_${subtask}_`));
    return ack?.state ?? {};
  });
  const keyed = states.flatMap((state) => (state.keyed === undefined ? [] : [state.keyed]));
  const splits = states.flatMap((state) => state.splits ?? []);
  return { checkpointId, keyed, ...(vertex === "source" && { splits }) };
}

function splitsOf(cluster: TestCluster, checkpointId: number) {
  return restoredFrom(cluster, checkpointId, "source", [0, 1]).splits ?? [];
}

/** What was said over the links between TaskManagers about one consumer, in the order of arrival at either end. */
function conversation(cluster: TestCluster, consumer: string, from = 0): (ToConsumer | ToProducer)[] {
  return cluster.network.messages
    .slice(from)
    .filter(
      (message): message is ToConsumer | ToProducer =>
        typeof message === "object" && message !== null && "channel" in message && (message as ToConsumer).channel.consumer === consumer,
    );
}

function elementsTo(cluster: TestCluster, consumer: string): string[] {
  return conversation(cluster, consumer).flatMap((message) => {
    if (message.type !== "element") return [];
    const { element } = message;
    if (element.type === "barrier") return [`barrier ${element.barrier.checkpointId}`];
    if (element.type === "committables") return [`committables ${element.checkpointId}`];
    return [element.type];
  });
}
