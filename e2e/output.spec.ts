import { clusterOf, waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { topicEnd } from "./support/facts.ts";
import { tallyOutput } from "./support/output-tally.ts";
import { expect, test } from "./support/test.ts";

test("records of the output appear as they arrive, and the proof fills window by window", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  await dashboard.openJob();
  await expect(dashboard.proof).toContainText("No window has a result yet.");
  await dashboard.setPace("4,000 records/s");

  const panel = await dashboard.openTab("Output");
  const records = panel.getByRole("table", { name: "Records of topic output" });
  await expect(records).toContainText("/help");
  await expect(records).toContainText("1,000");
  const seen = await topicEnd(clusterOf(page), "output");
  await waitForFact(page, "more results came", async (cluster) => (await topicEnd(cluster, "output")) > seen + 6);
  await expect(async () => {
    const total = Number(/([\d,]+) in the topic/.exec(await panel.innerText())?.[1]?.replaceAll(",", ""));
    expect(total).toBeGreaterThan(seen);
  }).toPass();

  await panel.getByRole("radio", { name: "input" }).check();
  await expect(panel.getByRole("table", { name: "Records of topic input" })).toContainText(`"page"`);

  await dashboard.openTab("Vertices");
  await waitForFact(page, "windows are closed", async (cluster) => (await tallyOutput(cluster)).closedWindows >= 2);
  await expect(dashboard.proof).toContainText(/\d windows confirmed: all \d+ counts are exactly 1000, each found once\./);
  await expect(dashboard.proof).toContainText("None missing, none wrong, none repeated.");
  for (const name of ["/help", "/index", "/shop", "/jobs", "/about", "/news"]) {
    await expect(dashboard.proof.getByRole("row", { name })).toContainText("1000");
  }
});

test("the generator pauses and resumes with the slider, and no count is off", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  await dashboard.openJob();
  await dashboard.setPace("paused");
  await expect(dashboard.container("clickevent-generator")).toContainText("paused");
  const paused = await topicEnd(clusterOf(page), "input");
  // Checkpoints continue while no records flow: three of them, and no click.
  const jobs = await clusterOf(page).call("jobsOverview", {}, {});
  const jobid = jobs.jobs[0]?.jid ?? "";
  const before = (await clusterOf(page).call("checkpoints", { jobid }, {})).counts.completed;
  await waitForFact(page, "three more checkpoints", async (cluster) => {
    return (await cluster.call("checkpoints", { jobid }, {})).counts.completed >= before + 3;
  });
  expect(await topicEnd(clusterOf(page), "input")).toBe(paused);

  await dashboard.setPace("4,000 records/s");
  const tally = await waitForFact(page, "windows are closed", async (cluster) => {
    const now = await tallyOutput(cluster);
    return now.closedWindows >= 2 && now;
  });
  expect(tally).toMatchObject({ missing: 0, wrong: 0, repeated: 0 });
});
