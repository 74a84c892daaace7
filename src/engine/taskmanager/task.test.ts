import { describe, expect, it } from "vitest";
import { EventStream } from "../../core/testing/events.ts";
import type { Link } from "../host.ts";
import {
  DATA_PROTOCOL,
  type ChannelId,
  type StreamElement,
  type ToConsumer,
  type ToProducer,
} from "../protocol/taskmanager-taskmanager.ts";
import { FIRST_WINDOW_MS } from "./testing/clicks.ts";
import type { FakeHost } from "./testing/fake-network.ts";
import { attemptId, TestCluster, type VertexName } from "./testing/test-cluster.ts";

/** A TaskManager that runs the tasks before one or two others, played by the test. */
class FakeUpstream {
  /** One dictionary for each channel: each sends its entries once. */
  readonly #streams = [new EventStream("0"), new EventStream("1")] as const;
  readonly #links: { readonly link: Link<ToProducer, ToConsumer>; readonly channel: ChannelId; sequence: number }[] = [];
  readonly #vertex: VertexName;

  constructor(host: FakeHost, vertex: VertexName = "source") {
    this.#vertex = vertex;
    host.onLink(DATA_PROTOCOL, (link) => {
      link.onMessage((message) => {
        if (message.type === "partition-request") this.#links.push({ link, channel: message.channel, sequence: 0 });
      });
    });
  }

  send(subtask: 0 | 1, element: StreamElement, attempt = 0): void {
    const end = this.#links.find(({ channel }) => channel.producer === attemptId(this.#vertex, subtask, attempt));
    end?.link.send({ type: "element", channel: end.channel, sequence: end.sequence++, element, backlog: 0 });
  }

  click(subtask: 0 | 1, page: string, timestampMs = FIRST_WINDOW_MS): void {
    this.send(subtask, { type: "batch", batch: this.#streams[subtask].batch([page, timestampMs]) });
  }

  barrier(subtask: 0 | 1, checkpointId: number): void {
    this.send(subtask, { type: "barrier", barrier: { checkpointId, triggerTimestamp: 0, snapshotType: "checkpoint", directory: "/d" } });
  }

  skipElement(subtask: 0 | 1): void {
    const end = this.#links.find(({ channel }) => channel.producer === attemptId(this.#vertex, subtask));
    if (end !== undefined) end.sequence++;
  }
}

/** The first of two counters (with the sink behind it) whose sources are played by the test. `/index` and `/news` are among its keys. */
async function counterBelow(): Promise<{ readonly cluster: TestCluster; readonly upstream: FakeUpstream; readonly counter: string }> {
  const cluster = new TestCluster({ parallelism: 2, place: (vertex) => (vertex === "source" ? 8 : 0) });
  const upstream = new FakeUpstream(cluster.network.start("taskmanager-9"));
  await cluster.network.settle();
  for (const vertex of ["counter", "writer", "committer"] as const) cluster.submit(cluster.deployment(vertex, 0));
  await cluster.network.settle();
  return { cluster, upstream, counter: attemptId("counter", 0) };
}

const SUBTASKS = [0, 1] as const;

async function recordsIn(cluster: TestCluster): Promise<string | undefined> {
  cluster.jobManager.broadcast({ type: "metrics-request", requestId: 1 });
  await cluster.network.settle();
  const dump = cluster.jobManager.of("metrics").at(-1);
  return dump?.tasks.find((task) => task.attemptId === attemptId("counter", 0))?.metrics["numRecordsIn"];
}

describe("a task with two input channels", () => {
  it("[CP1][CP2] counts nothing from behind a barrier before the snapshot", async () => {
    const { cluster, upstream, counter } = await counterBelow();
    upstream.click(0, "/index");
    upstream.barrier(0, 1);
    upstream.click(0, "/index");
    upstream.click(1, "/index");
    await cluster.network.settle();
    expect(await recordsIn(cluster)).toBe("2");
    expect(cluster.jobManager.acknowledged(1)).toEqual([]);
    upstream.click(1, "/index");
    upstream.barrier(1, 1);
    await cluster.network.settle();
    expect(await recordsIn(cluster)).toBe("4");
    const ack = cluster.jobManager.of("acknowledge-checkpoint").find(({ attemptId: id }) => id === counter);
    expect(ack?.metrics).toMatchObject({ bytesProcessedDuringAlignment: 5, bytesPersistedDuringAlignment: 0 });

    // What the snapshot holds shows when a counter that has restored it closes the window.
    const keyed = ack?.state.keyed === undefined ? [] : [ack.state.keyed];
    cluster.submit(cluster.deployment("counter", 0, 1, { checkpointId: 1, keyed }));
    cluster.submit(cluster.deployment("writer", 0, 1));
    await cluster.network.settle();
    for (const subtask of SUBTASKS) upstream.send(subtask, { type: "watermark", timestamp: FIRST_WINDOW_MS + 15_000 }, 1);
    await cluster.network.advance(200);
    expect(cluster.broker.results).toMatchObject([{ page: "/index", count: 3 }]);
  });

  it("[CP3] declines an alignment that a newer barrier overtakes, and tells downstream", async () => {
    const { cluster, upstream, counter } = await counterBelow();
    upstream.barrier(0, 1);
    upstream.barrier(1, 2);
    upstream.barrier(0, 2);
    await cluster.network.settle();
    expect(cluster.jobManager.of("decline-checkpoint").map(({ attemptId: id, checkpointId }) => [id, checkpointId])).toEqual([
      [counter, 1],
      [attemptId("writer", 0), 1],
      [attemptId("committer", 0), 1],
    ]);
    expect(cluster.jobManager.acknowledged(2)).toContain(counter);
    expect(cluster.jobManager.acknowledged(2)).toContain(attemptId("committer", 0));
  });

  it("[CP10] lets all channels flow when the coordinator aborts, and sends a cancellation on", async () => {
    const { cluster, upstream, counter } = await counterBelow();
    upstream.barrier(0, 1);
    upstream.click(0, "/index");
    await cluster.network.settle();
    expect(await recordsIn(cluster)).toBe("0");
    cluster.jobManager.broadcast({ type: "notify-checkpoint-aborted", attemptId: counter, checkpointId: 1 });
    await cluster.network.settle();
    expect(await recordsIn(cluster)).toBe("1");
    expect(cluster.jobManager.of("decline-checkpoint").map(({ attemptId: id }) => id)).toContain(attemptId("writer", 0));
  });

  it("[CP8] fires a window before the barrier that follows the watermark", async () => {
    const { cluster, upstream } = await counterBelow();
    upstream.click(0, "/index");
    for (const subtask of SUBTASKS) {
      upstream.send(subtask, { type: "watermark", timestamp: FIRST_WINDOW_MS + 15_000 });
      upstream.barrier(subtask, 1);
    }
    await cluster.network.settle();
    expect(cluster.jobManager.acknowledged(1)).toContain(attemptId("writer", 0));
    expect(cluster.broker.results).toMatchObject([{ page: "/index", count: 1 }]);
  });

  it("fails when an element is missing on a channel", async () => {
    const { cluster, upstream, counter } = await counterBelow();
    upstream.skipElement(0);
    upstream.click(0, "/index");
    await cluster.network.settle();
    expect(cluster.jobManager.errorOf(counter)?.message).toBe("Element 1 came on channel 0 instead of 0.");
    expect(cluster.jobManager.statesOf(attemptId("writer", 0)).at(-1)).toBe("RUNNING");
  });

  it("finishes when its input has ended, everything downstream behind it, and leaves nothing unwritten", async () => {
    const { cluster, upstream, counter } = await counterBelow();
    upstream.click(0, "/index");
    upstream.click(1, "/news");
    for (const subtask of SUBTASKS) upstream.send(subtask, { type: "watermark", timestamp: Number.POSITIVE_INFINITY });
    upstream.send(0, { type: "end-of-data" });
    await cluster.network.settle();
    expect(cluster.jobManager.statesOf(counter).at(-1)).toBe("RUNNING");
    upstream.send(1, { type: "end-of-data" });
    await cluster.network.settle();
    for (const vertex of ["counter", "writer", "committer"] as const) {
      expect(cluster.jobManager.statesOf(attemptId(vertex, 0))).toEqual(["INITIALIZING", "RUNNING", "FINISHED"]);
    }
    expect(cluster.broker.results.map(({ page, count }) => `${page} ${count}`).toSorted()).toEqual(["/index 1", "/news 1"]);
  });

  it("[CP15] takes a checkpoint although one channel has ended", async () => {
    const { cluster, upstream, counter } = await counterBelow();
    upstream.send(0, { type: "end-of-data" });
    upstream.barrier(1, 1);
    await cluster.network.settle();
    expect(cluster.jobManager.acknowledged(1)).toContain(counter);
  });

  it("counts by the wall clock when the windows are of processing time", async () => {
    const cluster = new TestCluster({ operators: { counter: { kind: "window-count", sizeMs: 15_000, time: "processing" } } });
    cluster.broker.append(0, [
      { page: "/help", timestampMs: 0 },
      { page: "/help", timestampMs: 4e9 },
    ]);
    await cluster.deploy();
    await cluster.network.advance(1_000);
    expect(cluster.broker.results).toEqual([]);
    await cluster.network.advance(15_000);
    expect(cluster.broker.results).toMatchObject([{ page: "/help", count: 2 }]);
  });
});

describe("a committer", () => {
  it("[CP7] commits a checkpoint's committables when the checkpoint is complete, not before", async () => {
    const cluster = new TestCluster({ place: (vertex) => (vertex === "writer" ? 8 : 0) });
    const upstream = new FakeUpstream(cluster.network.start("taskmanager-9"), "writer");
    await cluster.network.settle();
    cluster.submit(cluster.deployment("committer", 0));
    await cluster.network.settle();
    const committables = async () => {
      cluster.jobManager.broadcast({ type: "metrics-request", requestId: 1 });
      await cluster.network.settle();
      const metrics = cluster.jobManager.of("metrics").at(-1)?.tasks[0]?.metrics ?? {};
      return [
        metrics["committer.totalCommittables"],
        metrics["committer.pendingCommittables"],
        metrics["committer.successfulCommittables"],
      ];
    };

    upstream.send(0, { type: "committables", checkpointId: 1, count: 3 });
    upstream.barrier(0, 1);
    upstream.send(0, { type: "committables", checkpointId: 2, count: 2 });
    await cluster.network.settle();
    expect(cluster.jobManager.acknowledged(1)).toEqual([attemptId("committer", 0)]);
    expect(await committables()).toEqual(["5", "5", "0"]);

    cluster.jobManager.broadcast({ type: "notify-checkpoint-complete", attemptId: attemptId("committer", 0), checkpointId: 1 });
    await cluster.network.settle();
    expect(await committables()).toEqual(["5", "2", "3"]);
  });
});
