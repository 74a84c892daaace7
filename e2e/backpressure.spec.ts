// The job with `--backpressure`, over an even minute and into the odd one after it: the screen, the
// REST API and the metrics agree. The minutes are those of the wall clock, so this journey waits
// for them.
import type { Page } from "@playwright/test";
import type { FlinkClient } from "../src/client/flink-client.ts";
import { formatPercent } from "../src/domain/units.ts";
import { readDouble } from "../src/rest/doubles.ts";
import { clusterOf, waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { VERTICES } from "./support/facts.ts";
import { expect, expectNoSeriousAxe, test } from "./support/test.ts";

const SLOW = "Backpressure Operator";
const ARGUMENTS = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time", "--backpressure"];
const MINUTE_MS = 60_000;
/** In the even minute: the source becomes HIGH. */
const HIGH_BY_MS = 45_000;
/** In the odd minute: it is no longer HIGH. */
const NOT_HIGH_BY_MS = 40_000;

/**
 * Starts the slow variant instead of the running job, once all of its tasks run. Returns its id.
 */
async function startSlowJob(page: Page, running: string): Promise<string> {
  const cluster = clusterOf(page);
  await cluster.call("cancelJob", { jobid: running }, {});
  await waitForFact(page, "the first job is gone", async () => (await cluster.call("job", { jobid: running }, {})).state === "CANCELED");
  const { files } = await cluster.call("jars", {}, {});
  const { jobid } = await cluster.call("runJar", { jarid: files[0]?.id ?? "" }, {}, { body: { programArgsList: ARGUMENTS } });
  await waitForFact(page, "all tasks of the slow job run", async () => {
    const { vertices } = await cluster.call("job", { jobid }, {});
    return vertices.length === 5 && vertices.every(({ tasks, parallelism }) => tasks.RUNNING === parallelism);
  });
  return jobid;
}

/** The start of the next even minute, epoch ms. */
function nextEvenMinute(nowMs: number): number {
  return Math.ceil(nowMs / (2 * MINUTE_MS)) * 2 * MINUTE_MS;
}

async function untilClock(page: Page, atMs: number): Promise<void> {
  await page.waitForTimeout(Math.max(0, atMs - Date.now()));
}

/** Values of a task's metrics, in the order of `names`. */
async function metricsOf(cluster: FlinkClient, jobid: string, vertexid: string, names: readonly string[]): Promise<readonly number[]> {
  const get = names.map((name) => `0.${name}`).join(",");
  const metrics = await cluster.call("vertexMetrics", { jobid, vertexid }, { get });
  return names.map((name) => Number(metrics.find(({ id }) => id === `0.${name}`)?.value));
}

const TIMES = ["busyTimeMsPerSecond", "backPressuredTimeMsPerSecond", "idleTimeMsPerSecond"];
const BUFFERS = ["Shuffle.Netty.Output.Buffers.outPoolUsage", "Shuffle.Netty.Output.Buffers.outputQueueLength"];

test("the source is HIGH in the even minute and the slow operator is named; in the odd one no vertex is backpressured", async ({
  page,
}) => {
  test.setTimeout(420_000);
  const dashboard = new DashboardPage(page);
  const jobid = await startSlowJob(page, await dashboard.openOverview());
  const cluster = clusterOf(page);
  const { vertices } = await cluster.call("job", { jobid }, {});
  const slowId = vertices.find(({ name }) => name === SLOW)?.id ?? "";
  await dashboard.goTo(`/job/running/${jobid}/backpressure`);

  const even = nextEvenMinute(Date.now());
  await untilClock(page, even);
  const levelOf = async (vertexid: string) => (await cluster.call("vertexBackpressure", { jobid, vertexid }, {})).backpressureLevel;
  expect(await levelOf(VERTICES.source.id)).not.toBe("high");

  const table = page.getByRole("table", { name: "Backpressure" });
  const source = table.getByRole("rowgroup").filter({ hasText: VERTICES.source.name });
  await expect(source.getByRole("row").first()).toContainText("HIGH", { timeout: even + HIGH_BY_MS - Date.now() });
  await expect(page.getByText(`${SLOW} is the bottleneck.`)).toBeVisible();
  await expect(table.getByRole("rowgroup").filter({ hasText: SLOW })).toContainText("Bottleneck");

  // The screen shows the same shares as the API for each subtask. Both refresh every five seconds.
  await expect(async () => {
    const { subtasks = [] } = await cluster.call("vertexBackpressure", { jobid, vertexid: VERTICES.source.id }, {});
    expect(subtasks).toHaveLength(2);
    for (const [index, { ratio, busyRatio, idleRatio, backpressureLevel }] of subtasks.entries()) {
      expect(backpressureLevel).toBe("high");
      const cells = source
        .getByRole("row")
        .nth(index + 1)
        .getByRole("cell");
      const shares = [ratio, busyRatio, idleRatio].map((share) => formatPercent(readDouble(share)));
      expect((await cells.allInnerTexts()).slice(0, 4)).toEqual(["HIGH", ...shares]);
    }
    const [busy = 0, backpressured = 0, idle = 0] = await metricsOf(cluster, jobid, VERTICES.source.id, TIMES);
    expect(backpressured / 1000).toBeCloseTo(Number(subtasks[0]?.ratio), 3);
    expect(busy + backpressured + idle).toBeCloseTo(1000, 0);
  }).toPass({ timeout: 20_000 });

  const [usage = 0, queued = 0] = await metricsOf(cluster, jobid, VERTICES.source.id, BUFFERS);
  expect(usage).toBeGreaterThan(0.5);
  expect(queued).toBeGreaterThan(0);
  // Averages of the last minute, as in Flink: they grow until the end of the even one. (A timeout
  // of 0 would mean none.)
  await expect(async () => {
    const [busy = 0, backpressured = -1] = await metricsOf(cluster, jobid, slowId, TIMES);
    expect(busy).toBeGreaterThan(500);
    // A record may have to wait for a moment. Level OK is up to a tenth of a second.
    expect(backpressured).toBeLessThanOrEqual(100);
    expect(await levelOf(slowId)).toBe("ok");
  }).toPass({ timeout: Math.max(1, even + MINUTE_MS - Date.now()) });

  await dashboard.goTo(`/job/running/${jobid}/overview`);
  await expect(dashboard.vertex(SLOW)).toContainText("Bottleneck");
  await dashboard.goTo(`/job/running/${jobid}/backpressure`);
  // After the end of the minute. A slow machine needs additional time.
  await expectNoSeriousAxe(page);

  await untilClock(page, even + MINUTE_MS + NOT_HIGH_BY_MS);
  expect(await levelOf(VERTICES.source.id)).not.toBe("high");
  await expect(source.getByRole("row").first()).not.toContainText("HIGH");
  await expect(page.getByText(`${SLOW} is the bottleneck.`)).toBeHidden();
});
