import { describe, expect, it } from "vitest";
import { StorageError } from "../../host.ts";
import { FIRST_WINDOW_MS, PAGES, rounds } from "../testing/clicks.ts";
import { complete, countsOf, elementsTo, restoredFrom, ROUNDS, splitsOf } from "../testing/inspect.ts";
import { attemptId, TestCluster, VERTICES } from "../testing/test-cluster.ts";

describe("checkpoints of a job on TaskManagers", () => {
  it("[CP5] acknowledges a checkpoint from every subtask while nothing flows", async () => {
    const cluster = new TestCluster({ parallelism: 2, taskManagers: 2 });
    await cluster.deploy();
    await cluster.triggerCheckpoint(1);
    expect(cluster.jobManager.acknowledged(1)).toEqual(cluster.attempts());
  });

  it("[CP5] acknowledges a checkpoint while every source waits in a fetch at the end of the topic", async () => {
    const cluster = new TestCluster({ parallelism: 2 });
    cluster.broker.append(0, rounds(10));
    await cluster.deploy();
    await cluster.network.advance(1_000);
    await cluster.triggerCheckpoint(1);
    expect(cluster.jobManager.acknowledged(1)).toEqual(cluster.attempts());
  });

  it("[CP6] declines a trigger before it is RUNNING, and downstream does not wait", async () => {
    const cluster = new TestCluster({ parallelism: 2 });
    await cluster.network.settle();
    // The trigger comes right behind the deployment: the broker has not told the source its partitions yet.
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
    // Other mail is handled before the broker acknowledges.
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

  it("[CP8][CP12] restores offsets and counts, and continues without a difference", async () => {
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

  it("[CP8] holds the offset of the first record behind the barrier, although more is read before it acknowledges", async () => {
    const cluster = new TestCluster({ taskManagers: 2, place: (vertex) => (vertex === "source" ? 0 : 1) });
    await cluster.deploy();
    cluster.broker.append(0, rounds(10));
    await cluster.network.advance(500);
    // The trigger reaches the source before the next records do; it takes both in the same turn.
    cluster.triggerSource(1, 0);
    cluster.broker.append(0, rounds(200, 10));
    await cluster.network.settle();
    const elements = elementsTo(cluster, attemptId("counter", 0));
    expect(elements.slice(elements.indexOf("barrier 1"), -1)).toContain("batch");
    expect(restoredFrom(cluster, 1, "source", [0]).splits).toEqual([{ topic: "input", partition: 0, offset: 60 }]);
  });

  it.each([
    { when: "ends after the restore", pauseMs: 0 },
    { when: "ended before the restore", pauseMs: 20_000 },
  ])("[WIN10] fires a restored window of processing time without a further record, if it $when", async ({ pauseMs }) => {
    const cluster = new TestCluster({ operators: { counter: { kind: "window-count", sizeMs: 15_000, time: "processing" } } });
    cluster.broker.append(0, rounds(3));
    await cluster.deploy();
    await cluster.network.advance(1_000);
    await cluster.triggerCheckpoint(1);
    for (const attempt of cluster.attempts()) cluster.jobManager.broadcast({ type: "cancel-task", attemptId: attempt });
    await cluster.network.advance(pauseMs);
    expect(cluster.broker.results).toEqual([]);
    await cluster.deploy(1, (vertex, subtask) => restoredFrom(cluster, 1, vertex, [subtask]));
    await cluster.network.advance(15_000);
    const counts = cluster.broker.results.map(({ page, count }) => `${page} ${count}`);
    expect(counts.toSorted()).toEqual(PAGES.map((page) => `${page} 3`).toSorted());
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

  it("[CP9] declines when storage refuses, and continues", async () => {
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

  it("[CP10] takes no snapshot for a checkpoint that was aborted while the writer flushed, and takes the next one", async () => {
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

    const later = new TestCluster({ operators: { source } });
    later.broker.append(0, rounds(10));
    later.broker.committed.push({ topic: "input", partition: 0, offset: 42 });
    later.broker.beginOffset = 50;
    await later.deploy();
    expect(later.broker.fetches[0]?.offset).toBe(50);
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

  it("[CP13] [ST19] continues at the earliest record in a job without periodic checkpoints, and logs it", async () => {
    const cluster = new TestCluster({ checkpointingEnabled: false });
    cluster.broker.append(0, rounds(10));
    cluster.broker.beginOffset = 30;
    await cluster.network.settle();
    cluster.submit(
      cluster.deployment("source", 0, 0, { checkpointId: 1, keyed: [], splits: [{ topic: "input", partition: 0, offset: 5 }] }),
    );
    await cluster.network.advance(1_000);
    expect(cluster.jobManager.errorOf(attemptId("source", 0))).toBeUndefined();
    expect(cluster.broker.fetches.map(({ offset }) => offset).slice(0, 2)).toEqual([5, 60]);
    cluster.jobManager.broadcast({ type: "log-request", requestId: 1 });
    await cluster.network.settle();
    expect(cluster.jobManager.of("log")[0]?.log.text).toContain(
      "Fetch position 5 is out of range for partition input-0, resetting offset to 30.",
    );
  });

  it("[CP14] commits the offsets of a completed checkpoint, not newer ones", async () => {
    const cluster = new TestCluster();
    cluster.broker.append(0, rounds(5));
    await cluster.deploy();
    await cluster.network.advance(200);
    await cluster.triggerCheckpoint(1);
    cluster.broker.append(0, rounds(5, 5));
    await cluster.network.advance(200);
    await cluster.triggerCheckpoint(2);
    cluster.broker.append(0, rounds(5, 10));
    await cluster.network.advance(200);
    cluster.jobManager.broadcast({ type: "notify-checkpoint-complete", attemptId: attemptId("source", 0), checkpointId: 1 });
    await cluster.network.settle();
    expect(cluster.broker.committed).toEqual([{ topic: "input", partition: 0, offset: 30 }]);
  });
});
