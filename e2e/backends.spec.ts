import type { Page } from "@playwright/test";
import { builtApp } from "../server/app-server.ts";
import { createDreyServer } from "../server/drey-server.ts";
import { host } from "../tools/port.mjs";
import { waitForFact } from "./support/cluster.ts";
import { runningJob } from "./support/facts.ts";
import { type FakeCluster, serveEngine, serveSilence, serveSomethingElse } from "./support/fake-clusters.ts";
import { expect, expectNoSeriousAxe, test as journey } from "./support/test.ts";

interface Clusters {
  readonly alpha: FakeCluster;
  readonly gone: FakeCluster;
  readonly silent: FakeCluster;
  readonly other: FakeCluster;
}

const test = journey.extend<{ clusters: Clusters }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to learn what a fixture depends on.
  clusters: async ({}, provide) => {
    const clusters = {
      alpha: await serveEngine(),
      gone: await serveSilence(),
      silent: await serveSilence(),
      other: await serveSomethingElse(),
    };
    await clusters.gone.hide();
    await provide(clusters);
    for (const cluster of [clusters.alpha, clusters.silent, clusters.other]) await cluster.close();
  },
  baseURL: async ({ clusters: { alpha, gone, silent, other } }, provide) => {
    const server = await createDreyServer({
      directory: process.env.DREY_BUILD ?? builtApp,
      clusters: [
        { id: "alpha", label: "Alpha", address: alpha.url },
        { id: "gone", label: "Gone", address: gone.url },
        { id: "silent", label: "Silent", address: silent.url },
        { id: "other", label: "Other", address: other.url },
      ],
    });
    const address = await server.listen({ port: 0, host });
    await provide(address.replace(host, "localhost"));
    await server.close();
  },
});

// The browser's log line for an error reply, and the cluster at another origin that a test calls.
test.use({ allowedProblems: [/^console: Failed to load resource|^third party: (GET|POST) http:\/\/localhost:\d+\//] });

async function choose(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("button", { name: /^Cluster: / }).click();
  await page.getByRole("dialog", { name: "Choose a cluster" }).getByRole("link", { name }).click();
}

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.DREY_SHOTS !== undefined) await page.screenshot({ path: `${process.env.DREY_SHOTS}/backends-${name}.png` });
}

const picker = (page: Page, label: string) => page.getByRole("button", { name: `Cluster: ${label}` });

test("a picker switches between clusters, and each problem is explained", async ({ page }) => {
  await page.goto("/");
  await waitForFact(page, "all tasks are RUNNING", runningJob);
  await expect(picker(page, "Alpha")).toContainText("1 TaskManager");
  // The playground was not chosen.
  expect(page.workers()).toEqual([]);

  await picker(page, "Alpha").focus();
  await page.keyboard.press("Enter");
  const choices = page.getByRole("dialog", { name: "Choose a cluster" });
  await expect(choices.getByRole("link")).toHaveCount(5);
  await expectNoSeriousAxe(page);
  await picture(page, "picker");
  // From the chosen one, which has the focus, to the next.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");

  const heading = page.getByRole("main").getByRole("heading").first();
  await expect(page).toHaveURL(/\?cluster=gone#\/overview$/);
  await expect(heading).toHaveText("Gone does not answer");
  await expect(page.getByRole("alert")).toContainText("connection refused");
  await expectNoSeriousAxe(page);
  await picture(page, "gone");

  await choose(page, /Other/);
  await expect(heading).toHaveText("Other is not Flink");
  await expect(page.getByRole("alert")).toContainText("is not Flink's REST API: it answered 200");
  await picture(page, "other");

  await choose(page, /Silent/);
  await expect(heading).toHaveText("Silent responds slowly");
  await picture(page, "slow");
  await expect(heading).toHaveText(/^Silent (does not answer|responds too slowly)$/);

  await choose(page, /Browser engine/);
  await waitForFact(page, "all tasks are RUNNING", runningJob);
  expect(page.workers().length).toBeGreaterThan(1);
  await page.goBack();
  await expect(heading).toHaveText(/^Silent/);
  await expect.poll(() => page.workers().length).toBe(0);
  await page.goto("/?cluster=browser");
  await expect(picker(page, "Browser engine")).toBeVisible();
});

test("a cluster that stops answering keeps its last facts with their age, and recovers by itself", async ({ page, clusters }) => {
  await page.goto("/");
  await waitForFact(page, "all tasks are RUNNING", runningJob);
  const main = page.getByRole("main");
  await expect(main.getByRole("table", { name: "Running jobs" })).toContainText("Click Event Count");
  await clusters.alpha.hide();
  const strip = page.getByRole("region", { name: "The cluster does not answer" });
  await expect(strip).toContainText(/Alpha has not answered for \d+ s\. Showing the last known state\./);
  await expect(page.getByRole("banner")).toContainText(/\d+ s old/);
  await expect(main.getByRole("table", { name: "Running jobs" })).toContainText("Click Event Count");
  await expectNoSeriousAxe(page);
  await picture(page, "away");
  await clusters.alpha.show();
  await expect(strip).toBeHidden();
  await expect(page.getByRole("banner")).toContainText("live");
});

test("a cluster that answers nothing in one tab does not stop another cluster in a second tab", async ({ page, context }) => {
  const silent = await context.newPage();
  await silent.goto("/?cluster=silent");
  const heading = silent.getByRole("main").getByRole("heading").first();
  await expect(heading).toHaveText(/^Silent responds/);
  await page.goto("/");
  await expect(page.getByRole("main").getByRole("table", { name: "Running jobs" })).toContainText("Click Event Count");
  // It goes on: another reply comes while the first tab still has none.
  await page.waitForResponse((response) => response.url().endsWith("/jobs/overview") && response.ok());
  await expect(page.getByRole("banner")).toContainText("live");
  await expect(heading).toHaveText(/^Silent/);
});

test("an unknown cluster in a link is reported, with the known ones", async ({ page }) => {
  await page.goto("/?cluster=beta#/job/running");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Drey cannot show this cluster");
  await expectNoSeriousAxe(page);
  await picture(page, "unknown");
  await page.getByRole("link", { name: /Alpha/ }).click();
  await expect(picker(page, "Alpha")).toBeVisible();
  await expect(page).toHaveURL(/\/#\/overview$/);
});

test("a cluster is called directly at a typed address: savepoints and stops work, actions that need a preflight are disabled", async ({
  page,
  clusters,
}) => {
  await page.goto("/?cluster=browser");
  await page.getByRole("button", { name: /^Cluster: / }).click();
  const address = page.getByRole("textbox", { name: "Address of another cluster" });
  await address.fill("http://me:secret@localhost/");
  await address.press("Enter");
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("name and password");
  await address.fill(`${clusters.alpha.url.href}#/overview`);
  await address.press("Enter");
  await expect(picker(page, clusters.alpha.url.host)).toContainText("Flink 2.3.0-drey");
  const { jid } = await waitForFact(page, "all tasks are RUNNING", runningJob);

  const warning = page.getByRole("region", { name: "The cluster is open to other pages" });
  await expect(warning).toContainText("can run code on it");
  await expectNoSeriousAxe(page);
  await picture(page, "direct");
  await warning.getByRole("button", { name: "Dismiss for this cluster" }).click();

  await page.getByRole("link", { name: "Click Event Count" }).first().click();
  await expect(page).toHaveURL(new RegExp(`\\?cluster=.+#/job/running/${jid}/overview$`));
  const cancel = page.getByRole("button", { name: "Cancel", exact: true });
  await expect(cancel).toHaveAttribute("aria-disabled", "true");
  await cancel.hover();
  await expect(page.getByRole("tooltip")).toContainText("PATCH needs a CORS preflight");
  await picture(page, "direct-job");

  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Stop/ }).click();
  await expect(page.getByRole("main")).toContainText("Stopped. Savepoint:");
  expect(clusters.alpha.asked).toContain(`POST /jobs/${jid}/stop`);
  expect(clusters.alpha.asked.filter((call) => !/^(GET|POST) /.test(call))).toEqual([]);

  await page.reload();
  await expect(warning).toBeHidden();
  await expect(picker(page, clusters.alpha.url.host)).toBeVisible();
});
