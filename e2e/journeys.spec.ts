// The Operations Playground's story told in more than one order: a failure, an upgrade, a rescale, the variant with backpressure. After each
// order the counts are read from topic `output` alone: a job that is stopped, started, killed and slowed down loses no click.
import type { Page } from "@playwright/test";
import type { FlinkClient } from "../src/client/flink-client.ts";
import type { JobOverview } from "../src/rest/jobs.ts";
import { waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { tallyOutput } from "./support/output-tally.ts";
import { expect, test } from "./support/test.ts";

/** The job that has not ended, with all of its tasks RUNNING. */
async function liveJob(cluster: FlinkClient): Promise<JobOverview | undefined> {
  const { jobs } = await cluster.call("jobsOverview", {}, {});
  return jobs.find(({ state, tasks }) => state === "RUNNING" && tasks.total > 0 && tasks.running === tasks.total);
}

const isLive = async (page: Page): Promise<JobOverview> => waitForFact(page, "all tasks of the job are RUNNING", liveJob);

async function openLiveJob(dashboard: DashboardPage): Promise<void> {
  const { jid } = await isLive(dashboard.page);
  await dashboard.goTo(`/job/running/${jid}/overview`);
  await expect(dashboard.page.getByRole("button", { name: "Stop", exact: true })).not.toHaveAttribute("aria-disabled", "true");
}

/** The only TaskManager, or one of two, is killed and started again. */
async function failure(dashboard: DashboardPage): Promise<void> {
  await openLiveJob(dashboard);
  await dashboard.kill("taskmanager-1");
  await waitForFact(dashboard.page, "the job has lost its tasks", async (cluster) => (await liveJob(cluster)) === undefined);
  await dashboard.start("taskmanager-1");
  await isLive(dashboard.page);
}

/** Stops with a savepoint and starts again from it, with one more flag if one is named. */
async function upgrade(dashboard: DashboardPage, flag?: "--backpressure"): Promise<void> {
  const { page } = dashboard;
  await openLiveJob(dashboard);
  const { jid: stopped } = await isLive(page);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Stop with savepoint" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Start it again" }).click();
  const form = page.getByRole("region", { name: "Start a job" });
  await expect(form.getByLabel("Start from")).toHaveValue(/^file:/);
  if (flag !== undefined) await form.getByRole("checkbox", { name: flag }).check();
  await confirmArguments(form.getByRole("checkbox", { name: "They are what the job shall have" }));
  await form.getByRole("button", { name: "Start job" }).click();
  await form.getByRole("link", { name: "Go to the job" }).click();
  await waitForFact(page, "another job runs", async (cluster) => {
    const job = await liveJob(cluster);
    return job !== undefined && job.jid !== stopped;
  });
}

/** Whoever did not start a job here has to say what its arguments were; for others there is nothing to confirm. */
async function confirmArguments(checkbox: ReturnType<Page["getByRole"]>): Promise<void> {
  if ((await checkbox.count()) > 0) await checkbox.check();
}

async function variant(dashboard: DashboardPage): Promise<void> {
  await upgrade(dashboard, "--backpressure");
  await openLiveJob(dashboard);
  await expect(dashboard.vertex("Backpressure Operator")).toBeVisible();
}

/** Three tasks a vertex need a third slot. */
async function rescale(dashboard: DashboardPage): Promise<void> {
  const { page } = dashboard;
  await openLiveJob(dashboard);
  await dashboard.addTaskManager();
  await page.getByRole("button", { name: "Rescale" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("New parallelism").fill("3");
  await confirmArguments(dialog.getByRole("checkbox", { name: "These are the arguments it had" }));
  await dialog.getByRole("button", { name: "Stop, and start at 3" }).click();
  await dialog.getByRole("link", { name: "Go to the new job" }).click();
  await waitForFact(page, "three tasks of each vertex run", async (cluster) => {
    const job = await liveJob(cluster);
    return job !== undefined && job.tasks.total % 3 === 0;
  });
}

const STEPS = { failure, upgrade: (dashboard: DashboardPage) => upgrade(dashboard), rescale, variant };

const WINDOW_MS = 15_000;

/** An even minute of backpressure may have to pass before the windows of a slowed job are over. */
const PROOF_MS = 200_000;

const ORDERS: readonly (readonly (keyof typeof STEPS)[])[] = [
  ["failure", "upgrade", "rescale", "variant"],
  ["rescale", "failure", "variant", "upgrade"],
  ["variant", "rescale", "upgrade", "failure"],
];

for (const order of ORDERS) {
  test(`${order.join(", then ")}: every count is 1000`, async ({ page }) => {
    test.setTimeout(420_000);
    const dashboard = new DashboardPage(page);
    await dashboard.openJob();
    for (const step of order) await STEPS[step](dashboard);
    // Event time keeps up with the clock: this window is open now, and closed once one that starts 30 s later has a result.
    const openMs = Math.floor(Date.now() / WINDOW_MS) * WINDOW_MS;
    const proof = await waitForFact(
      page,
      "the window that was open at the last step is closed, and none is missing",
      async (cluster) => {
        const tally = await tallyOutput(cluster);
        // The partitions are read one after the other while the job catches up: what is missing now may be there in a moment, or never.
        return tally.newestStartMs >= openMs + 2 * WINDOW_MS && tally.missing === 0 && tally;
      },
      { timeoutMs: PROOF_MS },
    );
    expect(proof.wrong).toBe(0);
    expect(proof.closedWindows).toBeGreaterThan(0);
  });
}
