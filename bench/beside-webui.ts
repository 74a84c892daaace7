// A job's page in Drey and in Flink's own WebUI, on one live JobManager: the cost of the first load
// and of an open page.
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import type { LiveCluster } from "../cluster/live-cluster.ts";
import { builtApp } from "../server/app-server.ts";
import { createDreyServer } from "../server/drey-server.ts";
import { assert } from "../src/base/assert.ts";
import { ensureChromium } from "../tools/chromium.mjs";
import { root } from "../tools/node24.mjs";
import { host } from "../tools/port.mjs";
import { type CountingProxy, startCountingProxy } from "./counting-proxy.ts";
import { median } from "./percentile.ts";

/** One of the two dashboards. */
export interface Dashboard {
  readonly name: string;
  readonly proxy: CountingProxy;
  /** The path of a job's page. */
  readonly pathOf: (jobId: string) => string;
  /** The selector of the graph's vertices in the page. */
  readonly vertexSelector: string;
}

/** Medians over cold starts. */
export interface WebuiRow {
  readonly dashboard: string;
  readonly job: string;
  readonly vertices: number;
  readonly rounds: number;
  /** Until the graph is drawn: from navigation to the last new vertex, ms. */
  readonly drawnMs: number;
  /** Vertices drawn by then. Vertices out of sight may be missing. */
  readonly drawnVertices: number;
  /** Until then, and the following two seconds without changes. */
  readonly requests: number;
  readonly bytes: number;
  readonly longestTaskMs: number;
  readonly domElements: number;
  /** For the open page, afterwards. */
  readonly requestsPerSecond: number;
  readonly bytesPerSecond: number;
}

/** A job to open. */
export interface LookedAtJob {
  readonly jobId: string;
  readonly name: string;
  readonly vertices: number;
}

const ROUNDS = 3;
/** The graph is complete if nothing was drawn for this time, ms. */
const QUIET_MS = 2_000;
const LIMIT_MS = 180_000;
const WATCH_MS = 15_000;

/** Opens each job in both, in turns. The app must be built. */
export async function measureDashboards(flink: LiveCluster, jobs: readonly LookedAtJob[]): Promise<WebuiRow[]> {
  const cluster = { id: "live", label: `Flink ${flink.version}`, address: new URL(flink.jobManagerUrl), mount: "/" } as const;
  const server = await createDreyServer({ directory: builtApp, clusters: [cluster] });
  const drey = await startCountingProxy(await server.listen({ port: 0, host }));
  const webui = await startCountingProxy(flink.jobManagerUrl);
  const dashboards: readonly Dashboard[] = [
    { name: "Drey", proxy: drey, pathOf: (id) => `/#/job/running/${id}`, vertexSelector: ".react-flow__node" },
    { name: "Flink's WebUI", proxy: webui, pathOf: (id) => `/#/job/running/${id}/overview`, vertexSelector: "flink-dagre foreignObject" },
  ];
  try {
    const rows: WebuiRow[] = [];
    for (const job of jobs) {
      const rounds: Record<string, Round[]> = {};
      for (let round = 0; round < ROUNDS; round++) {
        for (const dashboard of dashboards) (rounds[dashboard.name] ??= []).push(await look(dashboard, job));
      }
      for (const { name } of dashboards) rows.push(rowOf(name, job, rounds[name] ?? []));
    }
    return rows;
  } finally {
    await drey.close();
    await webui.close();
    await server.close();
  }
}

/** One cold start. */
export type Round = Omit<WebuiRow, "dashboard" | "job" | "vertices" | "rounds">;

/** Opens the page of a job in a new browser and watches it. `after` continues on the open page. */
export async function look(
  { proxy, pathOf, vertexSelector }: Dashboard,
  { jobId }: Pick<LookedAtJob, "jobId">,
  after: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<Round> {
  const executablePath = await ensureChromium(root);
  // A new browser, without caches and warm processes.
  const browser = await chromium.launch({ executablePath });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await watchDrawing(context, vertexSelector);
    const page = await context.newPage();
    const before = proxy.counts();
    await page.goto(`${proxy.url}${pathOf(jobId)}`, { waitUntil: "commit" });
    await page.waitForFunction(
      (quietMs) => {
        const { benchDrawing: seen } = window;
        return seen !== undefined && seen.vertices > 0 && performance.now() - seen.changedMs > quietMs;
      },
      QUIET_MS,
      { timeout: LIMIT_MS },
    );
    const drawing = await page.evaluate(() => window.benchDrawing);
    assert(drawing !== undefined, "the page has recorded its drawing");
    const loaded = proxy.counts();
    const domElements = await page.evaluate(() => document.querySelectorAll("*").length);
    await page.waitForTimeout(WATCH_MS);
    const watched = proxy.counts();
    await after(page);
    return {
      drawnMs: drawing.changedMs,
      drawnVertices: drawing.vertices,
      requests: loaded.requests - before.requests,
      bytes: loaded.bytes - before.bytes,
      longestTaskMs: drawing.longestTaskMs,
      domElements,
      requestsPerSecond: ((watched.requests - loaded.requests) / WATCH_MS) * 1000,
      bytesPerSecond: ((watched.bytes - loaded.bytes) / WATCH_MS) * 1000,
    };
  } finally {
    await browser.close();
  }
}

/** The notes of a page while its graph is drawn. */
interface Drawing {
  vertices: number;
  /** Since the navigation began. */
  changedMs: number;
  longestTaskMs: number;
}

declare global {
  interface Window {
    benchDrawing?: Drawing;
  }
}

const LOOK_MS = 20;

/** Counts the graph's vertices every 20 ms in each new page. */
async function watchDrawing(context: BrowserContext, selector: string): Promise<void> {
  await context.addInitScript(
    (watched) => {
      const drawing = { vertices: 0, changedMs: 0, longestTaskMs: 0 };
      window.benchDrawing = drawing;
      setInterval(() => {
        // A canvas says how many vertices it has drawn.
        const onCanvas = Number(document.querySelector<HTMLElement>("canvas[data-vertices]")?.dataset["vertices"] ?? 0);
        const vertices = Math.max(onCanvas, document.querySelectorAll(watched.selector).length);
        if (vertices !== drawing.vertices) Object.assign(drawing, { vertices, changedMs: performance.now() });
      }, watched.everyMs);
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) drawing.longestTaskMs = Math.max(drawing.longestTaskMs, duration);
      }).observe({ type: "longtask", buffered: true });
    },
    { selector, everyMs: LOOK_MS },
  );
}

function rowOf(dashboard: string, { name, vertices }: LookedAtJob, rounds: readonly Round[]): WebuiRow {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  return {
    dashboard,
    job: name,
    vertices,
    rounds: rounds.length,
    drawnMs: of((round) => round.drawnMs),
    drawnVertices: of((round) => round.drawnVertices),
    requests: of((round) => round.requests),
    bytes: of((round) => round.bytes),
    longestTaskMs: of((round) => round.longestTaskMs),
    domElements: of((round) => round.domElements),
    requestsPerSecond: of((round) => round.requestsPerSecond),
    bytesPerSecond: of((round) => round.bytesPerSecond),
  };
}
