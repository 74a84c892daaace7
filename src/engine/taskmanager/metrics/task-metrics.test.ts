import { describe, expect, it } from "vitest";
import { loadRecording } from "../../../../mocks/recordings.ts";
import { VIEW_TICK_MS } from "./meter-view.ts";
import { TaskMetrics, type NetworkGauges } from "./task-metrics.ts";
import { rounds } from "../testing/clicks.ts";
import { restoredFrom } from "../testing/inspect.ts";
import { attemptId, TestCluster, VERTICES, type VertexName } from "../testing/test-cluster.ts";

/** Flink's vertices in the recording, by their operator's scope. */
const SCOPES: Readonly<Record<VertexName, string>> = {
  source: "Source__ClickEvent_Source",
  counter: "ClickEvent_Counter",
  writer: "ClickEventStatistics_Sink__Writer",
  committer: "ClickEventStatistics_Sink__Committer",
};

/** What Flink reports of a task and Drey does not measure, with the reason. */
const UNMEASURED: readonly { readonly id: RegExp; readonly reason: string }[] = [
  { id: /\.KafkaConsumer\.|\.KafkaProducer\./, reason: "internals of Kafka's client" },
  { id: /^changelogBusyTimeMsPerSecond$/, reason: "there is no changelog state backend" },
];

/** What Drey reports and Flink does not: a sink's operator has numRecordsSend and numBytesSend in their place there. */
const MORE: readonly RegExp[] = [/^writer\.num(Records|Bytes)Out$/];

function recordedMetricIds(scope: string): string[] {
  const { calls } = loadRecording("flink-2.3.0", "02-running");
  for (const { path, reply } of calls) {
    if (!path.endsWith("/subtasks/0/metrics")) continue;
    const ids = (reply as readonly { readonly id: string }[]).map(({ id }) => id);
    if (ids.some((id) => id.startsWith(`${scope}.`))) return ids;
  }
  throw new Error(`no recorded metrics of ${scope}`);
}

async function runningCluster(): Promise<TestCluster> {
  const cluster = new TestCluster();
  cluster.broker.append(0, rounds(1_020));
  await cluster.deploy();
  await cluster.network.advance(61_000);
  await cluster.triggerCheckpoint(1);
  cluster.jobManager.broadcast({ type: "metrics-request", requestId: 7 });
  await cluster.network.settle();
  return cluster;
}

function metricsOf(cluster: TestCluster, vertex: VertexName, attempt = 0): Readonly<Record<string, string>> {
  const dump = cluster.jobManager.of("metrics").at(-1);
  return dump?.tasks.find((task) => task.attemptId === attemptId(vertex, 0, attempt))?.metrics ?? {};
}

describe("metrics of a task", () => {
  it.each(VERTICES)("has every id that Flink reports of the %s, but for those that are not measured", async (vertex) => {
    const cluster = await runningCluster();
    const scope = SCOPES[vertex];
    const recorded = recordedMetricIds(scope).map((id) => id.replace(`${scope}.`, `${vertex}.`));
    const expected = recorded.filter((id) => !UNMEASURED.some((unmeasured) => unmeasured.id.test(id)));
    const actual = Object.keys(metricsOf(cluster, vertex)).filter((id) => !MORE.some((more) => more.test(id)));
    expect(actual.toSorted()).toEqual(expected.toSorted());
  });

  it("prints counts, rates and watermarks as Java does", async () => {
    const cluster = await runningCluster();
    expect(metricsOf(cluster, "counter")).toMatchObject({
      numRecordsIn: "6120",
      "counter.numRecordsIn": "6120",
      numRecordsOut: "6",
      numBytesIn: "30600",
      numBytesInLocal: "30600",
      numBytesInRemote: "0",
      numFiredTimers: "6",
      "counter.numLateRecordsDropped": "0",
      numRecordsInPerSecond: "102.0",
      isBackPressured: "false",
      backPressuredTimeMsPerSecond: "0",
      idleTimeMsPerSecond: "1000",
      busyTimeMsPerSecond: "0.0",
    });
    expect(metricsOf(cluster, "committer")).toMatchObject({ numRecordsIn: "1", "committer.totalCommittables": "0" });
    expect(metricsOf(cluster, "writer")).toMatchObject({ numRecordsIn: "6", numRecordsOut: "7", "writer.numRecordsSend": "6" });
    expect(metricsOf(cluster, "source")).toMatchObject({
      numRecordsIn: "6120",
      "source.pendingRecords": "0",
      "source.KafkaSourceReader.topic.input.partition.0.currentOffset": "6119",
      "source.KafkaSourceReader.topic.input.partition.0.committedOffset": "-1",
    });
  });

  it("says Long.MIN_VALUE for a watermark that has not come", async () => {
    const cluster = new TestCluster();
    await cluster.deploy();
    cluster.jobManager.broadcast({ type: "metrics-request", requestId: 1 });
    await cluster.network.settle();
    expect(metricsOf(cluster, "counter")["currentInputWatermark"]).toBe("-9223372036854775808");
    expect(metricsOf(cluster, "source")["source.watermarkLag"]).toBeUndefined();
  });

  it("tells the TaskManager's network buffers, and nothing of a JVM", async () => {
    const cluster = await runningCluster();
    const taskManager = cluster.jobManager.of("metrics").at(-1)?.taskManager ?? {};
    expect(taskManager).toEqual({
      "Status.Shuffle.Netty.TotalMemorySegments": "27",
      "Status.Shuffle.Netty.UsedMemorySegments": "0",
      "Status.Shuffle.Netty.AvailableMemorySegments": "27",
      "Status.Shuffle.Netty.UsedMemory": "0",
    });
  });

  it("counts what its own attempt has read, not the offset at which that began", async () => {
    const cluster = new TestCluster();
    cluster.broker.append(0, rounds(10));
    await cluster.deploy();
    await cluster.network.advance(500);
    await cluster.triggerCheckpoint(1);
    await cluster.deploy(1, (vertex, subtask) => restoredFrom(cluster, 1, vertex, [subtask]));
    cluster.broker.append(0, rounds(5, 10));
    await cluster.network.advance(500);
    cluster.jobManager.broadcast({ type: "metrics-request", requestId: 1 });
    await cluster.network.settle();
    for (const vertex of ["source", "counter"] as const) {
      expect(metricsOf(cluster, vertex, 1), vertex).toMatchObject({ numRecordsIn: "30", [`${vertex}.numRecordsIn`]: "30" });
    }
  });
});

const NO_BUFFERS: NetworkGauges = { queuedBatches: () => 0, queuedBytes: () => 0, capacityBatches: () => 0 };

describe("the time of a task", () => {
  it("is busy where it is neither idle nor back-pressured", () => {
    let nowMs = 0;
    const metrics = new TaskMetrics({ now: () => nowMs, monotonicMs: () => nowMs }, "counter", {
      mailboxQueueSize: () => 0,
      mailsProcessed: () => 0,
      isSource: false,
      input: NO_BUFFERS,
      output: NO_BUFFERS,
      operator: () => ({}),
      numFiredTimers: () => 0,
    });
    metrics.idle.start();
    nowMs += 1_000;
    metrics.idle.stop();
    metrics.softBackPressured.start();
    nowMs += 2_500;
    metrics.softBackPressured.stop();
    nowMs = VIEW_TICK_MS;
    metrics.tick();
    expect(metrics.dump("attempt").metrics).toMatchObject({
      idleTimeMsPerSecond: "200",
      backPressuredTimeMsPerSecond: "500",
      busyTimeMsPerSecond: "300.0",
      accumulateIdleTimeMs: "1000",
      accumulateBackPressuredTimeMs: "2500",
      accumulateBusyTimeMs: "1500.0",
    });
    expect(metrics.io()).toMatchObject({ accumulateIdleTimeMs: 1_000, accumulateBackPressuredTimeMs: 2_500, accumulateBusyTimeMs: 1_500 });
  });
});
