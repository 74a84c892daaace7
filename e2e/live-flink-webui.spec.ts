// Flink's own WebUI with Drey's engine: an independent client that checks the engine's REST API.
import { type BrowserContext, expect, test } from "@playwright/test";
import { fetchFlinkWebUi } from "../cluster/flink-webui.ts";
import { createFlinkClient, type FlinkClient } from "../src/client/flink-client.ts";
import { createHttpTransport } from "../src/client/http-transport.ts";
import { checkpointsOf, runningJob, taskManagerIds, VERTICES } from "./support/facts.ts";
import { FlinkWebUi, watchWebUi, type WebUiProblems } from "./support/flink-webui.ts";
import { type BothClients, serveBothClients } from "./support/webui-server.ts";

/** Against a hang only. */
const HANG_MS = 120_000;

/**
 * One cluster and one page for all tests. Each test continues from the state that the previous one
 * left.
 */
test.describe.configure({ mode: "serial" });

let both: BothClients;
let cluster: FlinkClient;
let context: BrowserContext;
let webUi: FlinkWebUi;
let problems: WebUiProblems;
let jobid = "";
let taskmanagerid = "";

test.beforeAll(async ({ browser }) => {
  test.setTimeout(5 * HANG_MS);
  both = await serveBothClients(await fetchFlinkWebUi("2.3"));
  cluster = createFlinkClient(createHttpTransport({ baseUrl: both.webUiUrl }));
  await prepareJob();
  context = await browser.newContext();
  const page = await context.newPage();
  problems = watchWebUi(page);
  webUi = new FlinkWebUi(page, both.webUiUrl);
});

test.afterAll(async () => {
  await context?.close();
  await both?.close();
});

/**
 * A job with data for all pages: it has failed and recovered, has checkpoints and a savepoint, and
 * its metrics are known.
 */
async function prepareJob(): Promise<void> {
  const job = await fact("all tasks RUNNING", () => runningJob(cluster));
  jobid = job.jid;
  taskmanagerid = (await taskManagerIds(cluster))[0] ?? "";
  await fact("a checkpoint", async () => (await checkpointsOf(cluster, jobid)).counts.completed > 0);
  await cluster.call("injectFault", {}, {}, { body: { kind: "throw", job: jobid, vertex: VERTICES.counter.id, times: 1 } });
  await fact("a failure", async () => (await cluster.call("jobExceptions", { jobid }, {})).exceptionHistory.entries.length > 0);
  await fact("all tasks RUNNING again", () => runningJob(cluster));
  await cluster.call("triggerSavepoint", { jobid }, {}, { body: {} });
  await fact("a savepoint", async () => (await checkpointsOf(cluster, jobid)).latest.savepoint !== null);
  await fact("watermarks", async () => {
    const watermarks = await cluster.call("vertexWatermarks", { jobid, vertexid: VERTICES.committer.id }, {});
    return watermarks.length > 0 && watermarks.every(({ value }) => Number(value) > 0);
  });
}

async function fact<Fact>(what: string, read: () => Promise<Fact | false | undefined>): Promise<Fact> {
  let found: Fact | false | undefined;
  await expect
    .poll(
      async () => {
        found = await read().catch(() => undefined);
        return found !== undefined && found !== false;
      },
      { message: what, timeout: HANG_MS, intervals: [200] },
    )
    .toBe(true);
  if (found === undefined || found === false) throw new Error(what);
  return found;
}

/** A page of the WebUI: its expected content, initially and after clicks. */
interface WebUiPage {
  readonly hash: string;
  readonly shows: readonly RegExp[];
  readonly clicks?: readonly { readonly on: string; readonly shows: readonly RegExp[] }[];
  /** Problems that it rightly causes. */
  readonly allowed?: RegExp;
}

const DATE = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
/**
 * The engine has no profiler, like a Flink without it: the path does not exist, and the WebUI names
 * the option.
 */
const NO_PROFILER = { shows: [/rest\.profiling\.enabled/], allowed: /\/profiler$/ };

const PAGES: readonly WebUiPage[] = [
  {
    hash: "overview",
    shows: [/Available Task Slots 0 /, /Total Task Slots 2 Task Managers 1/, /SingleJobApplication\(Click Event Count\) .* RUNNING/],
  },
  { hash: "application/running", shows: [/SingleJobApplication\(Click Event Count\) .* RUNNING/] },
  { hash: "application/completed", shows: [/Completed Applications .* No Data/] },
  { hash: "application/running/JOB/overview", shows: [/Application ID JOB Application State RUNNING/, /Click Event Count .* RUNNING/] },
  { hash: "application/running/JOB/exceptions", shows: [/Cancel Application/] },
  { hash: "job/running", shows: [/Running Jobs .* Click Event Count .* 8 ?8 RUNNING/] },
  { hash: "job/completed", shows: [/Completed Jobs .* No Data/] },
  {
    hash: "job/running/JOB/overview",
    shows: [/Job Type STREAMING/, /Busy \(max\): \d+%/, /Low Watermark: ?\d{12}/, /HASH/, /FORWARD/, /Return to Application/],
  },
  { hash: "job/running/JOB/overview/VERTEX/detail", shows: [/Max Parallelism:? ?128/, /Records Received:? ?\d/] },
  {
    hash: "job/running/JOB/overview/VERTEX/subtasks",
    shows: [/taskmanager-1:\d+/, new RegExp(`1 .* 2 taskmanager-1:\\d+ ${DATE}`)],
    clicks: [{ on: "Aggregated Metrics", shows: [/Median/, /Accumulated Busy Time/] }],
  },
  { hash: "job/running/JOB/overview/VERTEX/taskmanagers", shows: [new RegExp(`taskmanager-1:\\d+ .* ${DATE}`)] },
  { hash: "job/running/JOB/overview/VERTEX/watermarks", shows: [new RegExp(`0 \\d{13} ${DATE}`), new RegExp(`1 \\d{13} ${DATE}`)] },
  {
    hash: "job/running/JOB/overview/VERTEX/accumulators",
    shows: [/Vertex Accumulators/],
    clicks: [{ on: "SubTask Accumulators", shows: [/SubTask Name Type Value/] }],
  },
  {
    hash: "job/running/JOB/overview/VERTEX/backpressure",
    shows: [/Back Pressure Status: OK/, /0 \d+% \d+% \d+% OK Dump/, /1 \d+% \d+% \d+% OK Dump/],
  },
  {
    hash: "job/running/JOB/overview/VERTEX/metrics",
    shows: [/Select Metric Name/],
  },
  { hash: "job/running/JOB/overview/VERTEX/flamegraph", shows: [/rest\.flamegraph\.enabled/] },
  {
    hash: "job/running/JOB/exceptions",
    shows: [/java\.lang\.RuntimeException: Fault injected on request/],
    clicks: [
      {
        on: "Exception History",
        shows: [/java\.lang\.RuntimeException .*ClickEvent Counter \(\d\/2\) - execution #0/, /taskmanager-1:\d+/],
      },
    ],
  },
  { hash: "job/running/JOB/dataskew", shows: [/ClickEvent Counter \d+%/] },
  { hash: "job/running/JOB/timeline", shows: [/Vertex TimeLine/] },
  {
    hash: "job/running/JOB/checkpoints",
    shows: [
      /Checkpoint Counts Triggered: \d+ .*Restored: 1/,
      /Latest Completed Checkpoint ID: \d+ .*aligned checkpoint/,
      /Latest Savepoint ID: \d+ .*file:\/tmp\/flink-savepoints-directory\/savepoint-/,
      /Latest Restore ID: \d+ .*Type: Checkpoint/,
    ],
    clicks: [
      { on: "History", shows: [new RegExp(`\\d+ COMPLETED 8/8 ${DATE}`)] },
      { on: "Summary", shows: [/Minimum \d+ms/, /99\.9% percentile/] },
      { on: "Configuration", shows: [/Checkpointing Mode Exactly Once/, /State Backend HashMapStateBackend/, /Interval 1s/] },
    ],
  },
  { hash: "job/running/JOB/configuration", shows: [/Job parallelism 2/i, /Cluster level default restart strategy/] },
  { hash: "task-manager", shows: [/TASKMANAGER .* 2 0 8 /] },
  {
    hash: "task-manager/TASKMANAGER/metrics",
    shows: [/Free\/All Slots 0 \/ 2 Assigned Tasks 8/, /Flink Memory Model/, /Garbage Collection/, /JOB/],
  },
  { hash: "task-manager/TASKMANAGER/logs", shows: [/Starting TaskManager with ResourceID: ?TASKMANAGER/] },
  { hash: "task-manager/TASKMANAGER/stdout", shows: [/Stdout/] },
  { hash: "task-manager/TASKMANAGER/log-list", shows: [new RegExp(`taskmanager-1\\.log ${DATE}`), /taskmanager-1\.out/] },
  { hash: "task-manager/TASKMANAGER/log-list/taskmanager-1.log", shows: [/Starting TaskManager with ResourceID: ?TASKMANAGER/] },
  { hash: "task-manager/TASKMANAGER/thread-dump", shows: [/"taskmanager-1" RUNNABLE at drey\./, /"ClickEvent Counter \(1\/2\)#1"/] },
  { hash: "task-manager/TASKMANAGER/profiler", ...NO_PROFILER },
  { hash: "job-manager/metrics", shows: [/Flink Memory Model/, /Garbage Collection/] },
  { hash: "job-manager/config", shows: [/taskmanager\.numberOfTaskSlots 2/, /none, Drey's engine runs on JavaScript/] },
  { hash: "job-manager/logs", shows: [/Loading configuration property/] },
  { hash: "job-manager/stdout", shows: [/Stdout/] },
  { hash: "job-manager/log", shows: [new RegExp(`jobmanager\\.log ${DATE}`)] },
  { hash: "job-manager/log/jobmanager.log", shows: [/Loading configuration property/] },
  { hash: "job-manager/thread-dump", shows: [/"jobmanager" RUNNABLE at drey\./] },
  { hash: "job-manager/profiler", ...NO_PROFILER },
  { hash: "submit", shows: [/ClickCountJob\.jar .* org\.apache\.flink\.playgrounds\.ops\.clickcount\.ClickEventCount/] },
];

function named(text: string): string {
  return text.replaceAll("JOB", jobid).replaceAll("VERTEX", VERTICES.counter.id).replaceAll("TASKMANAGER", taskmanagerid);
}

/**
 * The text of elements in one line has no white space between them, even if there is a visible gap.
 */
function pattern(sign: RegExp): RegExp {
  return new RegExp(named(sign.source).replaceAll(" ", " ?"), sign.flags);
}

async function expectShown(shows: readonly RegExp[]): Promise<void> {
  for (const sign of shows) await expect.poll(() => webUi.text(), { timeout: HANG_MS }).toMatch(pattern(sign));
}

test("every page shows its content, without errors or missing fields", async () => {
  test.setTimeout(10 * HANG_MS);
  // The reply to a page's request may arrive after the page was left.
  let allowedBefore: RegExp | undefined;
  for (const { hash, shows, clicks = [], allowed } of PAGES) {
    await test.step(hash, async () => {
      problems.found.length = 0;
      await webUi.goTo(named(hash));
      await expectShown(shows);
      for (const click of clicks) {
        await webUi.click(click.on);
        await expectShown(click.shows);
      }
      expect(await webUi.text()).not.toMatch(/undefined|NaN|Invalid/);
      const expected = [allowed, allowedBefore].filter((pattern) => pattern !== undefined);
      expect(problems.found.filter((problem) => !expected.some((pattern) => pattern.test(problem)))).toEqual([]);
      allowedBefore = allowed;
    });
  }
});

test("its button cancels the job", async () => {
  test.setTimeout(2 * HANG_MS);
  problems.found.length = 0;
  await webUi.goTo(named("job/running/JOB/overview"));
  // Its notifications from other pages cover the button.
  await webUi.page.reload();
  await webUi.click("Cancel Job");
  await webUi.page.getByRole("button", { name: "Yes" }).click();
  await fact("the job CANCELED", async () => (await cluster.call("job", { jobid }, {})).state === "CANCELED");
  await expectShown([/Job State CANCELED/, /ClickEvent Counter CANCELED/]);
  expect(problems.found).toEqual([]);
});

/** Numbers in the text of a page: the groups of the pattern. */
type Reading = (text: string) => readonly (string | undefined)[];

function reading(groups: RegExp): Reading {
  return (text) => [...(groups.exec(text) ?? [])].slice(1).map((value) => value?.trim());
}

/** The values of an ended job that both show and that no longer change. */
const SAME: readonly { readonly what: string; readonly at: string; readonly webUi: Reading; readonly drey: Reading }[] = [
  ...Object.values(VERTICES).map(({ name }) => ({
    what: `records and bytes of ${name}`,
    at: "overview",
    // Bytes received, records received, bytes sent, records sent, parallelism.
    webUi: reading(new RegExp(String.raw`${name} ?CANCELED ([\d.]+) K?B ([\d,]+) ([\d.]+) K?B ([\d,]+) (\d) `)),
    drey: (text: string) => {
      const row = new RegExp(String.raw`${name} ?CANCELED ?2 CANCELED (\d) \d ([\d,]+) ([\d,]+) ([\d.]+) (?:Ki)?B ([\d.]+) (?:Ki)?B`);
      const [parallelism, recordsIn, recordsOut, bytesIn, bytesOut] = reading(row)(text);
      return [bytesIn, recordsIn, bytesOut, recordsOut, parallelism];
    },
  })),
  {
    what: "checkpoints triggered, completed and failed",
    at: "checkpoints",
    webUi: reading(/Triggered: (\d+) In Progress: 0 Completed: (\d+) Failed: (\d+)/),
    drey: (text) => {
      const [completed, triggered, failed = "0"] = reading(/Completed (\d+) ?of (\d+)(?:, (\d+) failed)?/)(text);
      return [triggered, completed, failed];
    },
  },
  {
    what: "the latest checkpoint: id, duration, size",
    at: "checkpoints",
    webUi: reading(/Latest Completed Checkpoint ID: (\d+) .*?End to End Duration: (\d+) ?ms Checkpointed Data Size: (\d+ B)/),
    drey: reading(/Latest completed (\d+) .*? ago, (\d+) ms, (\d+ B)/),
  },
  {
    what: "the latest savepoint",
    at: "checkpoints",
    webUi: reading(/Latest Savepoint ID: (\d+)/),
    drey: reading(/Latest savepoint (\d+)/),
  },
  {
    what: "the latest restore",
    at: "checkpoints",
    webUi: reading(/Latest Restore ID: (\d+)/),
    drey: reading(/Restored from (\d+)/),
  },
];

test("it shows the same numbers as Drey", async () => {
  test.setTimeout(4 * HANG_MS);
  const drey = await context.newPage();
  for (const { what, at, webUi: ofWebUi, drey: ofDrey } of SAME) {
    await test.step(what, async () => {
      await webUi.goTo(named(`job/completed/JOB/${at}`));
      await expect.poll(async () => ofWebUi(await webUi.text()).length, { timeout: HANG_MS }).toBeGreaterThan(0);
      await drey.goto(`${both.dreyUrl}/#/job/completed/${jobid}${at === "overview" ? "" : `/${at}`}`);
      await expect
        .poll(async () => withoutZeros(ofDrey((await drey.getByRole("main").innerText()).replaceAll(/\s+/g, " "))), { timeout: HANG_MS })
        .toEqual(withoutZeros(ofWebUi(await webUi.text())));
    });
  }
  await drey.close();
});

/** `49.0` kB is `49` KiB: one writes the zero after the point, the other does not. */
function withoutZeros(values: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return values.map((value) => value?.replace(/\.0$/, ""));
}
