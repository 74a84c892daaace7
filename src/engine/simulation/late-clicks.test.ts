import { describe, expect, it } from "vitest";
import type { Job, JobsOverview } from "../../rest/jobs.ts";
import type { Metrics } from "../../rest/metrics.ts";
import { WINDOW_MS } from "./expected-clicks.ts";
import { FaultInjector } from "./fault-injector.ts";
import { readProof, settledWindows } from "./proof.ts";
import { drawLongStalls } from "./draw-schedule.ts";
import { randomStream } from "./random-stream.ts";
import { SECOND_OUTPUT, startSecondJob } from "./second-job.ts";
import { FIRST_WINDOW_MS, SimulatedCluster } from "./simulated-cluster.ts";
import { HANG_MS } from "./testing/hang.ts";
import { variantNamed } from "./variants.ts";

const SEEDS = 40;
const CLICKS_PER_WINDOW = 6_000;
const SEEDS_OF_TWO = 12;
const TWO_JOBS_MS = 60_000;
/** Several of the longest interval that a second job has. */
const LAST_CHECKPOINTS_MS = 45_000;

/** The sum of `numLateRecordsDropped` over the subtasks of a job's counter, as fresh as the metrics are. Default: the only job. */
async function readLate(cluster: SimulatedCluster, ofJob?: string): Promise<number> {
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  const jobId = ofJob ?? jobs[0]?.jid;
  const { vertices } = await cluster.get<Job>(`/jobs/${jobId}`);
  const counter = vertices.find(({ name }) => name === "ClickEvent Counter");
  const names = Array.from({ length: counter?.parallelism ?? 0 }, (_, subtask) => `${subtask}.ClickEvent_Counter.numLateRecordsDropped`);
  const url = `/jobs/${jobId}/vertices/${counter?.id}/metrics?get=${names.join(",")}`;
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

  it(
    `[SIM3] loses the same way while another job of a full topic waits for its checkpoint, over ${SEEDS_OF_TWO} seeds of two jobs`,
    async () => {
      let jobsWithLate = 0;
      for (let seed = 0; seed < SEEDS_OF_TWO; seed++) {
        const { topics = [], configuration = [] } = variantNamed("two-jobs-small-topic")?.cluster ?? {};
        const recordsPerSecond = randomStream(seed, "two jobs").between(1_000, 10_000);
        const cluster = new SimulatedCluster(seed, {
          taskManagers: 2,
          configuration: [...configuration, { key: "parallelism.default", value: "2" }],
          topics,
          generator: { topic: "input", recordsPerSecond, load: { type: "pages" } },
        });
        const { simulation } = cluster;
        cluster.boot();
        const { jobId, hasReadEverything } = await startSecondJob(cluster, seed);
        expect(hasReadEverything, `seed ${seed}`).toBe(true);
        await simulation.runUntil(TWO_JOBS_MS);
        await cluster.request("PATCH", "/playground/generator", { recordsPerSecond: 0 });
        // What waits to be stored is stored after the next checkpoints, and everything is read.
        await simulation.runUntil(simulation.nowMs + LAST_CHECKPOINTS_MS);
        const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
        expect(jobs).toHaveLength(2);
        for (const { jid } of jobs) {
          const late = await readLate(cluster, jid);
          const { cells } = await readProof(cluster, jid === jobId ? SECOND_OUTPUT : "output");
          const newestMs = Math.max(...cells.map(({ windowStartMs }) => windowStartMs));
          const windows = (newestMs - FIRST_WINDOW_MS) / WINDOW_MS + 1;
          const counts = cells.map((cell) => cell.counts);
          expect(counts.every((results) => results.length === 1)).toBe(true);
          const counted = counts.flat().reduce((sum, count) => sum + count, 0);
          expect(windows).toBeGreaterThan(1);
          expect(counted + late, `seed ${seed}, job ${jid}: ${late} late`).toBe(windows * CLICKS_PER_WINDOW);
          if (late > 0) jobsWithLate++;
        }
        expect(simulation.crashes).toEqual([]);
      }
      process.stdout.write(`late clicks: ${jobsWithLate} of ${2 * SEEDS_OF_TWO} jobs have some\n`);
      expect(jobsWithLate).toBeGreaterThan(SEEDS_OF_TWO / 4);
    },
    HANG_MS,
  );
});
