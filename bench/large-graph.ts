// The page of jobs of 4 to 5,000 vertices on made-up clusters: first load, refresh, and the frames
// while the graph is panned and zoomed.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { createWideCluster, WIDE_JOB_ID } from "../mocks/wide-cluster.ts";
import { builtApp } from "../server/app-server.ts";
import { createDreyServer } from "../server/drey-server.ts";
import { host } from "../tools/port.mjs";
import { look, type Round } from "./beside-webui.ts";
import { startCountingProxy } from "./counting-proxy.ts";
import { type FrameTimes, startFrames, takeFrames } from "./frames.ts";
import { median } from "./percentile.ts";

/** Medians over cold starts; the longest task of all of them. */
export interface LargeGraphRow extends Round {
  readonly vertices: number;
  readonly rounds: number;
  /** While the graph is panned and zoomed, ms. */
  readonly frameP99Ms: number;
}

const SIZES = [4, 300, 1000, 5000];
const ROUNDS = 3;
const PARALLELISM = 4;

/** Measures each size. The app must be built. */
export async function measureLargeGraphs(): Promise<readonly LargeGraphRow[]> {
  const rows: LargeGraphRow[] = [];
  for (const vertices of SIZES) rows.push(await measure(vertices));
  return rows;
}

async function measure(vertices: number): Promise<LargeGraphRow> {
  const flink = await serveWideCluster(vertices);
  const server = await createDreyServer({
    directory: builtApp,
    clusters: [{ id: "made-up", label: "Made up", address: new URL(flink.url), mount: "/" }],
  });
  const proxy = await startCountingProxy(await server.listen({ port: 0, host }));
  try {
    const rounds: Round[] = [];
    const frames: FrameTimes[] = [];
    const dashboard = { name: "Drey", proxy, pathOf: (id: string) => `/#/job/running/${id}`, vertexSelector: ".react-flow__node" };
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push(await look(dashboard, { jobId: WIDE_JOB_ID }, async (page) => void frames.push(await panAndZoom(page))));
    }
    const of = (pick: (round: Round) => number) => median(rounds.map(pick));
    return {
      vertices,
      rounds: ROUNDS,
      drawnMs: of((round) => round.drawnMs),
      drawnVertices: of((round) => round.drawnVertices),
      requests: of((round) => round.requests),
      bytes: of((round) => round.bytes),
      longestTaskMs: Math.max(...rounds.map((round) => round.longestTaskMs), ...frames.map((times) => times.longestTaskMs)),
      domElements: of((round) => round.domElements),
      requestsPerSecond: of((round) => round.requestsPerSecond),
      bytesPerSecond: of((round) => round.bytesPerSecond),
      frameP99Ms: median(frames.map((times) => times.p99Ms)),
    };
  } finally {
    await proxy.close();
    await server.close();
    flink.close();
  }
}

/** A JobManager on this machine that answers for a made-up job. */
async function serveWideCluster(vertices: number): Promise<{ readonly url: string; readonly close: () => void }> {
  const cluster = createWideCluster({ vertices, parallelism: PARALLELISM, now: () => Date.now() });
  const server = createServer((request, response) => {
    void cluster(new Request(`http://cluster.invalid${request.url ?? "/"}`)).then(async (reply) => {
      const body = Buffer.from(await reply.arrayBuffer());
      response.writeHead(reply.status, { "content-type": "application/json; charset=UTF-8", "content-length": body.length });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${String((server.address() as AddressInfo).port)}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
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
