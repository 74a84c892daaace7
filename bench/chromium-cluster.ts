// The engine in Chromium: a page that only starts it (bench/page), built like the app, and accessed
// over its own port.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { build } from "vite";
import { assert } from "../src/base/assert.ts";
import type { ClusterOptions } from "../src/engine/supervisor/cluster-options.ts";
import { ensureChromium } from "../tools/chromium.mjs";
import { root } from "../tools/node24.mjs";
import type { ClusterUnderTest } from "./cluster-under-test.ts";

const MEDIA_TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

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
  const directory = await mkdtemp(join(tmpdir(), "drey-bench-"));
  await build({
    configFile: false,
    logLevel: "warn",
    root: fileURLToPath(new URL("./page/", import.meta.url)),
    base: "./",
    worker: { format: "es" },
    build: { target: "es2024", outDir: directory, emptyOutDir: true, modulePreload: { polyfill: false } },
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    readFile(join(directory, path === "/" ? "index.html" : path)).then(
      (content) => response.writeHead(200, { "content-type": MEDIA_TYPES[extname(path)] ?? "text/html" }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert(typeof address === "object" && address !== null, "the bench server has an address");
  const url = `http://127.0.0.1:${String(address.port)}/`;
  const browser = await chromium.launch({ executablePath });

  return {
    version: browser.version(),
    async start(options) {
      const context = await browser.newContext();
      const page = await context.newPage();
      page.on("pageerror", (error) => console.error(`page: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() === "error") console.error(`page: ${message.text()}`);
      });
      await page.goto(`${url}#${encodeURIComponent(JSON.stringify(options))}`);
      return {
        ask: (method, path, body) => page.evaluate((asked) => window.askCluster(asked), { method, url: path, body }),
        stop: () => context.close(),
      };
    },
    async close() {
      await browser.close();
      server.close();
      await rm(directory, { recursive: true });
    },
  };
}
