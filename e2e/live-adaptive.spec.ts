// Rescaling in place, which only Flink's adaptive scheduler can do: the job keeps its id, and no count goes wrong.
import { clusterOf, waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { liveTest } from "./support/live-cluster-fixture.ts";
import { liveJob, openLiveJob } from "./support/operator.ts";
import { expectProofThrough, windowBeingFilled } from "./support/proof.ts";
import { expect, expectNoSeriousAxe } from "./support/test.ts";

const test = liveTest({ flink: "2.3", adaptive: true });

// For a job whose statistics the JobManager has not cached yet it answers 404, which the browser
// logs.
test.use({ allowedProblems: [/^console: Failed to load resource: the server responded with a status of (404|500)/] });

test("add a TaskManager, rescale in place to 3, read the scheduler's report: every count is 1000", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  const jid = await dashboard.openJob();
  expect((await clusterOf(page).call("job", { jobid: jid }, {})).schedulerType).toBe("Adaptive");
  await dashboard.addTaskManager();
  await waitForFact(
    page,
    "two TaskManagers are registered",
    async (cluster) => (await cluster.call("overview", {}, {})).taskmanagers === 2,
  );

  await page.getByRole("button", { name: "Rescale", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("At most").fill("3");
  await expectNoSeriousAxe(page);
  await dialog.getByRole("button", { name: "Rescale in place" }).click();
  await expect(dialog.getByText(/It runs at 3/)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  expect(await openLiveJob(dashboard), "the job is the same").toBe(jid);
  await waitForFact(page, "three tasks of each vertex run", async (cluster) => (await liveJob(cluster))?.tasks.total === 12);
  await expect(page.getByText("3 RUNNING").first()).toBeVisible();

  await page.getByRole("tab", { name: /^Rescales/ }).click();
  await expect(page.getByRole("tabpanel", { name: /^Rescales/ })).toContainText("COMPLETED");
  await dashboard.openTab("Vertices");
  await expectProofThrough(dashboard, await windowBeingFilled(page));
});
