// Holds on a topic that is nearly full, on the whole cluster: no producer waits forever, and the records that a restart would read stay.
import { describe, expect, it } from "vitest";
import type { Jars } from "../../rest/jars.ts";
import type { Job, JobsOverview } from "../../rest/jobs.ts";
import type { SavepointStatus, TriggerReply } from "../../rest/operations.ts";
import type { Generator, StoredSavepoints, Topics } from "../../rest/playground.ts";
import type { ClusterOptions } from "../supervisor/cluster-options.ts";
import { readProof, wrongResults } from "./proof.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";

const KAFKA = ["--bootstrap.servers", "kafka:9092"];
const CHECKPOINTED = [...KAFKA, "--checkpointing", "--event-time"];
const NOT_CHECKPOINTED = [...KAFKA, "--event-time"];
/** About 12,000 clicks, which is half a minute of them. */
const BUDGET_BYTES = 60_000;

/** A cluster with a small input topic, which has run for 20 s. */
async function started(options: Partial<ClusterOptions> & { readonly budgetBytes?: number } = {}, seed = 5): Promise<SimulatedCluster> {
  const { budgetBytes = BUDGET_BYTES, ...cluster } = options;
  const simulated = new SimulatedCluster(seed, {
    taskManagers: 2,
    programArguments: CHECKPOINTED,
    topics: [
      { name: "input", partitions: 2, budgetBytes, retention: "held" },
      { name: "output", partitions: 2, budgetBytes: 1_000_000, retention: "oldest" },
    ],
    ...cluster,
  });
  simulated.boot();
  await simulated.simulation.runUntil(20_000);
  return simulated;
}

async function after(cluster: SimulatedCluster, ms: number): Promise<void> {
  await cluster.simulation.runUntil(cluster.simulation.nowMs + ms);
}

/** Newest first. */
async function newestJob(cluster: SimulatedCluster): Promise<string> {
  return (await cluster.get<JobsOverview>("/jobs/overview")).jobs[0]?.jid ?? "";
}

async function jobState(cluster: SimulatedCluster, jobId: string): Promise<string> {
  return (await cluster.get<Job>(`/jobs/${jobId}`)).state;
}

async function trigger(cluster: SimulatedCluster, path: string, body: object = {}): Promise<string> {
  const response = await cluster.request("POST", path, body);
  expect([200, 202], response.body).toContain(response.status);
  return (JSON.parse(response.body) as TriggerReply)["request-id"];
}

/** Takes a savepoint in that way; its path. */
async function savepoint(cluster: SimulatedCluster, jobId: string, kind: "stop" | "savepoints", body: object = {}): Promise<string> {
  const triggerId = await trigger(cluster, `/jobs/${jobId}/${kind}`, body);
  for (let look = 0; look < 100; look++) {
    const { status, operation } = await cluster.get<SavepointStatus>(`/jobs/${jobId}/savepoints/${triggerId}`);
    if (status.id === "COMPLETED") return operation?.location ?? "";
    await after(cluster, 100);
  }
  throw new Error("the operation does not end");
}

async function dispose(cluster: SimulatedCluster, path: string): Promise<void> {
  await trigger(cluster, "/savepoint-disposal", { "savepoint-path": path });
  await after(cluster, 1_000);
}

/** Starts a job; its id. */
async function run(cluster: SimulatedCluster, body: object): Promise<string> {
  const { files } = await cluster.get<Jars>("/jars");
  const response = await cluster.request("POST", `/jars/${files[0]?.id ?? ""}/run`, { programArgsList: CHECKPOINTED, ...body });
  expect(response.status, response.body).toBe(200);
  return (JSON.parse(response.body) as { jobid: string }).jobid;
}

/** Clicks that `input` has stored in so many ms. */
async function storedWithin(cluster: SimulatedCluster, ms: number): Promise<number> {
  const ends = async () => {
    const { topics } = await cluster.get<Topics>("/playground/topics");
    return topics[0]?.partitions.reduce((sum, { endOffset }) => sum + endOffset, 0) ?? 0;
  };
  const before = await ends();
  await after(cluster, ms);
  return (await ends()) - before;
}

/**
 * The generator writes 400 clicks a second, so a topic with no hold on its records takes in 24,000
 * within a minute.
 */
async function flows(cluster: SimulatedCluster): Promise<boolean> {
  return (await storedWithin(cluster, 60_000)) > 20_000;
}

async function generator(cluster: SimulatedCluster): Promise<Generator & { readonly waitingReason?: string }> {
  return cluster.get("/playground/generator");
}

async function storedSavepoint(cluster: SimulatedCluster, path: string) {
  const { savepoints } = await cluster.get<StoredSavepoints>("/playground/savepoints");
  return savepoints.find((candidate) => candidate.path === path);
}

describe("the savepoint with which a job ended", () => {
  it("[ST20] [ST21] holds its records by its path when the job is forgotten, until it is deleted", async () => {
    const cluster = await started({ configuration: [{ key: "jobstore.expiration-time", value: "20" }] });
    const jobId = await newestJob(cluster);
    const path = await savepoint(cluster, jobId, "stop");
    await after(cluster, 60_000);
    expect((await cluster.get<JobsOverview>("/jobs/overview")).jobs).toEqual([]);
    expect((await generator(cluster)).waitingReason).toContain(`savepoint ${path}`);
    expect(await storedSavepoint(cluster, path)).toMatchObject({ usable: true });

    await run(cluster, {});
    expect(await flows(cluster)).toBe(false);
    await dispose(cluster, path);
    expect(await flows(cluster)).toBe(true);
  });

  it("[ST20] holds its records if the job was cancelled behind it, although another job reads on", async () => {
    const cluster = await started();
    const jobId = await newestJob(cluster);
    await run(cluster, {});
    const path = await savepoint(cluster, jobId, "savepoints", { "cancel-job": true });
    await after(cluster, 60_000);
    expect(await jobState(cluster, jobId)).toBe("CANCELED");
    expect((await generator(cluster)).waitingReason).toContain(`savepoint ${path}`);
    expect(await storedSavepoint(cluster, path)).toMatchObject({ usable: true });
  });

  it("[ST21] ends its hold when a job that claimed it deletes it", async () => {
    const cluster = await started();
    const path = await savepoint(cluster, await newestJob(cluster), "stop");
    const claiming = await run(cluster, { savepointPath: path, claimMode: "CLAIM", flinkConfiguration: LATE_CHECKPOINTS });
    await after(cluster, 5_000);
    await cluster.request("PATCH", `/jobs/${claiming}?mode=cancel`);
    await after(cluster, 2_000);
    expect(await storedSavepoint(cluster, path)).toBeUndefined();
    await run(cluster, {});
    expect(await flows(cluster)).toBe(true);
  });
});

const LATE_CHECKPOINTS = { "execution.checkpointing.interval": "40 s", "execution.checkpointing.min-pause": "40 s" };

describe("a job without periodic checkpoints", () => {
  it("[ST19] keeps nothing that it has read, even after a checkpoint on request", async () => {
    const cluster = await started({ programArguments: NOT_CHECKPOINTED });
    await trigger(cluster, `/jobs/${await newestJob(cluster)}/checkpoints`, { checkpointType: "FULL" });
    await after(cluster, 60_000);
    expect(await flows(cluster)).toBe(true);
  });

  it("[ST19] [ST21] keeps nothing that it has read, also if it was started from a savepoint, whose hold ends when all its tasks run", async () => {
    const cluster = await started();
    const path = await savepoint(cluster, await newestJob(cluster), "stop");
    await run(cluster, { savepointPath: path, programArgsList: NOT_CHECKPOINTED });
    await after(cluster, 60_000);
    expect(await flows(cluster)).toBe(true);
  });

  it("[ST19] recovers from committed offsets, which it holds, in a topic that is always full", async () => {
    for (const seed of [1, 2, 3]) {
      const cluster = await started(
        {
          budgetBytes: 40_000,
          programArguments: [...NOT_CHECKPOINTED, "--starting-offsets", "committed"],
          generator: { topic: "input", recordsPerSecond: 4_000, load: { type: "pages" } },
          configuration: [
            { key: "restart-strategy.type", value: "fixed-delay" },
            { key: "restart-strategy.fixed-delay.attempts", value: "1000000" },
            { key: "restart-strategy.fixed-delay.delay", value: "500 ms" },
          ],
        },
        seed,
      );
      cluster.supervisor.kill("taskmanager-1");
      cluster.supervisor.start("taskmanager-1");
      await after(cluster, 30_000);
      const jobId = await newestJob(cluster);
      expect(await jobState(cluster, jobId)).toBe("RUNNING");
      expect(JSON.stringify(await cluster.get(`/jobs/${jobId}/exceptions`))).not.toContain("OffsetOutOfRange");
      expect(await storedWithin(cluster, 60_000)).toBeGreaterThan(60_000);
    }
  });
});

describe("a job with periodic checkpoints", () => {
  it("[ST18] holds from its start on what it has not checkpointed, although another job reads on", async () => {
    const cluster = await started();
    const second = await run(cluster, { programArgsList: NOT_CHECKPOINTED, flinkConfiguration: LATE_CHECKPOINTS, parallelism: 1 });
    await after(cluster, 30_000);
    const vertex = await counterOf(cluster, second);
    await cluster.request("POST", "/playground/faults", { kind: "throw", job: second, vertex, times: 1 });
    await after(cluster, 90_000);
    expect(await jobState(cluster, second)).toBe("RUNNING");
    expect(wrongResults(await readProof(cluster))).toEqual([]);
  });
});

async function counterOf(cluster: SimulatedCluster, jobId: string): Promise<string> {
  const { vertices } = await cluster.get<Job>(`/jobs/${jobId}`);
  return vertices.find(({ name }) => name.includes("Counter"))?.id ?? "";
}
