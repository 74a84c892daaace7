import { DashboardPage } from "./support/dashboard-page.ts";
import { expect, test } from "./support/test.ts";

test("the playground's calls appear as HTTP requests when enabled, and after a reload", async ({ page }) => {
  const asked: string[] = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/engine/") && response.fromServiceWorker()) asked.push(`${String(response.status())} ${pathname}`);
  });
  const dashboard = new DashboardPage(page);
  const jid = await dashboard.openOverview();
  expect(asked).toEqual([]);

  await page.getByRole("button", { name: /^Cluster:/ }).click();
  await page.getByRole("checkbox", { name: /network panel/ }).check();
  await expect.poll(() => asked).toContain("200 /engine/jobs/overview");
  await page.keyboard.press("Escape");
  // The same cluster continues: nothing was restarted.
  await dashboard.main.getByRole("link", { name: "Click Event Count" }).first().click();
  await expect.poll(() => asked).toContain(`200 /engine/jobs/${jid}`);

  asked.length = 0;
  await page.goto("/?network");
  await dashboard.openOverview();
  await expect.poll(() => asked).toContain("200 /engine/jobs/overview");
  await page.getByRole("button", { name: /^Cluster:/ }).click();
  await page.getByRole("checkbox", { name: /network panel/ }).uncheck();
  await expect(page.getByRole("checkbox", { name: /network panel/ })).not.toBeChecked();
});
