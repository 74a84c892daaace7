// What an update of each chart takes in Chromium, with more data than a cluster gives it.
import { chromium } from "@playwright/test";
import { ensureChromium } from "../tools/chromium.mjs";
import { root } from "../tools/node24.mjs";
import { serveBenchPage } from "./bench-page.ts";
import type {} from "./charts-page/main.tsx";
import { startFrames, takeFrames } from "./frames.ts";
import { percentile } from "./percentile.ts";

/** One chart. Milliseconds from the data of a reply to the layout. */
export interface ChartRow {
  readonly chart: string;
  readonly points: number;
  readonly updates: number;
  readonly firstMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  /**
   * Tasks of the page's thread that took 50 ms and more during the updates, as the browser reports
   * them.
   */
  readonly longTasks: number;
}

const UPDATES = 100;
const CHARTS = [
  { chart: "records", points: 10_000 },
  { chart: "checkpoints", points: 360 },
  { chart: "checkpoints", points: 600 },
  { chart: "rescales", points: 20 },
] as const;

/** Measures each chart in a page of its own. */
export async function measureCharts(): Promise<readonly ChartRow[]> {
  const executablePath = await ensureChromium(root);
  const served = await serveBenchPage("charts-page");
  const browser = await chromium.launch({ executablePath });
  try {
    const rows: ChartRow[] = [];
    for (const { chart, points } of CHARTS) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(served.url);
      // The first drawing compiles the code.
      const { firstMs } = await page.evaluate(([name, count]) => window.measureChart(name, count, 10), [chart, points] as const);
      await startFrames(page);
      const { updatesMs } = await page.evaluate(([name, count, updates]) => window.measureChart(name, count, updates), [
        chart,
        points,
        UPDATES,
      ] as const);
      const { longTasks } = await takeFrames(page);
      await page.close();
      rows.push({
        chart,
        points,
        updates: UPDATES,
        firstMs,
        p50Ms: percentile(updatesMs, 0.5),
        p99Ms: percentile(updatesMs, 0.99),
        longestMs: percentile(updatesMs, 1),
        longTasks,
      });
    }
    return rows;
  } finally {
    await browser.close();
    await served.close();
  }
}
