import { describe, expect, it } from "vitest";
import type { JobsOverview } from "../../rest/jobs.ts";
import type { Containers, Topics } from "../../rest/playground.ts";
import { closedWindows, missingResults, readProof, repeatedResults, wrongResults } from "./proof.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";

describe("the cluster in the simulation", () => {
  it("comes up with all tasks running within a second, and counts 1000 clicks a page and window", async () => {
    const cluster = new SimulatedCluster(1, {});
    cluster.boot();
    await cluster.simulation.runUntil(1_000);
    const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
    expect(jobs).toMatchObject([{ name: "Click Event Count", state: "RUNNING", tasks: { total: 8, running: 8 } }]);

    await cluster.simulation.runUntil(80_000);
    const proof = await readProof(cluster);
    expect(closedWindows(proof).length).toBe(3);
    expect(missingResults(proof, closedWindows(proof))).toEqual([]);
    expect(wrongResults(proof)).toEqual([]);
    expect(repeatedResults(proof)).toBe(0);
  });

  it("starts over after a reset: no data is left from before, and none comes back", async () => {
    const cluster = new SimulatedCluster(2, {});
    cluster.boot();
    await cluster.simulation.runUntil(31_000);
    const before = await cluster.get<JobsOverview>("/jobs/overview");
    expect((await cluster.request("POST", "/playground/reset")).status).toBe(202);
    expect(cluster.storedFiles()).toEqual([]);
    await cluster.simulation.runUntil(32_000);
    const after = await cluster.get<JobsOverview>("/jobs/overview");
    expect(after.jobs).toMatchObject([{ state: "RUNNING", tasks: { running: 8 } }]);
    expect(after.jobs[0]?.jid).not.toBe(before.jobs[0]?.jid);

    const { topics } = await cluster.get<Topics>("/playground/topics");
    for (const { partitions } of topics)
      for (const { beginOffset, endOffset } of partitions) expect(endOffset - beginOffset).toBeLessThan(300);
    await cluster.simulation.runUntil(80_000);
    const proof = await readProof(cluster);
    expect(proof.cells.length).toBeGreaterThanOrEqual(12);
    expect(wrongResults(proof)).toEqual([]);
    expect(cluster.simulation.crashes).toEqual([]);
  });

  it("stops the highest TaskManagers cleanly when it is scaled down: the JobManager is told, and the job continues elsewhere", async () => {
    const cluster = new SimulatedCluster(3, { taskManagers: 2 });
    cluster.boot();
    await cluster.simulation.runUntil(20_000);
    await cluster.request("PUT", "/playground/services/taskmanager/scale", { replicas: 1 });
    await cluster.simulation.runUntil(20_400);
    const { containers } = await cluster.get<Containers>("/playground/containers");
    expect(containers.filter(({ state }) => state === "exited")).toMatchObject([{ name: "taskmanager-2", exitCode: 143 }]);
    await cluster.simulation.runUntil(70_000);
    const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
    expect(jobs).toMatchObject([{ state: "RUNNING", tasks: { running: 8 } }]);
    const proof = await readProof(cluster);
    expect(missingResults(proof, closedWindows(proof))).toEqual([]);
    expect(wrongResults(proof)).toEqual([]);
  });
});
