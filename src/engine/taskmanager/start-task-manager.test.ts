import { describe, expect, it } from "vitest";
import { rounds } from "./testing/clicks.ts";
import { complete, conversation, countsOf, elementsTo, ROUNDS } from "./testing/inspect.ts";
import { attemptId, TestCluster, VERTICES } from "./testing/test-cluster.ts";

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

  it("ends only the task whose function throws", async () => {
    const cluster = new TestCluster({ parallelism: 2 });
    await cluster.deploy();
    const fault = { kind: "throw", job: "", vertex: "", times: 1 } as const;
    cluster.jobManager.broadcast({ type: "inject-fault", attemptId: attemptId("counter", 1), fault });
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

  it("[CO6] ends its tasks when the JobManager has given it up, and registers again with all slots free", async () => {
    const cluster = new TestCluster();
    await cluster.deploy();
    cluster.broker.append(0, rounds(100));
    await cluster.network.advance(500);
    cluster.jobManager.giveUp("taskmanager-1");
    await cluster.network.settle();
    expect(cluster.jobManager.of("register-task-manager")).toHaveLength(2);

    // These clicks would close the first window, if a task of the first attempts still ran.
    cluster.broker.append(0, rounds(ROUNDS, 100));
    await cluster.network.advance(2_000);
    expect(cluster.broker.results).toEqual([]);
    cluster.jobManager.broadcast({ type: "metrics-request", requestId: 1 });
    await cluster.network.settle();
    expect(cluster.jobManager.of("metrics").at(-1)?.tasks).toEqual([]);

    await cluster.deploy(1);
    await cluster.network.advance(2_000);
    expect(countsOf(cluster)).toEqual(complete(1_000));
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

  it("[WIN20] does not call a split idle while its source is back-pressured", async () => {
    const cluster = new TestCluster({ taskManagers: 2, place: (vertex) => (vertex === "source" ? 0 : 1) });
    await cluster.deploy();
    cluster.network.pause("taskmanager-2");
    cluster.broker.append(0, rounds(ROUNDS));
    // Twice the idleness timeout of 5 s.
    await cluster.network.advance(10_000);
    cluster.jobManager.broadcast({ type: "metrics-request", requestId: 1 });
    await cluster.network.settle();
    expect(cluster.jobManager.of("metrics").at(-1)?.tasks[0]?.metrics).toMatchObject({
      isBackPressured: "true",
      "source.split.input-0.watermark.accumulatedIdleTimeMs": "0",
    });

    cluster.network.resume("taskmanager-2");
    await cluster.network.advance(1_000);
    expect(countsOf(cluster)).toEqual(complete(1_000));
    expect(elementsTo(cluster, attemptId("counter", 0))).not.toContain("watermark-status");
  });
});
