import { expect, it } from "vitest";
import type { Job, JobsOverview } from "../../rest/jobs.ts";
import { FaultInjector } from "./fault-injector.ts";
import { drawSchedule } from "./draw-schedule.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";
import { HANG_MS } from "./testing/hang.ts";

const SEEDS = 20;
const LOOK_EVERY_MS = 700;

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, count) => total + count, 0);

/** Problems: states and times that do not add up. They must add up at any moment. */
function contradictions(job: Job): string[] {
  const found: string[] = [];
  const age = job.now - job["start-time"];
  if (job["end-time"] === -1 && job.duration !== age) found.push(`duration ${job.duration} is not now − start = ${age}`);
  for (const { name, tasks, parallelism } of job.vertices) {
    if (sum(tasks) !== parallelism) found.push(`${name}: ${sum(tasks)} tasks at parallelism ${parallelism}`);
  }
  const counted = sum(job["status-counts"]);
  if (counted !== job.vertices.length) found.push(`${counted} vertices in status-counts, ${job.vertices.length} in the list`);
  return found;
}

/** Problems: vertices that have read more than the vertex before has written. Two TaskManagers do not report at the same moment, so this holds only at rest. */
function overdrafts({ vertices }: Job): string[] {
  return vertices.flatMap(({ name, metrics }, index) => {
    const upstream = vertices[index - 1];
    if (upstream === undefined || metrics["read-records"] <= upstream.metrics["write-records"]) return [];
    return [`${name} has read ${metrics["read-records"]} records, ${upstream.name} has written ${upstream.metrics["write-records"]}`];
  });
}

it(
  `[SIM7] what the REST API says adds up, over ${SEEDS} seeds with faults`,
  async () => {
    let looks = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const schedule = drawSchedule(seed);
      const cluster = new SimulatedCluster(seed, schedule.cluster);
      const { simulation } = cluster;
      cluster.boot();
      const faults = new FaultInjector(cluster, schedule);
      for (let atMs = 300; atMs < schedule.endMs; atMs += LOOK_EVERY_MS) {
        await simulation.runUntil(atMs);
        const response = await cluster.request("GET", "/jobs/overview");
        // While the JobManager hangs, requests fail.
        if (response.status !== 200) continue;
        const { jobs } = JSON.parse(response.body) as JobsOverview;
        for (const { jid, tasks, duration, ...overview } of jobs) {
          const { total, ...states } = tasks;
          const where = `seed ${seed} at ${atMs} ms`;
          expect(sum(states), `${where}: tasks by state`).toBe(total);
          expect(duration, `${where}: duration`).toBeGreaterThanOrEqual(0);
          expect(overview["end-time"], where).toBe(-1);
          const job = await cluster.request("GET", `/jobs/${jid}`);
          if (job.status === 200) expect(contradictions(JSON.parse(job.body) as Job), where).toEqual([]);
          looks++;
        }
      }

      faults.calmDown();
      await simulation.runUntil(simulation.nowMs + 20_000);
      const pausedMs = simulation.epochMs + simulation.nowMs;
      cluster.post("PATCH", "/playground/generator", { recordsPerSecond: 0 });
      for (let look = 0; look < 3; look++) {
        await simulation.runUntil(simulation.nowMs + 2_500);
        const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
        const job = await cluster.get<Job>(`/jobs/${jobs[0]?.jid}`);
        if (look < 2) continue;
        expect(overdrafts(job), `seed ${seed} at rest`).toEqual([]);
        const [source, counter] = job.vertices;
        expect(counter?.metrics["read-records"], `seed ${seed}: nothing is in flight any more`).toBe(source?.metrics["write-records"]);
        // Short checkpoint timeouts restart a job at any time, and an attempt that began behind the last click reads nothing.
        if (job.timestamps.RUNNING < pausedMs) expect(counter?.metrics["read-records"]).toBeGreaterThan(0);
      }
    }
    expect(looks).toBeGreaterThan(SEEDS * 30);
  },
  HANG_MS,
);

it("sees what does not add up", () => {
  const vertex = { name: "v", parallelism: 2, tasks: { RUNNING: 1 }, metrics: { "read-records": 5, "write-records": 3 } };
  const job = { "start-time": 10, "end-time": -1, now: 30, duration: 19, "status-counts": { RUNNING: 1 }, vertices: [vertex, vertex] };
  expect(contradictions(job as unknown as Job)).toHaveLength(4);
  expect(overdrafts(job as unknown as Job)).toHaveLength(1);
});
