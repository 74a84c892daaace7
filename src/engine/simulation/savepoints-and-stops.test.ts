// What an operator does every day, on the whole cluster: savepoints, stops, starts at another parallelism, deletions.
import { describe, expect, it } from "vitest";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import type { Jars } from "../../rest/jars.ts";
import type { Job, JobsOverview } from "../../rest/jobs.ts";
import type { SavepointStatus, TriggerReply } from "../../rest/operations.ts";
import type { StoredSavepoints } from "../../rest/playground.ts";
import type { Overview } from "../../rest/overview.ts";
import type { ClusterOptions } from "../supervisor/cluster-options.ts";
import { missingResults, readProof, settledWindows, wrongResults } from "./proof.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";

const ARGUMENTS = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"];

async function started(options: Partial<ClusterOptions> = {}, forMs = 20_000): Promise<SimulatedCluster> {
  const cluster = new SimulatedCluster(11, options);
  cluster.boot();
  await cluster.simulation.runUntil(forMs);
  return cluster;
}

async function after(cluster: SimulatedCluster, ms: number): Promise<void> {
  await cluster.simulation.runUntil(cluster.simulation.nowMs + ms);
}

/** Newest first. */
async function jobIds(cluster: SimulatedCluster): Promise<string[]> {
  return (await cluster.get<JobsOverview>("/jobs/overview")).jobs.map(({ jid }) => jid);
}

async function newestJob(cluster: SimulatedCluster): Promise<string> {
  return (await jobIds(cluster))[0] ?? "";
}

async function trigger(cluster: SimulatedCluster, path: string, body: object = {}): Promise<string> {
  const response = await cluster.request("POST", path, body);
  expect([200, 202], response.body).toContain(response.status);
  return (JSON.parse(response.body) as TriggerReply)["request-id"];
}

/** The outcome of a savepoint or a stop. */
async function outcome(cluster: SimulatedCluster, jobId: string, triggerId: string): Promise<SavepointStatus["operation"]> {
  for (let look = 0; look < 200; look++) {
    const status = await cluster.get<SavepointStatus>(`/jobs/${jobId}/savepoints/${triggerId}`);
    if (status.status.id === "COMPLETED") return status.operation;
    await after(cluster, 100);
  }
  throw new Error("the operation does not end");
}

async function stop(cluster: SimulatedCluster, jobId: string, drain: boolean): Promise<string> {
  const done = await outcome(cluster, jobId, await trigger(cluster, `/jobs/${jobId}/stop`, { drain }));
  expect(done?.["failure-cause"]).toBeUndefined();
  return done?.location ?? "";
}

async function run(cluster: SimulatedCluster, body: object): Promise<{ status: number; body: string }> {
  const { files } = await cluster.get<Jars>("/jars");
  return cluster.request("POST", `/jars/${files[0]?.id ?? ""}/run`, { programArgsList: ARGUMENTS, ...body });
}

async function proofHolds(cluster: SimulatedCluster): Promise<void> {
  await after(cluster, 15_000);
  const target = settledWindows(await readProof(cluster));
  await after(cluster, 25_000);
  const proof = await readProof(cluster);
  expect(target.length).toBeGreaterThan(1);
  expect(wrongResults(proof)).toEqual([]);
  expect(missingResults(proof, target)).toEqual([]);
}

describe("a savepoint", () => {
  it("is taken while the job runs on, and is in the statistics and in the list", async () => {
    const cluster = await started();
    const jobId = await newestJob(cluster);
    const done = await outcome(cluster, jobId, await trigger(cluster, `/jobs/${jobId}/savepoints`));
    expect(done?.location).toMatch(new RegExp(`^file:/tmp/flink-savepoints-directory/savepoint-${jobId.slice(0, 6)}-[0-9a-f]{12}$`));
    await after(cluster, 3_000);

    const checkpoints = await cluster.get<Checkpoints>(`/jobs/${jobId}/checkpoints`);
    expect(checkpoints.latest.savepoint).toMatchObject({
      status: "COMPLETED",
      is_savepoint: true,
      savepointFormat: "CANONICAL",
      checkpoint_type: "SAVEPOINT",
      external_path: done?.location,
      discarded: false,
    });
    expect(checkpoints.latest.completed?.id).toBeGreaterThan(checkpoints.latest.savepoint?.id ?? 0);
    const { savepoints } = await cluster.get<StoredSavepoints>("/playground/savepoints");
    expect(savepoints).toEqual([
      expect.objectContaining({ path: done?.location, jobId, jobName: "Click Event Count", kind: "savepoint", usable: true, reason: null }),
    ]);
    expect((await cluster.get<Job>(`/jobs/${jobId}`)).state).toBe("RUNNING");
    await proofHolds(cluster);
  });

  it("is not what an automatic restart goes back to", async () => {
    const cluster = await started();
    const jobId = await newestJob(cluster);
    await outcome(cluster, jobId, await trigger(cluster, `/jobs/${jobId}/savepoints`));
    await cluster.request("POST", "/playground/containers/taskmanager-1/kill");
    await cluster.request("POST", "/playground/containers/taskmanager-1/start");
    await after(cluster, 15_000);
    const { latest } = await cluster.get<Checkpoints>(`/jobs/${jobId}/checkpoints`);
    expect(latest.restored?.is_savepoint).toBe(false);
    await proofHolds(cluster);
  });

  it("of an unknown job fails in its status, and a repeated trigger id is the same operation", async () => {
    const cluster = await started();
    const unknown = "0".repeat(32);
    const failed = await outcome(cluster, unknown, await trigger(cluster, `/jobs/${unknown}/savepoints`));
    expect(failed?.["failure-cause"]?.["stack-trace"]).toContain(`Could not find Flink job (${unknown})`);
    const jobId = await newestJob(cluster);
    const triggerId = "ab".repeat(16);
    expect(await trigger(cluster, `/jobs/${jobId}/savepoints`, { triggerId })).toBe(triggerId);
    const first = await outcome(cluster, jobId, triggerId);
    expect(await trigger(cluster, `/jobs/${jobId}/savepoints`, { triggerId })).toBe(triggerId);
    expect(await outcome(cluster, jobId, triggerId)).toEqual(first);
    await after(cluster, 301_000);
    expect((await cluster.request("GET", `/jobs/${jobId}/savepoints/${triggerId}`)).status).toBe(404);
  });

  it("can be deleted, by the user alone", async () => {
    const cluster = await started();
    const jobId = await newestJob(cluster);
    const path = await stop(cluster, jobId, false);
    const triggerId = await trigger(cluster, "/savepoint-disposal", { "savepoint-path": path });
    await after(cluster, 1_000);
    expect(await cluster.get(`/savepoint-disposal/${triggerId}`)).toEqual({ status: { id: "COMPLETED" }, operation: {} });
    expect(await cluster.get<StoredSavepoints>("/playground/savepoints")).toEqual({ savepoints: [] });
    const again = await trigger(cluster, "/savepoint-disposal", { "savepoint-path": path });
    await after(cluster, 1_000);
    const failed = await cluster.get<SavepointStatus>(`/savepoint-disposal/${again}`);
    expect(failed.operation?.["failure-cause"]?.["stack-trace"]).toContain("Cannot find checkpoint or savepoint file/directory");
    const refused = await run(cluster, { savepointPath: path });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain("JobInitializationException: Could not start the JobMaster.");
    expect(refused.body).toContain("Cannot find checkpoint or savepoint file/directory");
    expect((await cluster.get<Job>(`/jobs/${await newestJob(cluster)}`)).state).toBe("FAILED");
  });
});

describe("a stop with savepoint", () => {
  it("without drain ends the job FINISHED, and another job continues from it with every window 1000", async () => {
    const cluster = await started();
    const jobId = await newestJob(cluster);
    const path = await stop(cluster, jobId, false);
    const job = await cluster.get<Job>(`/jobs/${jobId}`);
    expect(job.state).toBe("FINISHED");
    expect(job["status-counts"].FINISHED).toBe(4);
    const { latest } = await cluster.get<Checkpoints>(`/jobs/${jobId}/checkpoints`);
    expect(latest.savepoint).toMatchObject({ checkpoint_type: "SYNC_SAVEPOINT", external_path: path });
    expect((await cluster.get<Overview>("/overview"))["slots-available"]).toBe(2);
    await after(cluster, 5_000);

    expect((await run(cluster, { savepointPath: path })).status).toBe(200);
    await after(cluster, 10_000);
    const next = await newestJob(cluster);
    const restored = (await cluster.get<Checkpoints>(`/jobs/${next}/checkpoints`)).latest.restored;
    expect(restored).toMatchObject({ is_savepoint: true, external_path: path, id: latest.savepoint?.id });
    await proofHolds(cluster);
  });

  it("[ST6] with drain closes every window, and later results have the rest: the parts add up to 1000", async () => {
    const cluster = await started();
    const path = await stop(cluster, await newestJob(cluster), true);
    expect((await run(cluster, { savepointPath: path })).status).toBe(200);
    await after(cluster, 60_000);
    const { cells } = await readProof(cluster);
    const cut = cells.filter(({ counts }) => counts.length > 1);
    expect(cut.length).toBeGreaterThan(0);
    for (const { counts } of cells) expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
  });

  it("a second one while the first runs is refused in words, and the first is not disturbed", async () => {
    const cluster = await started();
    const jobId = await newestJob(cluster);
    const first = await trigger(cluster, `/jobs/${jobId}/stop`);
    const second = await trigger(cluster, `/jobs/${jobId}/stop`);
    expect((await outcome(cluster, jobId, second))?.["failure-cause"]?.["stack-trace"]).toContain("in progress already");
    expect((await outcome(cluster, jobId, first))?.location).toBeDefined();
    expect((await cluster.get<Job>(`/jobs/${jobId}`)).state).toBe("FINISHED");
  });

  it("that times out leaves the job running, with periodic checkpoints again", async () => {
    const cluster = await started({ configuration: [{ key: "execution.checkpointing.timeout", value: "2 s" }] });
    const jobId = await newestJob(cluster);
    cluster.simulation.conditions.storage.latencyMs = { low: 5_000, high: 5_000 };
    const failed = await outcome(cluster, jobId, await trigger(cluster, `/jobs/${jobId}/stop`));
    expect(failed?.["failure-cause"]?.["stack-trace"]).toContain("Checkpoint expired before completing.");
    cluster.simulation.conditions.storage.latencyMs = { low: 0.1, high: 10 };
    await after(cluster, 20_000);
    expect((await cluster.get<Job>(`/jobs/${jobId}`)).state).toBe("RUNNING");
    const before = await cluster.get<Checkpoints>(`/jobs/${jobId}/checkpoints`);
    await after(cluster, 5_000);
    const later = await cluster.get<Checkpoints>(`/jobs/${jobId}/checkpoints`);
    expect(later.counts.completed).toBeGreaterThan(before.counts.completed);
    await proofHolds(cluster);
  });
});

describe("a start", () => {
  it("[ST10] at parallelism 3 waits for a third slot, and runs when a TaskManager is added: all windows 1000", async () => {
    const cluster = await started();
    const path = await stop(cluster, await newestJob(cluster), false);
    expect((await run(cluster, { savepointPath: path, parallelism: 3 })).status).toBe(200);
    await after(cluster, 10_000);
    const jobId = await newestJob(cluster);
    const waiting = await cluster.get<JobsOverview>("/jobs/overview");
    expect(waiting.jobs[0]).toMatchObject({ state: "RUNNING", tasks: { scheduled: 12, total: 12 } });
    expect((await cluster.get<Overview>("/overview"))["slots-available"]).toBe(0);
    await cluster.request("PUT", "/playground/services/taskmanager/scale", { replicas: 2 });
    await after(cluster, 15_000);
    expect((await cluster.get<Job>(`/jobs/${jobId}`)).vertices.map(({ tasks }) => tasks.RUNNING)).toEqual([3, 3, 3, 3]);
    await proofHolds(cluster);
  });

  it("at parallelism 1 and back at 2 keeps every click", async () => {
    const cluster = await started();
    const first = await stop(cluster, await newestJob(cluster), false);
    await run(cluster, { savepointPath: first, parallelism: 1 });
    await after(cluster, 17_000);
    const second = await stop(cluster, await newestJob(cluster), false);
    expect((await run(cluster, { savepointPath: second, parallelism: 2 })).status).toBe(200);
    await after(cluster, 17_000);
    await proofHolds(cluster);
  });

  it("of two jobs in one cluster works, each with its own slots", async () => {
    const cluster = await started({ taskManagers: 2 });
    expect((await run(cluster, {})).status).toBe(200);
    await after(cluster, 10_000);
    const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
    expect(jobs.map(({ state, tasks }) => [state, tasks.running])).toEqual([
      ["RUNNING", 8],
      ["RUNNING", 8],
    ]);
    await cluster.request("PATCH", `/jobs/${jobs[0]?.jid ?? ""}?mode=cancel`);
    await after(cluster, 2_000);
    expect((await cluster.get<Overview>("/overview"))["slots-available"]).toBe(2);
    await proofHolds(cluster);
  });

  it("with more subtasks than key groups fails in Flink's words", async () => {
    const cluster = await started();
    const path = await stop(cluster, await newestJob(cluster), false);
    const refused = await run(cluster, { savepointPath: path, parallelism: 129 });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain("The maximum parallelism (128) of the restored state is lower than the configured parallelism (129).");
  });

  it("from offsets that the topic does not hold any more is refused with the reason", async () => {
    const cluster = await started({
      topics: [
        { name: "input", partitions: 2, budgetBytes: 60_000, retention: "held" },
        { name: "output", partitions: 2, budgetBytes: 1_000_000, retention: "oldest" },
      ],
    });
    const jobId = await newestJob(cluster);
    const done = await outcome(cluster, jobId, await trigger(cluster, `/jobs/${jobId}/savepoints`));
    await after(cluster, 60_000);
    const { savepoints } = await cluster.get<StoredSavepoints>("/playground/savepoints");
    expect(savepoints[0]).toMatchObject({ usable: false, reason: expect.stringMatching(/^Offset \d+ of input-\d is outside \[/) });
    const refused = await run(cluster, { savepointPath: done?.location });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain("what the topic still holds");
  });

  it("[ST15] reads a JSON body whatever the form of its arguments, and refuses invalid ones with a message", async () => {
    const cluster = await started({ programArguments: ["--nothing"] });
    const { files } = await cluster.get<Jars>("/jars");
    expect(files).toEqual([
      expect.objectContaining({
        name: "ClickCountJob.jar",
        entry: [{ name: "org.apache.flink.playgrounds.ops.clickcount.ClickEventCount", description: null }],
      }),
    ]);
    const jar = files[0]?.id ?? "";
    const refusals: readonly [object, number, string][] = [
      [{ entryClass: "no.Such" }, 500, "The program's entry point class 'no.Such' was not found in the jar file."],
      [{ parallelism: 0 }, 400, "Parallelism must be at least one"],
      [{ parallelism: "x" }, 400, "Request did not match expected format JarRunRequestBody."],
      [{ programArgs: "--x", programArgsList: ["--y"] }, 400, "Confusing request"],
      [{ savepointPath: "/tmp/nope" }, 400, "Cannot find checkpoint or savepoint file/directory '/tmp/nope' on file system 'file'."],
      [{ savepointPath: "s3://bucket/x" }, 400, "Could not find a file system implementation for scheme 's3'."],
    ];
    for (const [body, status, text] of refusals) {
      const refused = await cluster.request("POST", `/jars/${jar}/run`, body);
      expect([refused.status, refused.body]).toEqual([status, expect.stringContaining(text)]);
    }
    const accepted = await cluster.request("POST", `/jars/${jar}/run`, { programArgs: "--checkpointing --event-time" });
    expect(accepted.status).toBe(200);
    await after(cluster, 10_000);
    expect((await cluster.get<JobsOverview>("/jobs/overview")).jobs[0]).toMatchObject({ state: "RUNNING", tasks: { running: 8 } });
  });
});
