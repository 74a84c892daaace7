// The first visit: five steps from the panel of the first page, each checked by what the cluster says.
import { waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { runningJob } from "./support/facts.ts";
import { liveJob } from "./support/operator.ts";
import { expect, expectNoSeriousAxe, test } from "./support/test.ts";

test("kill, recover, savepoint, rescale, and backpressure with one press each", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  const steps = dashboard.main.getByRole("region", { name: "First steps" });
  const done = (title: string) => steps.getByRole("listitem").filter({ hasText: `${title}, done` });
  await dashboard.openOverview();
  await expect(steps).toContainText("This is a playground");
  await expectNoSeriousAxe(page);

  await steps.getByRole("button", { name: "Kill a TaskManager" }).click();
  await expect(dashboard.heading("Click Event Count")).toBeVisible();
  await expect(done("Kill a TaskManager")).toBeVisible();
  await dashboard.graph.getByRole("button", { name: "Start taskmanager-1" }).click();
  await waitForFact(page, "all tasks are RUNNING again", runningJob);
  await expect(done("Recover the job")).toBeVisible();

  await steps.getByRole("button", { name: "Take a savepoint" }).click();
  await expect(done("Take a savepoint")).toBeVisible();

  await steps.getByRole("button", { name: "Rescale the job" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("New parallelism").fill("1");
  await dialog.getByRole("button", { name: "Stop and start at 1" }).click();
  await dialog.getByRole("link", { name: "Go to the new job" }).click();
  await expect(done("Rescale the job")).toBeVisible();

  // The page follows the job to its restart.
  const before = await waitForFact(page, "all tasks run at parallelism 1", liveJob);
  await steps.getByRole("button", { name: "Turn on backpressure" }).click();
  await expect(dashboard.vertex("Backpressure Operator")).toBeVisible();
  const after = await waitForFact(page, "the slow variant runs", async (cluster) => {
    const job = await liveJob(cluster);
    return job !== undefined && job.jid !== before.jid && job;
  });
  expect(page.url()).toContain(after.jid);
  expect(after.tasks.total).toBe(5);

  await steps.getByRole("button", { name: "Dismiss the first steps" }).click();
  await expect(steps).toBeHidden();
  await page.reload();
  await dashboard.openOverview();
  await expect(steps).toBeHidden();
});
