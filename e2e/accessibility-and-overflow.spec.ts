import type { Locator } from "@playwright/test";
import { expectNoSeriousAxe, expect, test } from "./support/test.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { clusterOf } from "./support/cluster.ts";
import { taskManagerIds, VERTICES } from "./support/facts.ts";

// Every page in both themes: no serious findings of axe, and no content wider than the window. Other
// sizes are in e2e/layout. DREY_SHOTS names a folder for screenshots of them all.

const screens = [
  { colorScheme: "light", viewport: { width: 1600, height: 1000 } },
  { colorScheme: "dark", viewport: { width: 600, height: 900 } },
] as const;

for (const { colorScheme, viewport } of screens) {
  test.describe(`${colorScheme}, ${String(viewport.width)} wide`, () => {
    test.use({ colorScheme, viewport });

    test("every page is free of serious findings and fits", async ({ page }) => {
      const dashboard = new DashboardPage(page);
      const jid = await dashboard.openOverview();
      const job = `#/job/running/${jid}`;
      const views = [
        { hash: "#/overview", sign: dashboard.main.getByRole("table", { name: "Running jobs" }) },
        { hash: "#/job/completed", sign: dashboard.heading("Jobs") },
        { hash: "#/application/running", sign: dashboard.main.getByRole("table", { name: "Running applications" }) },
        { hash: `#/application/running/${jid}/overview`, sign: dashboard.main.getByRole("table", { name: "Running jobs" }) },
        { hash: `#/application/running/${jid}/configuration`, sign: dashboard.main.getByRole("table", { name: "Configuration" }) },
        { hash: "#/task-manager", sign: dashboard.main.getByRole("table", { name: "TaskManagers" }) },
        { hash: `${job}/overview`, sign: dashboard.vertex(VERTICES.counter.name) },
        { hash: `${job}/overview?vertex=${VERTICES.counter.id}`, sign: dashboard.inspector(/ClickEvent Counter/) },
        { hash: `${job}/checkpoints`, sign: dashboard.main.getByRole("table", { name: /checkpoints|history/i }) },
        { hash: `${job}/checkpoints?checkpoint=1`, sign: dashboard.inspector(/Checkpoint 1/) },
        { hash: `${job}/exceptions`, sign: dashboard.main.getByRole("tabpanel", { name: /^Exceptions/ }) },
        { hash: `${job}/output`, sign: dashboard.main.getByRole("tabpanel", { name: /^Output/ }) },
      ];
      await lookAt(dashboard, views, jid);
    });

    test("so are the pages of the processes", async ({ page }) => {
      const dashboard = new DashboardPage(page);
      const jid = await dashboard.openOverview();
      const [taskManager = ""] = await taskManagerIds(clusterOf(page));
      const views = [
        { hash: "#/job-manager/metrics", sign: dashboard.main.getByRole("table", { name: "Metrics" }) },
        { hash: "#/job-manager/config", sign: dashboard.main.getByRole("table", { name: "Configuration" }) },
        { hash: "#/job-manager/logs", sign: dashboard.main.getByRole("region", { name: "jobmanager.log" }) },
        { hash: `#/task-manager/${taskManager}/logs`, sign: dashboard.main.getByRole("navigation", { name: "Files" }) },
      ];
      await lookAt(dashboard, views, jid);
    });
  });
}

/** Opens each view and checks it with axe and for its width. */
async function lookAt(dashboard: DashboardPage, views: readonly { hash: string; sign: Locator }[], jid: string): Promise<void> {
  const { page } = dashboard;
  const name = await page.evaluate(() => `${matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"}-${String(innerWidth)}`);
  for (const { hash, sign } of views) {
    await test.step(hash.replace(jid, "…"), async () => {
      await dashboard.goTo(hash);
      await expect(sign).toBeVisible();
      const unfold = dashboard.main.getByRole("button", { name: "Show playground" });
      if (await unfold.isVisible()) {
        await unfold.click();
        await expect(dashboard.containers).toBeVisible();
      }
      await expectNoSeriousAxe(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, "px wider than the window").toBeLessThanOrEqual(0);
      if (process.env.DREY_SHOTS !== undefined) {
        const file = `${name}${hash.replace(jid, "").replaceAll(/[^a-z0-9]+/gi, "-")}`;
        await page.screenshot({ path: `${process.env.DREY_SHOTS}/${file}.png` });
      }
    });
  }
}
