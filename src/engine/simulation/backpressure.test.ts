import { describe, expect, it, vi } from "vitest";
import { LONG_TEST_MS } from "../../testing/limits.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import type { Job, JobsOverview } from "../../rest/jobs.ts";
import type { Metrics } from "../../rest/metrics.ts";
import type { VertexBackpressure } from "../../rest/vertices.ts";
import { missingResults, readProof, settledWindows, wrongResults } from "./proof.ts";
import { SIMULATED_EPOCH_MS, SimulatedCluster } from "./simulated-cluster.ts";

// Two minutes of simulated time.
vi.setConfig({ testTimeout: LONG_TEST_MS });

const MINUTE_MS = 60_000;
const ARGUMENTS = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time", "--backpressure"];

/** Simulated ms until `afterMs` into the minute number `minute` of the simulation's hour, which begins with an even one. */
function into(minute: number, afterMs: number): number {
  return minute * MINUTE_MS + afterMs - (SIMULATED_EPOCH_MS % MINUTE_MS);
}

async function levels(cluster: SimulatedCluster): Promise<Record<string, string | undefined>> {
  const jobId = (await cluster.get<JobsOverview>("/jobs/overview")).jobs[0]?.jid ?? "";
  const { vertices } = await cluster.get<Job>(`/jobs/${jobId}`);
  // The first look asks for metrics, the second finds them.
  await cluster.get(`/jobs/${jobId}/vertices/${vertices[0]?.id ?? ""}/backpressure`);
  await cluster.simulation.runUntil(cluster.simulation.nowMs + 200);
  const found: Record<string, string | undefined> = {};
  for (const { id, name } of vertices) {
    const reply = await cluster.get<VertexBackpressure>(`/jobs/${jobId}/vertices/${id}/backpressure`);
    found[name] = reply.status === "ok" ? reply.backpressureLevel : reply.status;
  }
  return found;
}

async function metrics(cluster: SimulatedCluster, vertex: number, names: readonly string[]): Promise<Record<string, number>> {
  const jobId = (await cluster.get<JobsOverview>("/jobs/overview")).jobs[0]?.jid ?? "";
  const { vertices } = await cluster.get<Job>(`/jobs/${jobId}`);
  const url = `/jobs/${jobId}/vertices/${vertices[vertex]?.id ?? ""}/metrics?get=${names.map((name) => `0.${name}`).join(",")}`;
  return Object.fromEntries((await cluster.get<Metrics>(url)).map(({ id, value }) => [id.slice(2), Number(value)]));
}

describe("with --backpressure", () => {
  it("[ST16] the source is HIGH 45 s into an even minute and not 40 s into the odd one; metrics agree, and every window has 1000", async () => {
    const cluster = new SimulatedCluster(3, { programArguments: ARGUMENTS });
    cluster.boot();
    const { simulation } = cluster;
    // A credit that comes late would be back pressure at the slow operator too.
    simulation.conditions.slowMessageProbability = 0;
    // Minute 0 is even and begins with the job; the first whole one is minute 2.
    for (const even of [2, 4]) {
      await simulation.runUntil(into(even, 44_500));
      expect(await levels(cluster)).toMatchObject({
        "Source: ClickEvent Source": "high",
        "Backpressure Operator": "ok",
        "ClickEvent Counter": "ok",
      });
      const source = await metrics(cluster, 0, [
        "Shuffle.Netty.Output.Buffers.outPoolUsage",
        "Shuffle.Netty.Output.Buffers.outputQueueLength",
        "backPressuredTimeMsPerSecond",
        "busyTimeMsPerSecond",
        "idleTimeMsPerSecond",
      ]);
      expect(source["Shuffle.Netty.Output.Buffers.outPoolUsage"]).toBeGreaterThan(0.5);
      expect(source["Shuffle.Netty.Output.Buffers.outputQueueLength"]).toBeGreaterThan(0);
      expect(source["backPressuredTimeMsPerSecond"]).toBeGreaterThan(500);
      const slow = await metrics(cluster, 1, [
        "busyTimeMsPerSecond",
        "backPressuredTimeMsPerSecond",
        "Shuffle.Netty.Input.Buffers.inPoolUsage",
      ]);
      expect(slow["busyTimeMsPerSecond"]).toBeGreaterThan(600);
      expect(slow["backPressuredTimeMsPerSecond"]).toBe(0);
      expect(slow["Shuffle.Netty.Input.Buffers.inPoolUsage"]).toBeGreaterThan(0.5);

      await simulation.runUntil(into(even + 1, 40_000));
      expect((await levels(cluster))["Source: ClickEvent Source"]).not.toBe("high");
    }
    const proof = await readProof(cluster);
    expect(wrongResults(proof)).toEqual([]);
    const settled = settledWindows(proof);
    expect(settled.length).toBeGreaterThan(10);
    expect(missingResults(proof, settled.slice(0, -2))).toEqual([]);
  });

  it("passes 10 records a second in an even minute, and checkpoints complete behind them", async () => {
    const cluster = new SimulatedCluster(5, { programArguments: ARGUMENTS });
    cluster.boot();
    await cluster.simulation.runUntil(into(2, 20_000));
    await levels(cluster);
    const before = await metrics(cluster, 1, ["numRecordsIn"]);
    await cluster.simulation.runUntil(into(2, 50_000));
    await levels(cluster);
    const later = await metrics(cluster, 1, ["numRecordsIn"]);
    const passed = (later["numRecordsIn"] ?? 0) - (before["numRecordsIn"] ?? 0);
    expect(passed).toBeGreaterThan(285);
    expect(passed).toBeLessThan(315);
    const jobId = (await cluster.get<JobsOverview>("/jobs/overview")).jobs[0]?.jid ?? "";
    await cluster.simulation.runUntil(into(3, 10_000));
    const { latest } = await cluster.get<Checkpoints>(`/jobs/${jobId}/checkpoints`);
    expect(latest.completed).not.toBeNull();
  });
});
