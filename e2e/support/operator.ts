// The operator's actions on a job, one function each. Each starts and ends with a running job.
import type { Locator, Page } from "@playwright/test";
import type { FlinkClient } from "../../src/client/flink-client.ts";
import type { JobOverview } from "../../src/rest/jobs.ts";
import { waitForFact } from "./cluster.ts";
import type { DashboardPage } from "./dashboard-page.ts";
import { expect } from "./test.ts";

/** Opens a select and presses one of its options. */
export async function chooseOption(select: Locator, option: string | RegExp): Promise<void> {
  await select.click();
  await select.page().getByRole("option", { name: option, exact: true }).click();
}

/** The running job, with all of its tasks RUNNING. */
export async function liveJob(cluster: FlinkClient): Promise<JobOverview | undefined> {
  const { jobs } = await cluster.call("jobsOverview", {}, {});
  return jobs.find(({ state, tasks }) => state === "RUNNING" && tasks.total > 0 && tasks.running === tasks.total);
}

/** Waits for {@link liveJob}. */
export async function isLive(page: Page): Promise<JobOverview> {
  return waitForFact(page, "all tasks of the job are RUNNING", liveJob);
}

/** Opens the page of the running job. Returns the job's id. */
export async function openLiveJob(dashboard: DashboardPage): Promise<string> {
  const { jid } = await isLive(dashboard.page);
  await dashboard.goTo(`/job/running/${jid}/overview`);
  await expect(dashboard.page.getByRole("button", { name: "Stop", exact: true })).not.toHaveAttribute("aria-disabled", "true");
  return jid;
}

/** Kills the only TaskManager, or one of two, and starts it again. */
export async function failure(dashboard: DashboardPage): Promise<void> {
  await openLiveJob(dashboard);
  await dashboard.kill("taskmanager-1");
  await waitForFact(dashboard.page, "the job has lost its tasks", async (cluster) => (await liveJob(cluster)) === undefined);
  await dashboard.start("taskmanager-1");
  await isLive(dashboard.page);
}

/** Stops the job with a savepoint and opens the form to start it again. Returns the form. */
export async function stopAndReturn(dashboard: DashboardPage): Promise<Locator> {
  const { page } = dashboard;
  await openLiveJob(dashboard);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Stop with savepoint" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Start from savepoint" }).click();
  const form = startForm(page);
  await expect(form.getByLabel("Start from")).toHaveValue(/^file:/);
  return form;
}

/** The form to submit a job. */
function startForm(page: Page): Locator {
  return page.getByRole("region", { name: "Submit a job" });
}

/** Submits the filled-in form, and waits until a job other than `stopped` runs. Returns it. */
export async function startFrom(form: Locator, stopped: string): Promise<JobOverview> {
  const page = form.page();
  const start = form.getByRole("button", { name: "Submit job" });
  await confirmArguments(form.getByRole("checkbox", { name: "These arguments are right" }), start);
  await start.click();
  await form.getByRole("link", { name: "Go to the job" }).click();
  return waitForFact(page, "another job runs", async (cluster) => {
    const job = await liveJob(cluster);
    return job !== undefined && job.jid !== stopped && job;
  });
}

/** Stops with a savepoint and starts again from it, optionally with one more flag. */
export async function upgrade(dashboard: DashboardPage, flag?: "--backpressure"): Promise<void> {
  const { jid: stopped } = await isLive(dashboard.page);
  const form = await stopAndReturn(dashboard);
  if (flag !== undefined) await form.getByRole("checkbox", { name: flag }).check();
  await startFrom(form, stopped);
}

/** Three tasks per vertex need a third slot. */
export async function rescale(dashboard: DashboardPage): Promise<void> {
  const { page } = dashboard;
  await openLiveJob(dashboard);
  await dashboard.addTaskManager();
  await page.getByRole("button", { name: "Rescale", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("New parallelism").fill("3");
  const start = dialog.getByRole("button", { name: "Stop and start at 3" });
  await confirmArguments(dialog.getByRole("checkbox", { name: "These arguments are right" }), start);
  await start.click();
  await dialog.getByRole("link", { name: "Go to the new job" }).click();
  await waitForFact(page, "three tasks of each vertex run", async (cluster) => {
    const job = await liveJob(cluster);
    return job !== undefined && job.tasks.total % 3 === 0;
  });
}

/** Confirms the arguments of a job that was not started here; others need no confirmation. */
async function confirmArguments(checkbox: Locator, start: Locator): Promise<void> {
  // Which of the two it is depends on a reply of the cluster. Until then there is neither checkbox
  // nor button.
  await expect.poll(async () => (await checkbox.isVisible()) || (await start.isEnabled())).toBe(true);
  if (await checkbox.isVisible()) await checkbox.check();
}
