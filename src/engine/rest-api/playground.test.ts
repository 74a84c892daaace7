import { describe, expect, it } from "vitest";
import type { Jars } from "../../rest/jars.ts";
import type { Job } from "../../rest/jobs.ts";
import { SimulatedCluster } from "../simulation/simulated-cluster.ts";

const FAULT = { kind: "throw", job: "0".repeat(32), vertex: "0".repeat(32), times: 1 };

/** Two jobs of one program, whose vertices have the same ids. */
async function twoJobs() {
  const cluster = new SimulatedCluster(1, { taskManagers: 2 });
  cluster.boot();
  await cluster.simulation.runUntil(5_000);
  const { files } = await cluster.get<Jars>("/jars");
  const body = { programArgsList: ["--checkpointing", "--event-time"] };
  expect(await cluster.request("POST", `/jars/${files[0]?.id ?? ""}/run`, body)).toMatchObject({ status: 200 });
  await cluster.simulation.runUntil(10_000);
  const { jobs } = await cluster.get<{ jobs: { id: string; status: string }[] }>("/jobs");
  expect(jobs.map(({ status }) => status)).toEqual(["RUNNING", "RUNNING"]);
  const job = (index: number) => cluster.get<Job>(`/jobs/${jobs[index]?.id ?? ""}`);
  return { cluster, job };
}

describe("POST /playground/faults", () => {
  it("[CO11] affects only the named job, not others with the same vertex", async () => {
    const { cluster, job } = await twoJobs();
    const [first, second] = [await job(0), await job(1)];
    const vertex = second.vertices[1]?.id ?? "";
    expect(first.vertices[1]?.id).toBe(vertex);
    const response = await cluster.request("POST", "/playground/faults", { ...FAULT, job: second.jid.toUpperCase(), vertex });
    expect(response.status).toBe(202);
    await cluster.simulation.runUntil(15_000);
    const restarts = [await job(0), await job(1)].map(({ timestamps }) => timestamps.RESTARTING > 0);
    expect(restarts).toEqual([false, true]);
  });

  it("refuses a job and a vertex that do not exist, and a job that has ended", async () => {
    const { cluster, job } = await twoJobs();
    const { jid, vertices } = await job(0);
    const inject = async (fault: object) => {
      const { status, body } = await cluster.request("POST", "/playground/faults", { ...FAULT, ...fault });
      return `${String(status)} ${body}`;
    };
    expect(await inject({ job: "nothing" })).toContain('400 {"errors":["BadRequest: no running job has the id \\"nothing\\"."]}');
    expect(await inject({ job: jid, vertex: "nothing" })).toContain(`BadRequest: job \\"${jid}\\" has no vertex \\"nothing\\".`);
    expect(await inject({ job: 7 })).toContain("BadRequest: job must be the id of a job.");
    expect(await inject({ job: jid, kind: "flood" })).toContain('BadRequest: unknown kind of fault \\"flood\\"; known: throw.');
    await cluster.request("PATCH", `/jobs/${jid}?mode=cancel`);
    await cluster.simulation.runUntil(15_000);
    expect(await inject({ job: jid, vertex: vertices[0]?.id })).toContain(`BadRequest: no running job has the id \\"${jid}\\".`);
  });
});
