// The drop-in on a real JobManager of each version.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dropInFiles, packJar } from "../tools/drop-in-jar.ts";
import { buildJar } from "./build-jar.ts";
import { waitForJobManager } from "./flink-rest.ts";
import { FLINK_VERSIONS, type FlinkLine } from "./flink-versions.ts";
import { fetchLibraries } from "./libraries.ts";
import { PlaygroundProcesses } from "./playground-processes.ts";
import { RunDirectory } from "./run-directory.ts";

const STOP_GRACE_MS = 20_000;

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "drey-drop-in-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An app with one file of each kind in the build. */
function buildTinyJar(): string {
  const files = [
    "index.html",
    "favicon.svg",
    "assets/app-1a2b.js",
    "assets/app-1a2b.css",
    "assets/inter-1a2b.woff2",
    "assets/proof.worker-1a2b.js",
  ];
  const bytes = (path: string) => new TextEncoder().encode(`this is ${path}`);
  const jar = join(folder, "drey.jar");
  writeFileSync(jar, packJar(dropInFiles(files.map((path) => ({ path, bytes: bytes(path) }))), "1"));
  return jar;
}

async function startJobManager(line: FlinkLine, jar: string) {
  const libraries = await fetchLibraries(line, () => undefined);
  const sources = fileURLToPath(new URL("java/playground", import.meta.url));
  const playgroundJar = await buildJar({ name: "playground", sources, classPath: [libraries.kafka], release: 17 });
  const run = new RunDirectory();
  const software = { line, flink: libraries.flink, kafka: libraries.kafka, playgroundJar, extraJars: [jar] };
  const processes = await PlaygroundProcesses.prepare(run, software, { adaptive: false, further: {} });
  const { jvm } = await processes.start("jobmanager", "jobmanager");
  let hasEnded = false;
  void jvm.ended.then(() => {
    hasEnded = true;
  });
  const stop = async () => {
    await jvm.stop(STOP_GRACE_MS);
    run.remove();
  };
  await waitForJobManager(processes.jobManagerUrl, () => hasEnded).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url: processes.jobManagerUrl, stop };
}

it.each(Object.keys(FLINK_VERSIONS) as FlinkLine[])("a JobManager of Flink %s serves the app beside its REST API", async (line) => {
  const jobManager = await startJobManager(line, buildTinyJar());
  try {
    const get = async (path: string) => {
      const reply = await fetch(`${jobManager.url}${path}`);
      return { status: reply.status, type: reply.headers.get("content-type"), body: await reply.text() };
    };
    expect(await get("/")).toEqual({ status: 200, type: "text/html", body: "this is index.html" });
    for (const [path, type] of [
      ["favicon.svg", "image/svg+xml"],
      ["assets/app-1a2b.js", "application/javascript"],
      ["assets/app-1a2b.css", "text/css"],
      ["assets/inter-1a2b.woff2", "application/font-woff2"],
      ["assets/proof.worker-1a2b.js", "application/javascript"],
    ] as const) {
      expect(await get(`/${path}`), path).toEqual({ status: 200, type, body: `this is ${path}` });
    }
    const config = await get("/drey.json");
    expect([config.type, JSON.parse(config.body)]).toEqual([
      "application/json",
      { backends: [expect.objectContaining({ kind: "http", url: "./" }), { kind: "browser" }] },
    ]);
    expect(JSON.parse((await get("/overview")).body)).toMatchObject({ "flink-version": FLINK_VERSIONS[line].flink });
    expect((await get("/main.js")).status).toBe(404);
  } finally {
    await jobManager.stop();
  }
});
