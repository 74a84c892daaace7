import { describe, expect, it } from "vitest";
import type { Job, JobsOverview } from "../../rest/jobs.ts";
import type { Metrics } from "../../rest/metrics.ts";
import { FaultInjector } from "./fault-injector.ts";
import { readProof, settledWindows } from "./proof.ts";
import { drawLongStalls } from "./draw-schedule.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";
import { HANG_MS } from "./testing/hang.ts";

const SEEDS = 40;
const CLICKS_PER_WINDOW = 6_000;

/** The sum of `numLateRecordsDropped` over the counter's subtasks, as fresh as the metrics are. */
async function readLate(cluster: SimulatedCluster): Promise<number> {
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  const { vertices } = await cluster.get<Job>(`/jobs/${jobs[0]?.jid}`);
  const counter = vertices.find(({ name }) => name === "ClickEvent Counter");
  const names = Array.from({ length: counter?.parallelism ?? 0 }, (_, subtask) => `${subtask}.ClickEvent_Counter.numLateRecordsDropped`);
  const url = `/jobs/${jobs[0]?.jid}/vertices/${counter?.id}/metrics?get=${names.join(",")}`;
  // The first request asks the TaskManagers, a later one reads what they answered.
  await cluster.request("GET", url);
  await cluster.simulation.runUntil(cluster.simulation.nowMs + 2_000);
  await cluster.request("GET", url);
  await cluster.simulation.runUntil(cluster.simulation.nowMs + 2_000);
  const metrics = await cluster.get<Metrics>(url);
  expect(metrics.map(({ id }) => id).toSorted()).toEqual(names.toSorted());
  return metrics.reduce((sum, { value }) => sum + Number(value), 0);
}

describe("a split that is without records for longer than the idleness timeout", () => {
  it(
    `[SIM3] loses what comes late, and counts it: counted + numLateRecordsDropped = produced, over ${SEEDS} seeds`,
    async () => {
      let seedsWithLate = 0;
      for (let seed = 0; seed < SEEDS; seed++) {
        const schedule = drawLongStalls(seed);
        const cluster = new SimulatedCluster(seed, schedule.cluster);
        const { simulation } = cluster;
        cluster.boot();
        new FaultInjector(cluster, schedule);
        await simulation.runUntil(schedule.endMs + 10_000);
        const late = await readLate(cluster);
        const proof = await readProof(cluster);
        // Only windows that everything has had time to reach, so that nothing comes late any more.
        const windows = settledWindows(proof);
        const counts = proof.cells.filter(({ windowStartMs }) => windows.includes(windowStartMs)).map((cell) => cell.counts);
        expect(
          counts.every((results) => results.length === 1),
          `seed ${seed}: a result twice without a failure`,
        ).toBe(true);
        const counted = counts.flat().reduce((sum, count) => sum + count, 0);
        expect(simulation.crashes).toEqual([]);
        expect(counted + late, `seed ${seed}: ${late} late`).toBe(windows.length * CLICKS_PER_WINDOW);
        if (late > 0) seedsWithLate++;
      }
      process.stdout.write(`late clicks: ${seedsWithLate} of ${SEEDS} seeds have some\n`);
      expect(seedsWithLate).toBeGreaterThan(SEEDS / 4);
    },
    HANG_MS,
  );
});
