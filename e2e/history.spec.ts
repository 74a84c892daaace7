// The recorded history of a job: in a real browser's storage, over a reload, and as a file.
import type { Page } from "@playwright/test";
import { createWideCluster, WIDE_JOB_ID } from "../mocks/wide-cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { expect, expectNoSeriousAxe, test } from "./support/test.ts";

// The fake cluster lacks the reply to some calls, and the browser logs each 404.
test.use({ allowedProblems: [/^console: Failed to load resource/] });

test("after a kill, the history tells when it was and what followed, and its export can be opened later", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  await dashboard.openJob();
  const panel = await dashboard.openTab("History");
  // The recorder starts after the page. The pointer would choose the time that it is at.
  await page.mouse.move(0, 0);
  const values = panel.getByRole("region", { name: "Values at the cursor" });
  await expect(values).toContainText(/^Latest, .*Restarts0/);
  await dashboard.openTab("Vertices");
  await dashboard.kill("taskmanager-1");
  await dashboard.openTab("History");
  const events = panel.getByRole("list", { name: "Events" });
  for (const words of ["Killed taskmanager-1", "Job RESTARTING", /failed: .*no longer reachable/]) {
    await expect(events.getByRole("button", { name: words }).first()).toBeVisible();
  }
  await expect(panel.getByRole("application", { name: /^History of/ })).toBeVisible();
  await expectNoSeriousAxe(page);
  const download = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Export" }).click();
  const file = test.info().outputPath("incident.json");
  await (await download).saveAs(file);

  // Another playground, which knows nothing of it.
  await dashboard.openJob();
  await dashboard.openTab("History");
  await expect(events.getByRole("button", { name: "Job RUNNING" })).toBeVisible();
  await expect(events.getByRole("button", { name: "Killed taskmanager-1" })).toHaveCount(0);
  await panel.getByLabel("An incident file to open").setInputFiles(file);
  await expect(panel.getByRole("region", { name: "Incident file" })).toContainText("Job Click Event Count");
  await events.getByRole("button", { name: "Killed taskmanager-1" }).click();
  await expect(values).toContainText(/^At .*Restarts0/);
  await panel.getByRole("button", { name: "Close the file" }).click();
  await expect(events.getByRole("button", { name: "Killed taskmanager-1" })).toHaveCount(0);
});

test("the history of a cluster is there after a reload", async ({ page }) => {
  await openWideJob(page);
  await cancelJob(page);
  await expect(action(page)).toBeVisible();
  await expect(page.getByText("kept in this browser")).toBeVisible();
  await page.reload();
  await expect(action(page)).toBeVisible();
});

test("without storage, the history is kept until the page is closed", async ({ page }) => {
  await page.addInitScript(() => {
    // As in a browser that is set to refuse site data.
    indexedDB.open = () => {
      throw new DOMException("The user denied permission to access the database.", "SecurityError");
    };
  });
  await openWideJob(page);
  await cancelJob(page);
  await expect(action(page)).toBeVisible();
  await expect(page.getByText("This browser does not allow storage")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("list", { name: "Events" }).getByRole("button").first()).toBeVisible();
  await expect(action(page)).toHaveCount(0);
});

function action(page: Page) {
  return page.getByRole("list", { name: "Events" }).getByRole("button", { name: "Cancellation requested" });
}

/** Opens the built app over a cluster that answers in the test's process. */
async function openWideJob(page: Page): Promise<void> {
  const cluster = createWideCluster({ vertices: 8, parallelism: 4, now: () => Date.now() });
  await page.route("**/drey.json", (route) =>
    route.fulfill({ json: { backends: [{ kind: "http", id: "wide", url: "./wide/", label: "Wide" }] } }),
  );
  await page.route("**/wide/**", async (route) => {
    const request = route.request();
    if (request.method() === "PATCH") return route.fulfill({ status: 202, json: {} });
    const reply = await cluster(new Request(request.url().replace("/wide/", "/")));
    return route.fulfill({ status: reply.status, contentType: "application/json", body: await reply.text() });
  });
  await page.goto(`/?cluster=wide#/job/running/${WIDE_JOB_ID}/history`);
}

async function cancelJob(page: Page): Promise<void> {
  // The recorder starts after the page, and does not know of earlier actions.
  await expect(page.getByRole("list", { name: "Events" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel job" }).click();
}
