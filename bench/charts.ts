// What an update of each chart takes in Chromium, with more data than a cluster gives it.
import { chromium, type Page } from "@playwright/test";
import { assert } from "../src/base/assert.ts";
import { ensureChromium } from "../tools/chromium.mjs";
import { root } from "../tools/node24.mjs";
import { serveBenchPage } from "./bench-page.ts";
import type {} from "./charts-page/main.tsx";
import { percentile } from "./percentile.ts";

/** One chart. Milliseconds from the data of a reply to the layout. */
export interface ChartRow {
  readonly chart: string;
  readonly points: number;
  readonly updates: number;
  readonly p50Ms: number;
  readonly longestMs: number;
  /** Processor time of the page's thread for one update, with the task around it. */
  readonly cpuP50Ms: number;
  readonly cpuLongestMs: number;
}

const UPDATES = 50;
/** The first updates compile the code. */
const WARM_UP = 20;
/** At the widths that the charts have in a window of 1440 px. */
const CHARTS = [
  { chart: "records", points: 10_000, widthPx: 320 },
  { chart: "checkpoints", points: 360, widthPx: 1332 },
  { chart: "rescales", points: 20, widthPx: 1332 },
] as const;

/** Measures each chart in its own page. */
export async function measureCharts(): Promise<readonly ChartRow[]> {
  const executablePath = await ensureChromium(root);
  const served = await serveBenchPage("charts-page");
  const browser = await chromium.launch({ executablePath });
  try {
    const rows: ChartRow[] = [];
    for (const chart of CHARTS) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(served.url);
      rows.push(await measureChart(page, chart));
      await page.close();
    }
    return rows;
  } finally {
    await browser.close();
    await served.close();
  }
}

async function measureChart(page: Page, { chart, points, widthPx }: (typeof CHARTS)[number]): Promise<ChartRow> {
  const cpu = await processorTime(page);
  await page.evaluate(([name, count, width]) => window.benchCharts.open(name, count, width), [chart, points, widthPx] as const);
  const wallMs: number[] = [];
  const cpuMs: number[] = [];
  for (let step = 0; step < WARM_UP + UPDATES; step++) {
    const before = await cpu();
    const ms = await page.evaluate((number) => window.benchCharts.update(number), step);
    const after = await cpu();
    if (step < WARM_UP) continue;
    wallMs.push(ms);
    cpuMs.push(after - before);
  }
  assert((await page.locator("svg path").count()) > 0, `${chart} has to draw something`);
  return {
    chart,
    points,
    updates: UPDATES,
    p50Ms: percentile(wallMs, 0.5),
    longestMs: percentile(wallMs, 1),
    cpuP50Ms: percentile(cpuMs, 0.5),
    cpuLongestMs: percentile(cpuMs, 1),
  };
}

/** Reads the processor time that tasks of the page's thread have taken so far, ms. */
async function processorTime(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
  };
}
