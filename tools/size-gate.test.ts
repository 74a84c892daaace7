import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { root } from "./node24.mjs";

let build = "";

beforeEach(() => {
  build = mkdtempSync(join(tmpdir(), "drey-size-"));
});

afterEach(() => {
  rmSync(build, { recursive: true, force: true });
});

/** A build whose files have the given sizes and cannot be compressed. */
function plantBuild(bytes: { entry: number; shared: number; overview: number; job?: number; graph?: number; worker: number }): void {
  const manifest = {
    "index.html": { file: "assets/index.js", imports: ["_shared.js"], css: ["assets/index.css"], isEntry: true },
    "_shared.js": { file: "assets/shared.js" },
    "src/pages/overview-page.tsx": { file: "assets/overview.js", imports: ["index.html", "_shared.js"], isDynamicEntry: true },
    "src/pages/job-page.tsx": { file: "assets/job.js", imports: ["index.html", "_tabs.js"], isDynamicEntry: true },
    "src/features/job-graph/graph-canvas.tsx": { file: "assets/graph-canvas.js", imports: ["_shared.js"], isDynamicEntry: true },
    "_tabs.js": { file: "assets/tabs.js", imports: ["_shared.js"] },
  };
  const files: Record<string, string | Buffer> = {
    ".vite/manifest.json": JSON.stringify(manifest),
    "assets/index.js": randomBytes(bytes.entry),
    "assets/index.css": randomBytes(1000),
    "assets/shared.js": randomBytes(bytes.shared),
    "assets/overview.js": randomBytes(bytes.overview),
    "assets/job.js": randomBytes(1000),
    "assets/tabs.js": randomBytes(bytes.job ?? 1000),
    "assets/graph-canvas.js": randomBytes(bytes.graph ?? 1000),
    "assets/container.worker.js": randomBytes(bytes.worker),
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(build, path)), { recursive: true });
    writeFileSync(join(build, path), content);
  }
}

function sizeLimit(): { status: number | null; output: string } {
  const tool = join(root, "node_modules/size-limit/bin.js");
  const env = { ...process.env, DREY_BUILD: build };
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool], { cwd: root, encoding: "utf8", env });
  return { status, output: stdout + stderr };
}

it("is green within the budgets", () => {
  plantBuild({ entry: 100_000, shared: 50_000, overview: 35_000, worker: 50_000 });
  expect(sizeLimit()).toMatchObject({ status: 0 });
});

it("is red when the first load is too big, counting the entry, what it imports and the overview's page", () => {
  plantBuild({ entry: 100_000, shared: 50_000, overview: 55_000, worker: 50_000 });
  const { status, output } = sizeLimit();
  expect(status).toBe(1);
  expect(output).toContain("first load of the overview");
});

it("is red when the first load of a job's page is too big, counting what its page imports", () => {
  plantBuild({ entry: 97_000, shared: 98_000, overview: 1000, job: 98_000, worker: 1000 });
  const { status, output } = sizeLimit();
  expect(status).toBe(1);
  expect(output).toMatch(/first load of the job page[^]*has exceeded/);
});

it("is red when the graph is too big for the first load of a job's page", () => {
  plantBuild({ entry: 97_000, shared: 90_000, overview: 1000, job: 98_000, graph: 80_000, worker: 1000 });
  const { status, output } = sizeLimit();
  expect(status).toBe(1);
  expect(output).toMatch(/the same with the graph[^]*has exceeded/);
});

it("is red when a worker is too big", () => {
  plantBuild({ entry: 1000, shared: 1000, overview: 1000, worker: 90_000 });
  expect(sizeLimit()).toMatchObject({ status: 1 });
});

it("is red when the gate does not find the overview's page", () => {
  plantBuild({ entry: 1000, shared: 1000, overview: 1000, worker: 1000 });
  writeFileSync(join(build, ".vite/manifest.json"), `{ "index.html": { "file": "assets/index.js" } }`);
  expect(sizeLimit().status).not.toBe(0);
});
