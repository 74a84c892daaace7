import { expect, it, vi } from "vitest";
import { LONG_TEST_MS } from "../../testing/limits.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import type { JobsOverview } from "../../rest/jobs.ts";
import type { Generator, Topics } from "../../rest/playground.ts";
import { closedWindows, missingResults, readProof, wrongResults } from "./proof.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";

// Five seeds with some million records.
vi.setConfig({ testTimeout: LONG_TEST_MS });

/** Some of the generator's largest chunks; a second of its clicks is more. */
const BUDGET_BYTES = 400_000;
const RECORDS_PER_SECOND = 200_000;

it("[SIM6] a checkpoint completes although the topic is full and nothing is in flight, and frees space", async () => {
  for (let seed = 0; seed < 5; seed++) {
    const cluster = new SimulatedCluster(seed, {
      topics: [
        { name: "input", partitions: 2, budgetBytes: BUDGET_BYTES, retention: "held" },
        { name: "output", partitions: 2, budgetBytes: 1_000_000, retention: "oldest" },
      ],
      generator: { topic: "input", recordsPerSecond: RECORDS_PER_SECOND, load: { type: "pages" } },
    });
    const { simulation } = cluster;
    cluster.boot();
    let wasFull = 0;
    for (let second = 1; second <= 20; second++) {
      await simulation.runUntil(second * 1_000);
      const { topics } = await cluster.get<Topics>("/playground/topics");
      expect(topics[0]?.bytes).toBeLessThanOrEqual(BUDGET_BYTES);
      if ((await cluster.get<Generator>("/playground/generator")).waiting) wasFull++;
    }
    const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
    const { counts } = await cluster.get<Checkpoints>(`/jobs/${jobs[0]?.jid}/checkpoints`);
    expect(wasFull).toBeGreaterThan(10);
    expect(counts.completed).toBeGreaterThan(12);
    expect(counts.failed).toBeLessThanOrEqual(1);
    const proof = await readProof(cluster);
    // Far more has passed through than the topic can hold.
    expect(proof.produced * 5).toBeGreaterThan(8 * BUDGET_BYTES);
    expect(wrongResults(proof)).toEqual([]);
    const closed = closedWindows(proof);
    expect(closed.length).toBeGreaterThan(50);
    expect(missingResults(proof, closed)).toEqual([]);
  }
});
