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
  /** On the wire until then. */
  readonly bytesUntilDrawn: number;
  /** Until then, and the following two seconds without changes. */
  readonly requests: number;
  readonly bytes: number;
  readonly domElements: number;
  /** While loading and refreshing. */
  readonly longestTaskMs: number;
  /** The same without the time that JSON.parse took. */
  readonly longestTaskButParsingMs: number;
  /** For the open page, afterwards; of the last start. */
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
        const watchMs = round === ROUNDS - 1 ? WATCH_MS : 0;
        for (const dashboard of dashboards) (rounds[dashboard.name] ??= []).push(await look(dashboard, job, { watchMs }));
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

/** See {@link look}. */
interface LookOptions {
  /** How long the open page is watched, ms; 0 to leave out its requests. */
  readonly watchMs: number;
  /** Continues on the open page. */
  readonly after?: (page: Page) => Promise<void>;
}

/** Opens the page of a job in a new browser and watches it. */
export async function look(
  { proxy, pathOf, vertexSelector }: Dashboard,
  { jobId }: Pick<LookedAtJob, "jobId">,
  { watchMs, after = () => Promise.resolve() }: LookOptions,
): Promise<Round> {
  const executablePath = await ensureChromium(root);
  // A new browser, without caches and warm processes.
  const browser = await chromium.launch({ executablePath });
  try {
    const context = await browser.newContext({ viewport: WINDOW });
    await watchTasks(context);
    await watchDrawing(context, vertexSelector);
    const page = await context.newPage();
    const before = proxy.counts();
    const samples: { readonly atMs: number; readonly bytes: number }[] = [];
    const sampling = setInterval(() => samples.push({ atMs: Date.now(), bytes: proxy.counts().bytes }), LOOK_MS);
    await page.goto(`${proxy.url}${pathOf(jobId)}`, { waitUntil: "commit" });
    await page.waitForFunction(
      (quietMs) => {
        const { benchDrawing: seen } = window;
        return seen !== undefined && seen.vertices > 0 && performance.now() - seen.changedMs > quietMs;
      },
      QUIET_MS,
      { timeout: LIMIT_MS },
    );
    clearInterval(sampling);
    const drawing = await page.evaluate(() => window.benchDrawing);
    assert(drawing !== undefined, "the page has recorded its drawing");
    const loaded = proxy.counts();
    const drawnAtMs = await page.evaluate((ms) => performance.timeOrigin + ms, drawing.changedMs);
    const domElements = await countElements(page);
    await page.waitForTimeout(watchMs);
    const watched = proxy.counts();
    const tasks = await longestTasks(page);
    await after(page);
    return {
      drawnMs: drawing.changedMs,
      drawnVertices: drawing.vertices,
      bytesUntilDrawn: (samples.find(({ atMs }) => atMs >= drawnAtMs)?.bytes ?? loaded.bytes) - before.bytes,
      requests: loaded.requests - before.requests,
      bytes: loaded.bytes - before.bytes,
      ...tasks,
      domElements,
      requestsPerSecond: watchMs === 0 ? Number.NaN : ((watched.requests - loaded.requests) / watchMs) * 1000,
      bytesPerSecond: watchMs === 0 ? Number.NaN : ((watched.bytes - loaded.bytes) / watchMs) * 1000,
    };
  } finally {
    await browser.close();
  }
}

/** The size of the browser's window, px. */
export const WINDOW = { width: 1440, height: 900 } as const;

/** The number of elements of a page. */
export function countElements(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelectorAll("*").length);
}

/** The notes of a page while its graph is drawn. */
interface Drawing {
  vertices: number;
  /** Since the navigation began. */
  changedMs: number;
}

/** A period of the main thread, ms since the navigation began. */
interface Period {
  readonly startMs: number;
  readonly endMs: number;
}

declare global {
  interface Window {
    benchDrawing?: Drawing;
    /** Tasks of 50 ms and more, and the calls of JSON.parse. */
    benchTasks?: Period[];
    benchParsing?: Period[];
  }
}

const LOOK_MS = 20;

/** Counts the graph's vertices every 20 ms in each new page. */
async function watchDrawing(context: BrowserContext, selector: string): Promise<void> {
  await context.addInitScript(
    (watched) => {
      const drawing = { vertices: 0, changedMs: 0 };
      window.benchDrawing = drawing;
      setInterval(() => {
        // A canvas says how many vertices it has drawn.
        const onCanvas = Number(document.querySelector<HTMLElement>("canvas[data-vertices]")?.dataset["vertices"] ?? 0);
        const vertices = Math.max(onCanvas, document.querySelectorAll(watched.selector).length);
        if (vertices !== drawing.vertices) Object.assign(drawing, { vertices, changedMs: performance.now() });
      }, watched.everyMs);
    },
    { selector, everyMs: LOOK_MS },
  );
}

/** Records the long tasks of each new page, and what JSON.parse takes of them. */
export async function watchTasks(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const tasks: Period[] = [];
    const parsing: Period[] = [];
    Object.assign(window, { benchTasks: tasks, benchParsing: parsing });
    const parse = JSON.parse.bind(JSON);
    JSON.parse = (...given: Parameters<typeof parse>): unknown => {
      const startMs = performance.now();
      try {
        return parse(...given);
      } finally {
        const endMs = performance.now();
        if (endMs - startMs > 1) parsing.push({ startMs, endMs });
      }
    };
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ startMs: startTime, endMs: startTime + duration });
    }).observe({ type: "longtask", buffered: true });
  });
}

/** The longest task of a page since it opened or since `sinceMs` of its clock; 0 if none took 50 ms. */
export async function longestTasks(page: Page, sinceMs = 0): Promise<Pick<WebuiRow, "longestTaskMs" | "longestTaskButParsingMs">> {
  const { tasks, parsing } = await page.evaluate(() => ({ tasks: window.benchTasks ?? [], parsing: window.benchParsing ?? [] }));
  const seen = tasks.filter(({ startMs }) => startMs >= sinceMs);
  const lasted = ({ startMs, endMs }: Period): number => endMs - startMs;
  const parsed = (task: Period): number =>
    parsing.filter(({ startMs, endMs }) => startMs >= task.startMs && endMs <= task.endMs).reduce((sum, one) => sum + lasted(one), 0);
  return {
    longestTaskMs: Math.max(0, ...seen.map(lasted)),
    longestTaskButParsingMs: Math.max(0, ...seen.map((task) => lasted(task) - parsed(task))),
  };
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
    bytesUntilDrawn: of((round) => round.bytesUntilDrawn),
    bytes: of((round) => round.bytes),
    longestTaskMs: of((round) => round.longestTaskMs),
    longestTaskButParsingMs: of((round) => round.longestTaskButParsingMs),
    domElements: of((round) => round.domElements),
    requestsPerSecond: rounds.at(-1)?.requestsPerSecond ?? Number.NaN,
    bytesPerSecond: rounds.at(-1)?.bytesPerSecond ?? Number.NaN,
  };
}
