import { describe, expect, it } from "vitest";
import { ensureExists } from "../../base/assert.ts";
import type { SnapshotType } from "../protocol/jobmanager-taskmanager.ts";
import { decodeSnapshot } from "../../core/snapshot.ts";
import { elementsTo } from "./testing/inspect.ts";
import { attemptId, TestCluster, type TestClusterOptions } from "./testing/test-cluster.ts";

const FIRST_WINDOW_MS = 1_800_000_000_000;

/** Longer than the sources' idleness timeout. */
const IDLE_MS = 8_000;

/** Two clicks are counted, and the savepoint with which the job stops is triggered. */
async function stopping(snapshotType: SnapshotType, options: TestClusterOptions = {}): Promise<TestCluster> {
  const cluster = new TestCluster(options);
  await cluster.deploy();
  cluster.broker.append(0, [
    { page: "/help", timestampMs: FIRST_WINDOW_MS },
    { page: "/help", timestampMs: FIRST_WINDOW_MS + 1 },
  ]);
  await cluster.network.advance(500);
  await cluster.triggerCheckpoint(1, 0, snapshotType);
  await cluster.network.advance(500);
  return cluster;
}

function tell(cluster: TestCluster, type: "notify-checkpoint-complete" | "notify-checkpoint-aborted"): void {
  for (const attempt of cluster.attempts()) cluster.jobManager.broadcast({ type, attemptId: attempt, checkpointId: 1 });
}

/** How many entries, each a key in a window, the savepoint's state of the counter has. */
function numEntriesOf(cluster: TestCluster): number {
  const acknowledged = cluster.jobManager.of("acknowledge-checkpoint").find((message) => message.attemptId === attemptId("counter", 0));
  const handle = acknowledged?.state.keyed?.handle;
  if (handle?.type !== "inline") throw new Error("so little state is inline");
  return decodeSnapshot(handle.bytes).keyGroups.reduce((sum, { windowStartsMs }) => sum + windowStartsMs.length, 0);
}

describe("a savepoint to stop with", () => {
  it("[ST5] is the last thing a source emits; tasks end when it is complete and not before", async () => {
    const cluster = await stopping("suspend-savepoint");
    expect(cluster.jobManager.acknowledged(1)).toEqual(cluster.attempts());
    // A minute of clicks that would close the window, if anything still flowed.
    cluster.broker.append(0, [{ page: "/help", timestampMs: FIRST_WINDOW_MS + 60_000 }]);
    await cluster.network.advance(5_000);
    expect(cluster.broker.results).toEqual([]);
    for (const attempt of cluster.attempts()) expect(cluster.jobManager.statesOf(attempt)).toEqual(["INITIALIZING", "RUNNING"]);

    tell(cluster, "notify-checkpoint-complete");
    await cluster.network.advance(500);
    for (const attempt of cluster.attempts()) expect(cluster.jobManager.statesOf(attempt).at(-1), attempt).toBe("FINISHED");
    expect(cluster.broker.results).toEqual([]);
    const acknowledged = cluster.jobManager.of("acknowledge-checkpoint").find((message) => message.attemptId === attemptId("source", 0));
    expect(acknowledged?.state.splits).toEqual([{ topic: "input", partition: 0, offset: 2 }]);
  });

  it("[ST5] fires no timer of processing time: the open window stays in the savepoint", async () => {
    const counter = { kind: "window-count", sizeMs: 15_000, time: "processing" } as const;
    const cluster = await stopping("suspend-savepoint", { operators: { counter } });
    // The window ends by the clock before the savepoint completes.
    await cluster.network.advance(30_000);
    tell(cluster, "notify-checkpoint-complete");
    await cluster.network.advance(500);
    expect(cluster.jobManager.statesOf(attemptId("counter", 0)).at(-1)).toBe("FINISHED");
    expect(cluster.broker.results).toEqual([]);
    expect(numEntriesOf(cluster)).toBe(1);
  });

  it("[ST6] with drain ends event time right before the barrier, so that the savepoint holds no window", async () => {
    const cluster = await stopping("terminate-savepoint", { taskManagers: 2, place: (vertex) => (vertex === "source" ? 0 : 1) });
    const elements = elementsTo(cluster, attemptId("counter", 0));
    expect(elements.slice(elements.indexOf("barrier 1") - 1)).toEqual(["watermark Infinity", "barrier 1"]);
    expect(numEntriesOf(cluster)).toBe(0);
  });

  it("[ST6] with drain closes every window before its barrier", async () => {
    const cluster = await stopping("terminate-savepoint");
    expect(cluster.broker.results).toEqual([expect.objectContaining({ page: "/help", windowStartMs: FIRST_WINDOW_MS, count: 2 })]);
    tell(cluster, "notify-checkpoint-complete");
    await cluster.network.advance(500);
    expect(cluster.jobManager.statesOf(attemptId("committer", 0)).at(-1)).toBe("FINISHED");
    expect(cluster.broker.results).toHaveLength(1);
  });

  it("[ST6] with drain leaves the windows of idle sources open, in the savepoint", async () => {
    const cluster = new TestCluster();
    await cluster.deploy();
    cluster.broker.append(0, [{ page: "/help", timestampMs: FIRST_WINDOW_MS }]);
    await cluster.network.advance(IDLE_MS);
    await cluster.triggerCheckpoint(1, 0, "terminate-savepoint");
    await cluster.network.advance(500);
    tell(cluster, "notify-checkpoint-complete");
    await cluster.network.advance(500);
    for (const attempt of cluster.attempts()) expect(cluster.jobManager.statesOf(attempt).at(-1), attempt).toBe("FINISHED");
    expect(cluster.broker.results).toEqual([]);

    const restored = new TestCluster();
    const handle = cluster.jobManager.of("acknowledge-checkpoint").find((message) => message.attemptId === attemptId("counter", 0));
    const keyed = ensureExists(handle?.state.keyed, "the counter's state");
    await restored.deploy(0, (vertex) => (vertex === "counter" ? { checkpointId: 1, keyed: [keyed] } : undefined));
    restored.broker.append(0, [{ page: "/help", timestampMs: FIRST_WINDOW_MS + 60_000 }]);
    await restored.network.advance(2_000);
    expect(restored.broker.results).toEqual([expect.objectContaining({ windowStartMs: FIRST_WINDOW_MS, count: 1 })]);
  });

  it("[ST6] with drain emits no watermark from an idle source, and its metric keeps the last one", async () => {
    const cluster = new TestCluster();
    await cluster.deploy();
    cluster.broker.append(0, [{ page: "/help", timestampMs: FIRST_WINDOW_MS }]);
    await cluster.network.advance(IDLE_MS);
    await cluster.triggerCheckpoint(1, 0, "terminate-savepoint");
    cluster.jobManager.broadcast({ type: "metrics-request", requestId: 7 });
    await cluster.network.settle();
    const tasks = cluster.jobManager.of("metrics").at(-1)?.tasks;
    const source = tasks?.find((task) => task.attemptId === attemptId("source", 0));
    expect(source?.metrics["source.currentOutputWatermark"]).toBe(String(FIRST_WINDOW_MS - 201));
  });

  it("[ST6] with drain closes every window if one of the sources is not idle", async () => {
    const cluster = new TestCluster({ parallelism: 2 });
    await cluster.deploy();
    cluster.broker.append(0, [{ page: "/help", timestampMs: FIRST_WINDOW_MS }]);
    await cluster.network.advance(IDLE_MS);
    cluster.broker.append(1, [{ page: "/shop", timestampMs: FIRST_WINDOW_MS + 1 }]);
    await cluster.network.advance(500);
    await cluster.triggerCheckpoint(1, 0, "terminate-savepoint");
    await cluster.network.advance(500);
    expect(cluster.broker.results.map(({ page, count }) => `${page} ${count}`).toSorted()).toEqual(["/help 1", "/shop 1"]);
  });

  it("[ST7] that is aborted fails the tasks that have stopped for it", async () => {
    const cluster = await stopping("suspend-savepoint");
    tell(cluster, "notify-checkpoint-aborted");
    await cluster.network.advance(500);
    for (const attempt of cluster.attempts()) {
      expect(cluster.jobManager.errorOf(attempt)).toMatchObject({
        className: "org.apache.flink.util.FlinkRuntimeException",
        message: "Stop-with-savepoint failed.",
      });
    }
  });
});

describe("a savepoint of a running job", () => {
  it("[ST4] leaves the tasks running", async () => {
    const cluster = await stopping("savepoint");
    expect(cluster.jobManager.acknowledged(1)).toEqual(cluster.attempts());
    cluster.broker.append(0, [{ page: "/help", timestampMs: FIRST_WINDOW_MS + 60_000 }]);
    await cluster.network.advance(2_000);
    expect(cluster.broker.results).toEqual([expect.objectContaining({ windowStartMs: FIRST_WINDOW_MS, count: 2 })]);
  });
});
