import type { Page } from "@playwright/test";
import { waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { containerStates, runningJob } from "./support/facts.ts";
import { expect, test } from "./support/test.ts";

// An uncaught error ends only the container in whose thread it occurs.

/** Throws in the thread of a container, outside of all handlers. */
async function throwIn(page: Page, container: string): Promise<void> {
  for (const worker of page.workers()) {
    const name = await worker.evaluate((): unknown => Reflect.get(globalThis, "name"));
    if (name !== container) continue;
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error("planted error");
      });
    });
    return;
  }
  throw new Error(`no worker is called ${container}`);
}

// The browser reports an uncaught error of a worker in its console.
test.use({ allowedProblems: [/planted error/] });

test("an uncaught error in a TaskManager ends only that TaskManager, and it can be started again", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  await dashboard.openJob();
  await throwIn(page, "taskmanager-1");
  await waitForFact(page, "only the TaskManager has exited", async (cluster) => {
    const states = await containerStates(cluster);
    return states["taskmanager-1"] === "exited" && Object.values(states).filter((state) => state !== "running").length === 1;
  });
  await expect(dashboard.container("taskmanager-1")).toContainText("exited");
  await dashboard.start("taskmanager-1");
  await waitForFact(page, "all tasks are RUNNING again", runningJob);
});

test("an uncaught error in any other container names it and offers a new playground", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  await dashboard.openJob();
  await throwIn(page, "kafka");
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The container kafka stopped because of an uncaught error.");
  await expect(alert).toContainText("planted error");
  if (process.env.DREY_SHOTS !== undefined) await page.screenshot({ path: `${process.env.DREY_SHOTS}/kafka-crashed.png` });
  await alert.getByRole("button", { name: "Start a new playground" }).click();
  await waitForFact(page, "all tasks of a new job are RUNNING", runningJob);
  await expect(alert).toBeHidden();
});
