// A job that has ended, in Flink's own History Server: a JobManager archives it and is gone, and the
// job's page shows what was archived, through Drey's proxy.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlinkLine } from "../cluster/flink-versions.ts";
import { uploadJar } from "../cluster/flink-rest.ts";
import { startHistoryServer } from "../cluster/history-server.ts";
import { startLiveCluster, whyNoLiveCluster } from "../cluster/live-cluster.ts";
import { createLiveServer } from "../cluster/live-server.ts";
import { builtApp } from "../server/app-server.ts";
import { createFlinkClient, type FlinkClient } from "../src/client/flink-client.ts";
import { requestBody, requestTarget } from "../src/client/transport.ts";
import { isJobOver } from "../src/domain/job-status.ts";
import { host } from "../tools/port.mjs";
import { hangMs } from "./support/cluster.ts";
import { expect, expectNoSeriousAxe, test as plain } from "./support/test.ts";

/** With a full cache a start takes 20 s. The first one downloads 200 MB. */
const START_MS = 1_200_000;

/** A job in a History Server, with Drey in front of it. */
interface Archived {
  readonly jobid: string;
  readonly pageUrl: string;
}

function clientOf(url: string): FlinkClient {
  return createFlinkClient(async (request) => {
    const body = await requestBody(request);
    const headers = { "content-type": "application/json" };
    return fetch(url + requestTarget(request), { method: request.method, ...(body === undefined ? {} : { body, headers }) });
  });
}

/**
 * Runs a job and archives it: a streaming job is cancelled after its first checkpoint, a batch job
 * ends by itself.
 */
async function archiveJob(line: FlinkLine, archives: string): Promise<string> {
  const cluster = await startLiveCluster({
    flink: line,
    flinkOnly: true,
    configuration: { "jobmanager.archive.fs.dir": `file://${archives}` },
  });
  try {
    const client = clientOf(cluster.jobManagerUrl);
    const jarid = await uploadJar(cluster.jobManagerUrl, cluster.jobJar);
    const isBatch = line === "1.20";
    const body = { entryClass: `drey.jobs.${isBatch ? "DataSetJob" : "PatternJob"}`, parallelism: 2 };
    const { jobid } = await client.call("runJar", { jarid }, {}, { body });
    if (!isBatch) {
      const completed = async () => (await client.call("checkpoints", { jobid }, {}).catch(() => undefined))?.counts.completed ?? 0;
      await expect.poll(completed, { timeout: hangMs() }).toBeGreaterThan(0);
      await client.call("cancelJob", { jobid }, { mode: "cancel" });
    }
    const isOver = async () => isJobOver(await client.call("job", { jobid }, {}));
    await expect.poll(isOver, { timeout: hangMs() }).toBe(true);
    // The archive is written after that. In 2.3 it is complete with the summary of the application.
    const words = isBatch ? `Job ${jobid} has been archived at` : `/applications/${jobid}/application-summary`;
    const isArchived = async () => (await client.call("jobManagerLog", {}, {})).includes(words);
    await expect.poll(isArchived, { timeout: hangMs() }).toBe(true);
    return jobid;
  } finally {
    await cluster.stop();
  }
}

/** `test` with one archived job per file. */
function historyTest(line: FlinkLine) {
  return plain.extend<object, { archived: Archived }>({
    archived: [
      // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to learn what a fixture depends on.
      async ({}, provide) => {
        const missing = whyNoLiveCluster();
        if (missing !== undefined) throw new Error(`Live journeys start Apache Flink as processes, which they cannot: ${missing}`);
        const archives = mkdtempSync(join(tmpdir(), "drey-archives-"));
        const jobid = await archiveJob(line, archives);
        const history = await startHistoryServer(line, archives, {
          "historyserver.web.refresh-interval": "1000",
          "historyserver.log.jobmanager.url-pattern": "http://logs.test/<jobid>",
        });
        const client = clientOf(history.url);
        const isListed = async () =>
          (await client.call("jobsOverview", {}, {}).catch(() => undefined))?.jobs.some(({ jid }) => jid === jobid);
        await expect.poll(isListed, { timeout: START_MS }).toBe(true);
        const app = process.env.DREY_BUILD ?? builtApp;
        const server = await createLiveServer({ app, label: "History Server", jobManagerUrl: history.url });
        const pageUrl = (await server.listen({ port: 0, host })).replace(host, "localhost");
        await provide({ jobid, pageUrl });
        await server.close();
        await history.stop();
        rmSync(archives, { recursive: true, force: true });
      },
      { scope: "worker", timeout: START_MS },
    ],
    baseURL: async ({ archived }, provide) => {
      await provide(archived.pageUrl);
    },
  });
}

const test = historyTest("2.3");
const testOn120 = historyTest("1.20");

// Until GET /config has answered, the page asks for /overview, which a History Server does not have.
for (const each of [test, testOn120]) {
  each.use({ allowedProblems: [/^console: Failed to load resource: the server responded with a status of 404/] });
}

test("[F60] [F203] [F204] a cancelled job: its archived tabs, the rest is hidden with a reason", async ({ page, archived: { jobid } }) => {
  await page.goto(`/#/job/completed/${jobid}/overview`);
  await expect(page.getByRole("heading", { level: 1, name: "Purchases by a pattern" })).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("CANCELED");
  await expect(page.getByRole("link", { name: "JobManager log" })).toHaveAttribute("href", `http://logs.test/${jobid}`);
  const tabs = page.getByRole("tablist", { name: "Job details" }).getByRole("tab");
  await expect(tabs).toHaveText([/^Vertices/, /^Checkpoints/, /^Exceptions/, /^Timeline/, /^Configuration/, /^Cluster configuration/]);
  await expect(page.getByRole("table", { name: "Vertices" })).toContainText("CANCELED");

  const panel = page.getByRole("tabpanel");
  for (const [tab, words] of [
    ["Checkpoints", "COMPLETED"],
    ["Exceptions", "No exception since the job started"],
    ["Timeline", "Purchases"],
    ["Configuration", "Restart strategy"],
    ["Cluster configuration", "jobmanager.archive.fs.dir"],
  ] as const) {
    await tabs.filter({ hasText: new RegExp(`^${tab}`) }).click();
    await expect(panel, tab).toContainText(words);
    await expect(page.getByRole("alert"), tab).toHaveCount(0);
    await expectNoSeriousAxe(page);
  }
  await tabs.filter({ hasText: /^Timeline/ }).click();
  await page.getByRole("table", { name: "Timeline of the vertices" }).getByRole("button").first().click();
  await expect(page.getByRole("table", { name: "Timeline of the subtasks" })).toContainText("RUNNING");
  await page.getByRole("button", { name: "archived" }).hover();
  await expect(page.getByRole("tooltip")).toContainText("no metrics");
});

testOn120("[F60] [F203] a job of 1.20 that has finished: its archived tabs", async ({ page, archived: { jobid } }) => {
  await page.goto(`/#/job/completed/${jobid}/overview`);
  await expect(page.getByRole("banner")).toContainText("FINISHED");
  const tabs = page.getByRole("tablist", { name: "Job details" }).getByRole("tab");
  await expect(tabs).toHaveText([/^Vertices/, /^Exceptions/, /^Timeline/, /^Configuration/, /^Cluster configuration/]);
  const panel = page.getByRole("tabpanel");
  for (const [tab, words] of [
    ["Vertices", "FINISHED"],
    ["Exceptions", "No exception since the job started"],
    ["Timeline", "FINISHED"],
    ["Configuration", "Restart strategy"],
    ["Cluster configuration", "jobmanager.archive.fs.dir"],
  ] as const) {
    await tabs.filter({ hasText: new RegExp(`^${tab}`) }).click();
    await expect(panel, tab).toContainText(words);
    await expect(page.getByRole("alert"), tab).toHaveCount(0);
  }
});
