// From navigation to the job graph with live numbers, in Chromium with an empty profile, against
// the production build.
import { chromium } from "@playwright/test";
import type {} from "../src/app/drey-global.ts";
import { builtApp, createAppServer } from "../server/app-server.ts";
import { assert } from "../src/base/assert.ts";
import { ensureChromium } from "../tools/chromium.mjs";
import { host } from "../tools/port.mjs";
import { root, run } from "../tools/node24.mjs";
import { median } from "./percentile.ts";

/** Milliseconds since the navigation began; medians over cold starts. */
export interface FirstGraphRow {
  readonly rounds: number;
  /** `/jobs/overview` says that all tasks run. */
  readonly allTasksRunningMs: number;
  /** The job's graph is drawn and shows a rate. */
  readonly liveGraphMs: number;
}

const ROUNDS = 5;
const LIMIT_MS = 30_000;

/** Builds the app and measures it. */
export async function measureFirstGraph(): Promise<FirstGraphRow> {
  assert((await run("vite", ["build", "--logLevel", "warn"])) === 0, "the app has to build");
  const executablePath = await ensureChromium(root);
  const server = await createAppServer(builtApp);
  const address = await server.listen({ port: 0, host });
  const running: number[] = [];
  const live: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      // A new browser, without caches and warm processes.
      const browser = await chromium.launch({ executablePath });
      const page = await browser.newPage();
      await page.goto(address, { waitUntil: "commit" });
      running.push(await page.evaluate(whenAllTasksRun, LIMIT_MS));
      await browser.close();
      live.push(await liveGraph(executablePath, address));
    }
  } finally {
    await server.close();
  }
  return { rounds: ROUNDS, allTasksRunningMs: median(running), liveGraphMs: median(live) };
}

async function liveGraph(executablePath: string, address: string): Promise<number> {
  const browser = await chromium.launch({ executablePath });
  const page = await browser.newPage();
  await page.goto(address, { waitUntil: "commit" });
  // The address may open any page, because the graph counts from the same navigation.
  await page.getByRole("link", { name: "Click Event Count" }).first().click({ timeout: LIMIT_MS });
  const ms = await page.evaluate(whenGraphIsLive, LIMIT_MS);
  await browser.close();
  return ms;
}

/** Runs in the page. */
async function whenAllTasksRun(limitMs: number): Promise<number> {
  while (performance.now() < limitMs) {
    if (typeof window.drey === "object") {
      const reply = await window.drey.request(new Request("/jobs/overview"));
      const { jobs } = await reply.json();
      if (jobs?.[0]?.state === "RUNNING" && jobs[0].tasks.running === jobs[0].tasks.total) return performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("not all tasks were RUNNING in time");
}

/** Runs in the page: four vertices are drawn, and one shows a number of records per second. */
async function whenGraphIsLive(limitMs: number): Promise<number> {
  while (performance.now() < limitMs) {
    const nodes = [...document.querySelectorAll(".react-flow__node")].filter((node) => node.getBoundingClientRect().width > 0);
    if (nodes.length >= 4 && nodes.some((node) => /[1-9][\d.,]*\s*(k|M)?\/s/.test(node.textContent ?? ""))) return performance.now();
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  throw new Error("the graph was not drawn with a rate in time");
}
