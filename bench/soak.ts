// Full speed for minutes: whether memory grows, and in a browser whether the page's frames keep
// their rate.
import { type Browser, chromium, type Page } from "@playwright/test";
import type {} from "../src/app/drey-global.ts";
import { builtApp, createAppServer } from "../server/app-server.ts";
import { assert } from "../src/base/assert.ts";
import { ensureChromium } from "../tools/chromium.mjs";
import { root, run } from "../tools/node24.mjs";
import { host } from "../tools/port.mjs";
import { type ClusterUnderTest, send, sumOfMetric, untilRunning, vertexNamed, withCluster } from "./cluster-under-test.ts";
import { type FrameTimes, startFrames, takeFrames } from "./frames.ts";
import { clusterFor, PAGES } from "./job-settings.ts";
import { startInProcess } from "./process-cluster.ts";
import { medianByPart, residentBytes } from "./resident-memory.ts";
import { checkResults } from "./throughput.ts";

/** The result of a soak. */
export interface SoakRow {
  readonly platform: string;
  readonly minutes: number;
  /** Resident memory in each tenth of the time, medians of one sample per second, bytes. */
  readonly residentBytes: readonly number[];
  /** Over the whole time. */
  readonly recordsPerSecond: number;
  readonly resultsChecked: number;
  readonly resultsWrong: number;
  /** The page's frames, in a browser: at the playground's pace before, and at full speed. */
  readonly frames?: { readonly before: FrameTimes; readonly flatOut: FrameTimes };
}

/** The number of memory values: for ten minutes, one per minute. */
const PARTS = 10;
const SAMPLE_MS = 1_000;
const START_LIMIT_MS = 60_000;
const BASELINE_MS = 30_000;
const COUNTER = "ClickEvent Counter";

/** On Node's threads, in its own process: the job of the throughput benchmark at parallelism 1. */
export function soakInNode(minutes: number): Promise<SoakRow> {
  const cluster = startInProcess(clusterFor(PAGES, 1));
  return withCluster(cluster, async () => {
    const jobId = await untilRunning(cluster, START_LIMIT_MS);
    return { platform: "Node", minutes, ...(await watch(cluster, jobId, minutes, () => residentBytes([cluster.pid]))) };
  });
}

/** In Chromium: the served app with its job's page open, and the generator without a limit. */
export async function soakInChromium(minutes: number): Promise<SoakRow> {
  assert((await run("vite", ["build", "--logLevel", "warn"])) === 0, "the app has to build");
  const executablePath = await ensureChromium(root);
  const server = await createAppServer(builtApp);
  const address = await server.listen({ port: 0, host });
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(address);
    const cluster = clusterOf(page);
    const jobId = await untilRunning(cluster, START_LIMIT_MS);
    await page.getByRole("link", { name: "Click Event Count" }).first().click();
    await page.getByRole("region", { name: "Job graph" }).waitFor();

    await startFrames(page);
    await pause(BASELINE_MS);
    const before = await takeFrames(page);
    await send(cluster, "PATCH", "/playground/generator", { recordsPerSecond: null });
    const pids = await rendererPids(browser);
    const seen = await watch(cluster, jobId, minutes, () => residentBytes(pids));
    const flatOut = await takeFrames(page);
    return { platform: `Chromium ${browser.version()}`, minutes, ...seen, frames: { before, flatOut } };
  } finally {
    await browser.close();
    await server.close();
  }
}

async function watch(cluster: ClusterUnderTest, jobId: string, minutes: number, resident: () => Promise<number>) {
  const counterId = await vertexNamed(cluster, jobId, COUNTER);
  const counted = async () => (await sumOfMetric(cluster, jobId, counterId, "numRecordsIn")) ?? 0;
  // Polls, because a cluster answers with known values and only then fetches new ones.
  await counted();
  await pause(SAMPLE_MS);
  const atStart = await counted();
  const startMs = performance.now();
  const samples: number[] = [];
  let atEnd = atStart;
  while (performance.now() - startMs < minutes * 60_000) {
    await pause(SAMPLE_MS);
    samples.push(await resident());
    atEnd = await counted();
  }
  const records = atEnd - atStart;
  const seconds = (performance.now() - startMs) / 1000;
  const { resultsChecked, resultsWrong } = await checkResults(cluster, PAGES);
  return { residentBytes: medianByPart(samples, PARTS), recordsPerSecond: records / seconds, resultsChecked, resultsWrong };
}

function clusterOf(page: Page): ClusterUnderTest {
  return {
    ask: (method, url, body) =>
      page.evaluate(
        async (asked) => {
          const init = asked.body === undefined ? {} : { body: asked.body };
          const response = await window.drey.request(new Request(asked.url, { method: asked.method, ...init }));
          return { status: response.status, body: await response.text() };
        },
        { method, url, body },
      ),
    stop: () => page.close(),
  };
}

/** The processes of the page and its workers. */
async function rendererPids(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
