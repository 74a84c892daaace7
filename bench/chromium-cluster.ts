// The engine in Chromium: a page that only starts it (bench/page), built like the app, and accessed
// over its own port.
import { chromium } from "@playwright/test";
import type { ClusterOptions } from "../src/engine/supervisor/cluster-options.ts";
import { ensureChromium } from "../tools/chromium.mjs";
import { root } from "../tools/node24.mjs";
import { serveBenchPage } from "./bench-page.ts";
import type { ClusterUnderTest } from "./cluster-under-test.ts";

/** A browser with access to the built page. */
interface BenchBrowser {
  readonly version: string;
  /** A cluster in its own page. */
  start(options: Partial<ClusterOptions>): Promise<ClusterUnderTest>;
  close(): Promise<void>;
}

/** Measures with a browser and closes it in any case. */
export async function withBenchBrowser<T>(measure: (browser: BenchBrowser) => Promise<T>): Promise<T> {
  const browser = await openBenchBrowser();
  try {
    return await measure(browser);
  } finally {
    await browser.close();
  }
}

/** Builds the page, serves it and starts Chromium. */
async function openBenchBrowser(): Promise<BenchBrowser> {
  const executablePath = await ensureChromium(root);
  const page = await serveBenchPage("page");
  const browser = await chromium.launch({ executablePath });

  return {
    version: browser.version(),
    async start(options) {
      const context = await browser.newContext();
      const tab = await context.newPage();
      tab.on("pageerror", (error) => console.error(`page: ${error.message}`));
      tab.on("console", (message) => {
        if (message.type() === "error") console.error(`page: ${message.text()}`);
      });
      await tab.goto(`${page.url}#${encodeURIComponent(JSON.stringify(options))}`);
      return {
        ask: (method, path, body) => tab.evaluate((asked) => window.askCluster(asked), { method, url: path, body }),
        stop: () => context.close(),
      };
    },
    async close() {
      await browser.close();
      await page.close();
    },
  };
}
