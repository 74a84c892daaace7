// Charts under a real mouse. A simulated document has no layout, so Recharts finds no point there.
import type { Locator, Page } from "@playwright/test";
import { createRecordedCluster } from "../mocks/recorded-cluster.ts";
import { loadRecording } from "../mocks/recordings.ts";
import { createWideCluster, WIDE_JOB_ID } from "../mocks/wide-cluster.ts";
import type { Transport } from "../src/client/transport.ts";
import { expect, test } from "./support/test.ts";

// Recordings lack the reply to some calls, and the browser logs each 404.
test.use({ allowedProblems: [/^console: Failed to load resource/] });

test("the pointer shows the checkpoint below it, and a click opens that one", async ({ page }) => {
  const cluster = createRecordedCluster(loadRecording("flink-2.3.0", "02-running-warm-metrics"));
  await openOver(page, cluster, "#/job/running/f4d5b097a90a7d463e51caafbe30028a/checkpoints");
  // Ten checkpoints, one each second: 36 to 45.
  const chart = await plotsOf(page, /^Checkpoints over time/);
  const tooltip = chart.tooltip(/^Checkpoint \d+ /);
  await chart.moveTo(0.5 / 10);
  await expect(tooltip).toContainText("Checkpoint 36 COMPLETED");
  await expect(tooltip).toContainText("duration 22 ms");
  await chart.moveTo(4.5 / 10);
  await expect(tooltip).toContainText("Checkpoint 40 COMPLETED");
  await chart.moveTo(8.5 / 10);
  await expect(tooltip).toContainText("Checkpoint 44 COMPLETED");
  await expect(tooltip).toContainText("duration 17 ms");
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.getByRole("complementary", { name: "Checkpoint 44" })).toBeVisible();
  await page.getByRole("heading", { level: 1 }).hover();
  await expect(tooltip).toHaveCount(0);
});

test("the pointer shows the rescale below it, and a click opens that one", async ({ page }) => {
  const cluster = createRecordedCluster(loadRecording("flink-2.3.0", "17-rescaled-to-3"));
  await openOver(page, cluster, "#/job/running/6827177720ff5f1805746f41468301e4/rescales");
  // The axis has space for six, and there are two.
  const chart = await plotsOf(page, /^Rescales in the order of their start/);
  const tooltip = chart.tooltip(/COMPLETED/);
  await chart.moveTo(0.5 / 6);
  await expect(tooltip).toContainText("386 ms");
  await chart.moveTo(1.5 / 6);
  await expect(tooltip).toContainText("13.6 s");
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.getByRole("complementary", { name: /rescale/i })).toContainText("13.6 s");
});

test("the pointer shows the rate at its place in the last two minutes", async ({ page }) => {
  const cluster = createWideCluster({ vertices: 8, parallelism: 4, now: () => Date.now() });
  await openOver(page, cluster, `#/job/running/${WIDE_JOB_ID}/overview`);
  await page.getByRole("article").nth(2).getByRole("button").first().click();
  // Rates need two replies.
  const chart = await plotsOf(page, /^Records in per second, last two minutes: between/);
  await chart.moveTo(0.999);
  await expect(chart.tooltip(/s ago$/)).toContainText(/\d.* \d+ s ago$/);
});

/** Opens the built app over a cluster that answers in the test's process. */
async function openOver(page: Page, cluster: Transport, hash: string): Promise<void> {
  await page.route("**/drey.json", (route) =>
    route.fulfill({ json: { backends: [{ kind: "http", id: "recorded", url: "./recorded/", label: "Recorded" }] } }),
  );
  await page.route("**/recorded/**", async (route) => {
    const reply = await cluster(new Request(route.request().url().replace("/recorded/", "/")));
    await route.fulfill({ status: reply.status, contentType: "application/json", body: await reply.text() });
  });
  await page.goto(`/?cluster=recorded${hash}`);
}

/** A chart by its name. `moveTo` moves the pointer to a share of the width of its plots. */
async function plotsOf(
  page: Page,
  name: RegExp,
): Promise<{ moveTo: (share: number) => Promise<void>; tooltip: (words: RegExp) => Locator }> {
  const chart = page.getByRole("application", { name });
  await chart.scrollIntoViewIfNeeded();
  const lines = chart.locator(".recharts-cartesian-grid line").first();
  return {
    moveTo: async (share) => {
      const [plot, box] = [await lines.boundingBox(), await chart.boundingBox()];
      if (plot === null || box === null) throw new Error("the chart is not drawn");
      await page.mouse.move(plot.x + plot.width * share, box.y + box.height / 2);
    },
    tooltip: (words) => page.getByRole("status").filter({ hasText: words }),
  };
}
