import type { Page } from "@playwright/test";
import { ask, clusterOf, waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import {
  checkpointsOf,
  clickEventCount,
  containerStates,
  jobDetails,
  runningJob,
  sourceLag,
  taskManagerIds,
  topicEnd,
  VERTICES,
  waitingJob,
} from "./support/facts.ts";
import { expectProofThrough, windowBeingFilled } from "./support/proof.ts";
import { expect, expectNoSeriousAxe, test } from "./support/test.ts";

// Kills and recoveries on the screen, in several orders. Windows close as fast as clicks arrive:
// after each recovery at the playground's pace the generator is set to full speed, so that the
// proof of the open windows is complete within seconds.

/** At 400 clicks/s: records in flight between topic and source. */
const LIVE_LAG = 600;

test("kill the only TaskManager, start it, see the proof, then reset", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  const jid = await dashboard.openJob();
  await expect(dashboard.container("taskmanager-1")).toContainText("running");

  const openWindow = await windowBeingFilled(page);
  await dashboard.kill("taskmanager-1");
  await expect(dashboard.container("taskmanager-1")).toContainText(/killed .*exited/);
  await waitForFact(page, "the TaskManager is off the list", async (cluster) => (await taskManagerIds(cluster)).length === 0);
  await waitForFact(page, "the job was RESTARTING", async (cluster) => (await jobDetails(cluster, jid)).timestamps.RESTARTING > 0);
  await waitForFact(page, "the job is RUNNING and its tasks wait SCHEDULED", waitingJob);
  await expect(dashboard.bar).toContainText("RUNNING, 0 of 8 tasks");
  await expect(dashboard.vertex(VERTICES.counter.name)).toContainText("2 SCHEDULED");
  await expect(dashboard.graph).toContainText("taskmanager-1 was killed");
  await expect(dashboard.graph).toContainText(/waits for slots: it needs 2, and 0 are free/);
  const last = (await checkpointsOf(clusterOf(page), jid)).latest.completed;
  await expect(dashboard.graph).toContainText(`checkpoint ${String(last?.id)}`);

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoSeriousAxe(page);
  }

  await dashboard.start("taskmanager-1");
  await waitForFact(page, "all tasks are RUNNING again", runningJob);
  const { restored } = (await checkpointsOf(clusterOf(page), jid)).latest;
  expect(restored?.id, "restored is the last completed checkpoint").toBe(last?.id);
  await waitForFact(page, "the backlog is worked off", async (cluster) => ((await sourceLag(cluster, jid)) ?? Infinity) < LIVE_LAG);
  await expect(dashboard.graph).toContainText(/Recovered/);
  await expect(dashboard.bar).toContainText("1 restart");
  await expect(dashboard.container("taskmanager-1")).toContainText("running");

  await expectProofThrough(dashboard, openWindow);

  const checkpoints = await dashboard.openTab("Checkpoints");
  await expect(checkpoints).toContainText(`Restored from${String(restored?.id)}`);
  const exceptions = await dashboard.openTab("Exceptions");
  await expect(exceptions.getByRole("list", { name: "Exceptions" }).getByRole("listitem").first()).toContainText("taskmanager-1");

  await dashboard.openTab("Vertices");
  await expectResetAfterQuestion(dashboard, jid);
});

test("add a TaskManager, kill one of two, see the proof, then remove one", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  const jid = await dashboard.openJob();

  await dashboard.addTaskManager();
  await expect(dashboard.container("taskmanager-2")).toContainText("running");
  await waitForFact(page, "two TaskManagers are registered", async (cluster) => (await taskManagerIds(cluster)).length === 2);

  const openWindow = await windowBeingFilled(page);
  await dashboard.kill("taskmanager-1");
  await expect(dashboard.container("taskmanager-1")).toContainText("exited");
  await waitForFact(page, "the job continued with the other's slots", async (cluster) => {
    const job = await runningJob(cluster);
    return job !== undefined && (await hostsOfCounter(page, jid)).every((host) => host.startsWith("taskmanager-2"));
  });
  await expect(dashboard.graph).toContainText(/Recovered/);
  await expectProofThrough(dashboard, openWindow);

  await dashboard.start("taskmanager-1");
  await waitForFact(page, "two TaskManagers are registered again", async (cluster) => (await taskManagerIds(cluster)).length === 2);
  const laterWindow = await windowBeingFilled(page);
  await dashboard.removeTaskManager();
  await waitForFact(page, "the job went back to the first", async (cluster) => {
    const job = await runningJob(cluster);
    return job !== undefined && (await hostsOfCounter(page, jid)).every((host) => host.startsWith("taskmanager-1"));
  });
  expect(await containerStates(clusterOf(page))).not.toMatchObject({ "taskmanager-2": "running" });
  const exceptions = await dashboard.openTab("Exceptions");
  await expect(exceptions).toContainText("The TaskExecutor is shutting down.");
  await dashboard.openTab("Vertices");
  await expectProofThrough(dashboard, laterWindow);
});

test("see the proof first, then kill twice, the second time while it restores", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  const jid = await dashboard.openJob();
  await expectProofThrough(dashboard, 0);

  await dashboard.setPace("400 records/s");
  const openWindow = await windowBeingFilled(page);
  await dashboard.kill("taskmanager-1");
  await waitForFact(page, "the tasks wait for slots", waitingJob);
  await dashboard.start("taskmanager-1");
  await waitForFact(page, "its slots are taken again", async (cluster) => {
    const job = await clickEventCount(cluster);
    return job !== undefined && job.tasks.scheduled < 8;
  });
  await dashboard.kill("taskmanager-1");
  await waitForFact(page, "the tasks wait for slots again", waitingJob);
  await dashboard.start("taskmanager-1");
  await waitForFact(page, "all tasks are RUNNING", runningJob);
  await waitForFact(page, "the backlog is worked off", async (cluster) => ((await sourceLag(cluster, jid)) ?? Infinity) < LIVE_LAG);
  expect((await checkpointsOf(clusterOf(page), jid)).counts.restored).toBeGreaterThanOrEqual(1);
  await expectProofThrough(dashboard, openWindow);
});

test("killing a stopped container shows an error beside the switch", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  await dashboard.openJob();
  await dashboard.switchOf("taskmanager-1").evaluate(async (element: HTMLElement) => {
    await window.drey.request(new Request("/playground/containers/taskmanager-1/kill", { method: "POST" }));
    // Before the page knows of it.
    element.click();
  });
  const container = dashboard.container("taskmanager-1");
  await expect(container.getByRole("alert")).toContainText(/taskmanager-1.*not running/);
  await expect(container).toContainText("exited");
  await dashboard.start("taskmanager-1");
  await waitForFact(page, "all tasks are RUNNING again", runningJob);
  await expect(container.getByRole("alert")).toHaveCount(0);
});

test("an exception of an operator is listed, and the job recovers by itself", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  const jid = await dashboard.openJob();
  const fault = { kind: "throw", job: jid, vertex: VERTICES.counter.id, times: 1 };
  expect((await ask(page, "POST", "/playground/faults", JSON.stringify(fault))).status).toBe(202);
  await waitForFact(page, "the job was RESTARTING", async (cluster) => (await jobDetails(cluster, jid)).timestamps.RESTARTING > 0);
  await waitForFact(page, "all tasks are RUNNING again", runningJob);
  const exceptions = await dashboard.openTab("Exceptions");
  const latest = exceptions.getByRole("list", { name: "Exceptions" }).getByRole("listitem").first();
  await expect(latest).toContainText(VERTICES.counter.name);
  await expect(latest.getByRole("region").or(latest.locator("pre"))).not.toBeEmpty();
});

async function hostsOfCounter(page: Page, jobid: string): Promise<readonly string[]> {
  const { subtasks } = await clusterOf(page).call("vertex", { jobid, vertexid: VERTICES.counter.id }, {});
  return subtasks.map((subtask) => subtask["taskmanager-id"]);
}

/**
 * Presses reset and cancels: nothing is lost. Then resets: all data is deleted, and a new job runs.
 */
async function expectResetAfterQuestion(dashboard: DashboardPage, jid: string): Promise<void> {
  const { page } = dashboard;
  const before = await topicEnd(clusterOf(page), "input");
  const question = await dashboard.askForReset();
  await expect(question).toContainText(/topic input/);
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toHaveCount(0);
  expect((await clickEventCount(clusterOf(page)))?.jid).toBe(jid);
  expect(await topicEnd(clusterOf(page), "input")).toBeGreaterThanOrEqual(before);

  const again = await dashboard.askForReset();
  await again.getByRole("button", { name: "Reset the playground" }).click();
  await expect(again).toHaveCount(0);
  await waitForFact(page, "a new job runs on an empty topic", async (cluster) => {
    const job = await runningJob(cluster);
    return job !== undefined && job.jid !== jid && (await topicEnd(cluster, "input")) < before;
  });
}
