import { expect, it } from "vitest";
import type { JobsOverview } from "../../rest/jobs.ts";
import { Kills } from "./kills.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";
import { SimulatedUser } from "./simulated-user.ts";

const JOB_RUNS_MS = 10_000;

/** Once armed, the newest job ends just before the next request about an operation is answered. */
class ClusterWhoseJobEnds extends SimulatedCluster {
  isArmed = false;

  override async request(...[method, url, body]: Parameters<SimulatedCluster["request"]>): ReturnType<SimulatedCluster["request"]> {
    if (this.isArmed && url.includes("/savepoints/")) {
      this.isArmed = false;
      await super.request("PATCH", `/jobs/${(await newestJob(this))?.jid ?? ""}?mode=cancel`);
      while ((await newestJob(this))?.state !== "CANCELED") await this.simulation.runUntil(this.simulation.nowMs + 10);
    }
    return super.request(method, url, body);
  }
}

async function newestJob(cluster: SimulatedCluster): Promise<JobsOverview["jobs"][number] | undefined> {
  return (await cluster.get<JobsOverview>("/jobs/overview")).jobs[0];
}

it("[SIM9] the user restarts a job that ends while the operations are checked", async () => {
  const cluster = new ClusterWhoseJobEnds(1, { taskManagers: 1 });
  cluster.boot();
  const user = new SimulatedUser(cluster, new Kills(cluster, () => undefined));
  await user.act([{ atMs: JOB_RUNS_MS, kind: "savepoint", parameters: {}, choice: 1 }], JOB_RUNS_MS + 1_000);
  await cluster.simulation.runUntil(JOB_RUNS_MS + 1_000);
  const before = await newestJob(cluster);
  cluster.isArmed = true;

  await user.settle();
  expect(cluster.isArmed).toBe(false);
  const after = await newestJob(cluster);
  expect(after?.jid).not.toBe(before?.jid);
  expect(after).toMatchObject({ state: "RUNNING", tasks: { running: after?.tasks.total } });
});
