// A page of the benchmark's own, built as the app is built and served on a free port.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { build } from "vite";
import { assert } from "../src/base/assert.ts";

const MEDIA_TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** Builds the page in `bench/<folder>` and serves it until it is closed. */
export async function serveBenchPage(folder: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "drey-bench-"));
  await build({
    configFile: false,
    logLevel: "warn",
    root: fileURLToPath(new URL(`./${folder}/`, import.meta.url)),
    base: "./",
    plugins: [tailwindcss()],
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
  return {
    url: `http://127.0.0.1:${String(address.port)}/`,
    async close() {
      server.close();
      await rm(directory, { recursive: true });
    },
  };
}
