import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { clusterOf, waitForFact } from "./support/cluster.ts";
import { clickEventCount, containerStates, jobDetails, runningJob, TASK_COUNT, VERTICES } from "./support/facts.ts";
import { expect, test } from "./support/test.ts";

test("a fresh browser has all tasks of the job running within moments", async ({ launchOptions }) => {
  const profile = mkdtempSync(join(tmpdir(), "drey-profile-"));
  const context = await chromium.launchPersistentContext(profile, launchOptions);
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(process.env.DREY_URL ?? "", { waitUntil: "commit" });
    const runningMs = await page.evaluate(async (taskCount) => {
      const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      for (;;) {
        await nextFrame();
        // The page's own script has not run yet.
        if (!("drey" in window)) continue;
        const reply = await window.drey.request(new Request("/jobs/overview"));
        const { jobs = [] }: { jobs?: { tasks: { running: number } }[] } = await reply.json();
        if (jobs[0]?.tasks.running === taskCount) return performance.now();
      }
    }, TASK_COUNT);
    process.stdout.write(`from navigation to ${String(TASK_COUNT)} tasks RUNNING, cold profile: ${runningMs.toFixed(0)} ms\n`);
    test.info().annotations.push({ type: "ms from navigation to RUNNING", description: runningMs.toFixed(0) });
    await expect(page.getByText("Click Event Count").first()).toBeVisible();
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

test("the playground's cluster exists, with its containers, topics and version", async ({ page }) => {
  await page.goto("/");
  await waitForFact(page, "all tasks are RUNNING", runningJob);
  const cluster = clusterOf(page);
  const overview = await cluster.call("overview", {}, {});
  expect(overview).toMatchObject({
    "flink-version": "2.3.0-drey",
    taskmanagers: 1,
    "slots-total": 2,
    "slots-available": 0,
    "jobs-running": 1,
  });
  expect(await containerStates(cluster)).toEqual({
    jobmanager: "running",
    "taskmanager-1": "running",
    kafka: "running",
    "clickevent-generator": "running",
  });
  const { topics } = await cluster.call("playgroundTopics", {}, {});
  expect(topics.map(({ name, partitions }) => [name, partitions.map(({ partition }) => partition)])).toEqual([
    ["input", [0, 1]],
    ["output", [0, 1]],
  ]);
  expect(await cluster.call("playground", {}, {})).toMatchObject({ backend: "browser", scalable: ["taskmanager"], reset: true });
});

test("the job is Click Event Count, vertex by vertex as a live Flink has it", async ({ page }) => {
  await page.goto("/");
  const { jid } = await waitForFact(page, "all tasks are RUNNING", runningJob);
  const { vertices, plan, state } = await jobDetails(clusterOf(page), jid);
  expect(state).toBe("RUNNING");
  expect(vertices.map(({ id, name, parallelism, tasks }) => ({ id, name, parallelism, running: tasks.RUNNING }))).toEqual(
    Object.values(VERTICES).map((vertex) => ({ ...vertex, parallelism: 2, running: 2 })),
  );
  expect(plan.nodes.flatMap(({ inputs = [] }) => inputs.map(({ ship_strategy: strategy }) => strategy))).toHaveLength(3);

  const main = page.getByRole("main");
  const row = main.getByRole("table", { name: "Running jobs" }).getByRole("row", { name: /Click Event Count/ });
  await expect(row).toContainText("RUNNING");
  await expect(main).toContainText("2.3.0-drey");
  await expect(main.getByRole("region", { name: "TaskManagers" })).toContainText("2 of 2 slots taken");
});

test("a reload starts a new cluster", async ({ page }) => {
  await page.goto("/");
  const before = await waitForFact(page, "all tasks are RUNNING", runningJob);
  await page.reload();
  const after = await waitForFact(page, "all tasks are RUNNING again", runningJob);
  expect(after["start-time"]).toBeGreaterThan(before["start-time"]);
  expect((await clickEventCount(clusterOf(page)))?.jid).toBe(after.jid);
});
