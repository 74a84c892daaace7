// The Operations Playground's story on Apache Flink 2.3 itself: watch, kill, recover, stop, start
// again at parallelism 3 from an uploaded JAR. The page and the helpers are those of the tests on
// the engine.
import { readFileSync } from "node:fs";
import { waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { jobDetails, restoredOf, VERTICES, waitingJob } from "./support/facts.ts";
import { liveTest, pageUrlOf, PROGRAM_ARGUMENTS } from "./support/live-cluster-fixture.ts";
import { chooseOption, isLive, openLiveJob, startFrom, stopAndReturn } from "./support/operator.ts";
import { expectProofThrough, windowBeingFilled } from "./support/proof.ts";
import { expect, expectNoSeriousAxe } from "./support/test.ts";

// Pages of any origin may call it, for one journey.
const test = liveTest({ flink: "2.3", configuration: { "web.access-control-allow-origin": "*" } });

// For a lost TaskManager, and for a job that is not in the JobManager's cache yet, the reply is an
// error, which the browser logs. The JobManager's own address is another origin, which one journey
// calls.
test.use({
  allowedProblems: [
    /^(console: Failed to load resource: the server responded with a status of (404|500)|third party: (GET|POST) http:\/\/127\.0\.0\.1:\d+\/)/,
  ],
});

test("watch, kill, recover, stop with a savepoint, upload the JAR, start at parallelism 3: every count is 1000", async ({ page, live }) => {
  const dashboard = new DashboardPage(page);
  const jid = await dashboard.openJob();
  for (const { name } of Object.values(VERTICES)) await expect(dashboard.vertex(name)).toContainText("2 RUNNING");
  await expect(page.getByText(`Flink ${live.version}`).first()).toBeVisible();
  await expectNoSeriousAxe(page);
  await dashboard.openTab("Flame graph");
  await chooseOption(page.getByRole("combobox", { name: "Vertex", exact: true }), VERTICES.counter.name);
  await expect(page.getByRole("group", { name: "Flame graph" })).toContainText("Thread.run");
  await expect(page.getByRole("table", { name: "Hottest methods" }).getByRole("row")).not.toHaveCount(1);
  await expectNoSeriousAxe(page);
  if (process.env.DREY_SHOTS !== undefined) await page.screenshot({ path: `${process.env.DREY_SHOTS}/flame-graph.png` });
  await dashboard.openTab("Vertices");

  await killAndRecover(dashboard, jid);
  await expectProofThrough(dashboard, await windowBeingFilled(page));
  await dashboard.setPace("400 records/s");

  const form = await stopAndReturn(dashboard);
  await expect(form.getByLabel("Entry class")).toHaveAttribute(
    "placeholder",
    "org.apache.flink.playgrounds.ops.clickcount.ClickEventCount",
  );
  await form.getByLabel("A JAR to upload").setInputFiles(live.jobJar);
  await waitForFact(page, "there are two JARs", async (cluster) => (await cluster.call("jars", {}, {})).files.length === 2);
  await form.getByLabel("Parallelism").fill("3");
  await form.getByLabel("Program arguments").fill(PROGRAM_ARGUMENTS);
  await form.getByRole("checkbox", { name: "These arguments are right" }).check();
  await form.getByRole("button", { name: "Submit job" }).click();
  await form.getByRole("link", { name: "Go to the job" }).click();
  await expect(page.getByText("The job waits for 1 slot.")).toBeVisible();
  await page.getByRole("button", { name: "Add a TaskManager" }).click();
  const { jid: second } = await isLive(page);
  expect(second).not.toBe(jid);
  await expect(page.getByText("3 RUNNING").first()).toBeVisible();
  const restored = await waitForFact(page, "it says from where it began", (cluster) => restoredOf(cluster, second));
  expect(restored.is_savepoint).toBe(true);

  await expectProofThrough(dashboard, await windowBeingFilled(page));
});

test("the JobManager is called directly, at its own address: savepoint, stop with a savepoint, start again by uploading: every count is 1000", async ({
  page,
  live,
}) => {
  const dashboard = new DashboardPage(page);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(live.jobManagerUrl)) asked.push(request.method());
  });
  await page.goto("/?cluster=browser");
  await page.getByRole("button", { name: /^Cluster: / }).click();
  const address = page.getByRole("textbox", { name: "Address of another cluster" });
  await address.fill(live.jobManagerUrl);
  await address.press("Enter");
  await expect(page.getByRole("button", { name: `Cluster: ${new URL(live.jobManagerUrl).host}` })).toContainText(`Flink ${live.version}`);
  await expect(page.getByRole("region", { name: "The cluster is open to other pages" })).toContainText("can run code on it");

  const { jid } = await isLive(page);
  await page.getByRole("link", { name: "Click Event Count" }).first().click();
  await expect(dashboard.vertex(VERTICES.counter.name)).toContainText(/\d RUNNING/);
  await expect(page.getByRole("button", { name: "Cancel", exact: true }), "a PATCH needs a CORS preflight").toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await page.getByRole("button", { name: "Savepoint", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Take savepoint" }).click();
  await expect(dialog.getByText(/^file:.*\/savepoint-/)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();

  const form = await stopAndReturn(dashboard);
  await form.getByLabel("A JAR to upload").setInputFiles(live.jobJar);
  await form.getByLabel("Program arguments").fill(PROGRAM_ARGUMENTS);
  const { jid: second } = await startFrom(form, jid);
  const restored = await waitForFact(page, "it says from where it began", (cluster) => restoredOf(cluster, second));
  expect(restored.is_savepoint).toBe(true);
  expect(
    asked.filter((method) => method !== "GET" && method !== "POST"),
    "what would need a CORS preflight",
  ).toEqual([]);

  await page.goto(pageUrlOf(live));
  await openLiveJob(dashboard);
  await expectProofThrough(dashboard, await windowBeingFilled(page));
});

test("a process is profiled, and its result can be downloaded", async ({ page }) => {
  await page.goto("/#/job-manager/profiler");
  await page.getByRole("textbox", { name: "Seconds" }).fill("2");
  await page.getByRole("button", { name: "Start profiling" }).click();
  const newest = page.getByRole("table", { name: "Profiler runs" }).getByRole("row").nth(1);
  await expect(newest).toContainText(/FINISHED|FAILED/);
  await expectNoSeriousAxe(page);
  if (process.env.DREY_SHOTS !== undefined) await page.screenshot({ path: `${process.env.DREY_SHOTS}/profiler.png` });
  const said = await newest.innerText();
  test.skip(said.includes("FAILED"), `skipped, because async-profiler does not run on this machine: ${said}`);
  const download = page.waitForEvent("download");
  await newest.getByRole("button", { name: "Download" }).click();
  expect(readFileSync(await (await download).path(), "utf8")).toMatch(/^<!DOCTYPE html>[^]*<\/html>\s*$/i);
});

/** The TaskManager is killed by SIGKILL and started again. The page reports each step. */
async function killAndRecover(dashboard: DashboardPage, jid: string): Promise<void> {
  const { page } = dashboard;
  await dashboard.kill("taskmanager-1");
  await expect(dashboard.container("taskmanager-1")).toContainText(/killed .*exited/);
  await waitForFact(page, "the job was RESTARTING", async (cluster) => (await jobDetails(cluster, jid)).timestamps.RESTARTING > 0);
  await waitForFact(page, "the job is RUNNING and its tasks wait SCHEDULED", waitingJob);
  await expect(dashboard.bar).toContainText("RUNNING, 0 of 8 tasks");
  await expect(dashboard.graph).toContainText("taskmanager-1 was killed");
  await dashboard.start("taskmanager-1");
  await isLive(page);
  await expect(dashboard.graph).toContainText(/Recovered/);
  const exceptions = await dashboard.openTab("Exceptions");
  await expect(exceptions.getByRole("list", { name: "Exceptions" }).getByRole("listitem").first()).toContainText("taskmanager-1");
  await dashboard.openTab("Vertices");
}
