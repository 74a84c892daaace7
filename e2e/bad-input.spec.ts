import type { Page } from "@playwright/test";
import { clusterOf, waitForFact } from "./support/cluster.ts";
import { runningJob, VERTICES } from "./support/facts.ts";
import { expect, expectNoSeriousAxe, test } from "./support/test.ts";

const unknownJob = "ffffffffffffffffffffffffffffffff";
const unknownVertex = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
const hostile = `<img src=x onerror="document.title='broken'">`;

for (const { name, hash } of [
  { name: "a job that the cluster does not know", hash: `#/job/running/${unknownJob}/overview` },
  { name: "a job id that is none", hash: `#/job/running/${encodeURIComponent(hostile)}/checkpoints` },
]) {
  test(`${name} is explained, with a link to continue`, async ({ page }) => {
    await page.goto(`/${hash}`);
    const main = page.getByRole("main");
    await expect(main.getByRole("heading", { name: "This cluster has no such job" })).toBeVisible();
    await expect(main.getByRole("alert")).not.toBeEmpty();
    await expectNoSeriousAxe(page);
    await expect(page).toHaveTitle(/Drey/);
    await main.getByRole("link", { name: /jobs/i }).click();
    await main.getByRole("link", { name: "Click Event Count" }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Click Event Count" })).toBeVisible();
  });
}

test("a vertex that the job does not have is explained beside the graph", async ({ page }) => {
  const jobUrl = await openJob(page);
  await page.goto(`${jobUrl}/overview?vertex=${unknownVertex}`);
  const main = page.getByRole("main");
  await expect(main).toContainText(/no (such )?vertex/i);
  await expect(main.getByRole("article", { name: VERTICES.counter.name })).toBeVisible();
  await expect(main.getByRole("table", { name: "Vertices" })).toContainText(VERTICES.counter.name);
  await expectNoSeriousAxe(page);
});

test("a checkpoint that was never taken is explained beside the others", async ({ page }) => {
  const jobUrl = await openJob(page);
  await page.goto(`${jobUrl}/checkpoints?checkpoint=999999`);
  const main = page.getByRole("main");
  await expect(main).toContainText("The cluster has no checkpoint 999999.");
  await expect(main).toContainText("COMPLETED");
  await expectNoSeriousAxe(page);
});

test("a TaskManager that is not registered is explained beside the list", async ({ page }) => {
  await page.goto("/#/task-manager/taskmanager-9:unknown");
  await expect(page.getByRole("main")).toContainText("taskmanager-9:unknown is not registered.");
  await expect(page.getByRole("table", { name: "TaskManagers" })).toContainText("taskmanager-1");
});

for (const hash of ["#/no/such/page", `#/${encodeURIComponent(hostile)}`]) {
  test(`there is no page at ${hash}, and there are links to continue`, async ({ page }) => {
    await page.goto(`/${hash}`);
    await expect(page.getByRole("heading", { name: "Drey has no such page" })).toBeVisible();
    await expectNoSeriousAxe(page);
    await page.getByRole("main").getByRole("link", { name: "overview" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Click Event Count");
  });
}

/** Opens the running job and returns its page's address without the tab. */
async function openJob(page: Page): Promise<string> {
  await page.goto("/");
  const { jid } = await waitForFact(page, "all tasks are RUNNING and a checkpoint is completed", async (cluster) => {
    const job = await runningJob(cluster);
    if (job === undefined) return undefined;
    const { counts } = await clusterOf(page).call("checkpoints", { jobid: job.jid }, {});
    return counts.completed > 0 && job;
  });
  return `/#/job/running/${jid}`;
}
