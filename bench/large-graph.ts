// Pages of made-up clusters of any size: jobs of 4 to 5,000 vertices with the frames while the graph
// is panned and zoomed, views of thousands of subtasks and failures, and an overview of 5,000 jobs.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Page } from "@playwright/test";
import { createWideCluster, WIDE_CHECKPOINT_ID, WIDE_JOB_ID, type WideJob } from "../mocks/wide-cluster.ts";
import { builtApp } from "../server/app-server.ts";
import { createDreyServer } from "../server/drey-server.ts";
import { ensureChromium } from "../tools/chromium.mjs";
import { root } from "../tools/node24.mjs";
import { host } from "../tools/port.mjs";
import { countElements, longestTasks, look, type Round, watchTasks, WINDOW } from "./beside-webui.ts";
import { type CountingProxy, startCountingProxy } from "./counting-proxy.ts";
import { type FrameTimes, startFrames, takeFrames } from "./frames.ts";
import { median } from "./percentile.ts";

/** Medians over cold starts; the longest task of all of them; requests and bytes a second of the last. */
export interface LargeGraphRow extends Round {
  readonly vertices: number;
  readonly rounds: number;
  /** While the graph is panned and zoomed, ms. */
  readonly frameP99Ms: number;
  readonly longestTaskPanningMs: number;
}

const SIZES = [4, 300, 1000, 5000];
const ROUNDS = 3;
const PARALLELISM = 4;
const WATCH_MS = 15_000;

/** Measures each size. The app must be built. */
export async function measureLargeGraphs(): Promise<readonly LargeGraphRow[]> {
  const rows: LargeGraphRow[] = [];
  for (const vertices of SIZES) rows.push(await measureGraph(vertices));
  return rows;
}

async function measureGraph(vertices: number): Promise<LargeGraphRow> {
  return overWideCluster({ vertices, parallelism: PARALLELISM }, async (proxy) => {
    const rounds: Round[] = [];
    const frames: FrameTimes[] = [];
    const dashboard = { name: "Drey", proxy, pathOf: (id: string) => `/#/job/running/${id}`, vertexSelector: ".react-flow__node" };
    for (let round = 0; round < ROUNDS; round++) {
      const watchMs = round === ROUNDS - 1 ? WATCH_MS : 0;
      const after = async (page: Page) => void frames.push(await panAndZoom(page));
      rounds.push(await look(dashboard, { jobId: WIDE_JOB_ID }, { watchMs, after }));
    }
    const of = (pick: (round: Round) => number) => median(rounds.map(pick));
    return {
      vertices,
      rounds: ROUNDS,
      drawnMs: of((round) => round.drawnMs),
      drawnVertices: of((round) => round.drawnVertices),
      bytesUntilDrawn: of((round) => round.bytesUntilDrawn),
      requests: of((round) => round.requests),
      bytes: of((round) => round.bytes),
      longestTaskMs: Math.max(...rounds.map((round) => round.longestTaskMs)),
      longestTaskButParsingMs: Math.max(...rounds.map((round) => round.longestTaskButParsingMs)),
      domElements: of((round) => round.domElements),
      requestsPerSecond: rounds.at(-1)?.requestsPerSecond ?? Number.NaN,
      bytesPerSecond: rounds.at(-1)?.bytesPerSecond ?? Number.NaN,
      frameP99Ms: median(frames.map((times) => times.p99Ms)),
      longestTaskPanningMs: Math.max(...frames.map((times) => times.longestTaskMs)),
    };
  });
}

/** One view with much content, opened in a page that is loaded already, or in a new one. */
interface View {
  readonly name: string;
  readonly cluster: Omit<WideJob, "now">;
  /** The address; the page of its first part is opened before, so that only the view itself is measured. */
  readonly from: string;
  readonly hash: string;
  /** The path of the reply that it shows. */
  readonly reply: RegExp;
  /** The first element of its content. */
  readonly sign: string;
}

/** The figures of a view: medians of three, each in a new browser, and the longest task of all. */
export interface ViewRow {
  readonly view: string;
  readonly rounds: number;
  /** From the arrival of the reply until its content can be used, ms; 0 if it was there before. */
  readonly usableMs: number;
  readonly domElements: number;
  readonly longestTaskMs: number;
  readonly longestTaskButParsingMs: number;
  readonly requestsPerSecond: number;
}

const JOB = `#/job/running/${WIDE_JOB_ID}`;
const VERTEX_ID = "2".padStart(32, "0");
const SUBTASKS = { vertices: 4, hasCheckpoint: true, failures: { entries: 20, concurrent: 100 } };

const VIEWS: readonly View[] = [1600, 10_000]
  .flatMap((parallelism): View[] => {
    const of = { cluster: { ...SUBTASKS, parallelism }, from: JOB };
    const at = `parallelism ${parallelism.toLocaleString("en")}`;
    return [
      {
        ...of,
        name: `inspector, ${at}`,
        hash: `${JOB}/overview?vertex=${VERTEX_ID}`,
        reply: /\/vertices\/\w+$/,
        sign: `[aria-label="Subtasks"] tbody tr`,
      },
      {
        ...of,
        name: `backpressure, ${at}`,
        hash: `${JOB}/backpressure`,
        reply: /\/backpressure$/,
        sign: `[aria-label="Backpressure"] tbody tr`,
      },
      {
        ...of,
        name: `checkpoint details, ${at}`,
        hash: `${JOB}/checkpoints?checkpoint=${String(WIDE_CHECKPOINT_ID)}`,
        reply: /\/checkpoints\/details\/\d+$/,
        sign: `[aria-label="State by vertex"] tbody tr`,
      },
    ];
  })
  .concat([
    {
      name: "exceptions, 20 × 100",
      cluster: { ...SUBTASKS, parallelism: 200 },
      from: JOB,
      hash: `${JOB}/exceptions`,
      reply: /\/exceptions$/,
      sign: `[aria-label="Exceptions"] > li`,
    },
    {
      name: "overview of 5,000 jobs",
      cluster: { vertices: 4, parallelism: 1, otherJobs: 4999 },
      from: "",
      hash: "#/overview",
      reply: /\/jobs\/overview$/,
      sign: `[aria-label="Running jobs"] tbody tr:not([data-skeleton]) a`,
    },
  ]);

const VIEW_LIMIT_MS = 60_000;
const VIEW_WATCH_MS = 6000;

/** Measures each view. The app must be built. */
export async function measureViews(): Promise<readonly ViewRow[]> {
  const rows: ViewRow[] = [];
  for (const view of VIEWS) {
    rows.push(
      await overWideCluster(view.cluster, async (proxy) => {
        const rounds: ViewRow[] = [];
        for (let round = 0; round < ROUNDS; round++) rounds.push(await lookAtView(view, proxy));
        const of = (pick: (row: ViewRow) => number) => median(rounds.map(pick));
        return {
          view: view.name,
          rounds: ROUNDS,
          usableMs: of((row) => row.usableMs),
          domElements: of((row) => row.domElements),
          longestTaskMs: Math.max(...rounds.map((row) => row.longestTaskMs)),
          longestTaskButParsingMs: Math.max(...rounds.map((row) => row.longestTaskButParsingMs)),
          requestsPerSecond: of((row) => row.requestsPerSecond),
        };
      }),
    );
  }
  return rows;
}

async function lookAtView({ name, from, hash, reply, sign }: View, proxy: CountingProxy): Promise<ViewRow> {
  const browser = await chromium.launch({ executablePath: await ensureChromium(root) });
  try {
    const context = await browser.newContext({ viewport: WINDOW });
    await watchTasks(context);
    const page = await context.newPage();
    if (from !== "") {
      await page.goto(`${proxy.url}/${from}`, { waitUntil: "commit" });
      await page.locator(".react-flow__node").first().waitFor({ timeout: VIEW_LIMIT_MS });
      await page.waitForTimeout(2000);
    }
    const sinceMs = from === "" ? 0 : await page.evaluate(() => performance.now());
    if (from === "") await page.goto(`${proxy.url}/${hash}`, { waitUntil: "commit" });
    else await page.evaluate((next) => void (window.location.hash = next), hash);
    const usableMs = await page.evaluate(whenUsable, { sign, reply: reply.source, sinceMs, limitMs: VIEW_LIMIT_MS });
    const before = proxy.counts();
    await page.waitForTimeout(VIEW_WATCH_MS);
    return {
      view: name,
      rounds: 1,
      usableMs,
      domElements: await countElements(page),
      ...(await longestTasks(page, sinceMs)),
      requestsPerSecond: ((proxy.counts().requests - before.requests) / VIEW_WATCH_MS) * 1000,
    };
  } finally {
    await browser.close();
  }
}

/** See {@link whenUsable}. Times as performance.now() gives them, ms. */
interface Usable {
  readonly sign: string;
  readonly reply: string;
  /** When the view was opened. An earlier reply counts from then on. */
  readonly sinceMs: number;
  readonly limitMs: number;
}

/** Runs in the page: resolves in a frame with that element, with the time since the reply arrived. */
async function whenUsable({ sign, reply, sinceMs, limitMs }: Usable): Promise<number> {
  const isReply = new RegExp(reply);
  const untilMs = performance.now() + limitMs;
  while (document.querySelector(sign) === null) {
    if (performance.now() > untilMs) throw new Error(`${sign} did not appear in time`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  const arrived = performance.getEntriesByType("resource").find(({ name }) => isReply.test(new URL(name).pathname));
  const arrivedMs = arrived instanceof PerformanceResourceTiming ? arrived.responseEnd : performance.now();
  return Math.max(0, performance.now() - Math.max(arrivedMs, sinceMs));
}

/** Measures with Drey's server in front of a JobManager on this machine that answers for a made-up job. */
async function overWideCluster<Figures>(job: Omit<WideJob, "now">, measure: (proxy: CountingProxy) => Promise<Figures>): Promise<Figures> {
  const cluster = createWideCluster({ ...job, now: () => Date.now() });
  const flink = createServer((request, response) => {
    void cluster(new Request(`http://cluster.invalid${request.url ?? "/"}`)).then(async (reply) => {
      const body = Buffer.from(await reply.arrayBuffer());
      response.writeHead(reply.status, { "content-type": "application/json; charset=UTF-8", "content-length": body.length });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => flink.listen(0, host, resolve));
  const address = new URL(`http://${host}:${String((flink.address() as AddressInfo).port)}`);
  const server = await createDreyServer({ directory: builtApp, clusters: [{ id: "made-up", label: "Made up", address, mount: "/" }] });
  const proxy = await startCountingProxy(await server.listen({ port: 0, host }));
  try {
    return await measure(proxy);
  } finally {
    await proxy.close();
    await server.close();
    flink.close();
    flink.closeAllConnections();
  }
}

const PAN_STEPS = 60;
const ZOOM_STEPS = 20;

/** Drags the graph back and forth, and zooms in and out with the wheel. */
async function panAndZoom(page: Page): Promise<FrameTimes> {
  const box = await page.getByRole("region", { name: "Job graph" }).boundingBox();
  const [x, y] = box === null ? [400, 400] : [box.x + box.width / 2, box.y + box.height * 0.4];
  await startFrames(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step <= PAN_STEPS; step++) {
    await page.mouse.move(x + 200 * Math.sin((2 * Math.PI * step) / PAN_STEPS), y + 60 * Math.sin((4 * Math.PI * step) / PAN_STEPS));
  }
  await page.mouse.up();
  await page.keyboard.down("Control");
  for (let step = 0; step < 2 * ZOOM_STEPS; step++) await page.mouse.wheel(0, step < ZOOM_STEPS ? -40 : 40);
  await page.keyboard.up("Control");
  return takeFrames(page);
}
