// The curl lines that the dashboard prints beside its actions, run as printed against `npm run engine`'s server.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { cancelLines, disposeLines, runLines, savepointLines, stopLines } from "../src/domain/command-lines.ts";
import type { Jars } from "../src/rest/jars.ts";
import type { JobsOverview } from "../src/rest/jobs.ts";
import type { SavepointStatus } from "../src/rest/operations.ts";
import type { StoredSavepoints } from "../src/rest/playground.ts";
import { startNodeCluster } from "./engine-host.ts";
import { createEngineServer } from "./engine-server.ts";

const run = promisify(execFile);
const LIMIT_MS = 120_000;
const LOOK_EVERY_MS = 100;

function failOnCrash(container: string, reason: string): void {
  throw new Error(`${container}: ${reason}`);
}

/** What a line prints, run by a shell as it stands. */
async function shell(line: string): Promise<string> {
  return (await run("sh", ["-c", line])).stdout;
}

async function until<Fact>(look: () => Promise<Fact | undefined>): Promise<Fact> {
  for (;;) {
    const fact = await look();
    if (fact !== undefined) return fact;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

it("the curl lines of savepoint, deletion, stop, start and cancel do what they say", { timeout: LIMIT_MS }, async ({ skip }) => {
  const hasCurl = await run("curl", ["--version"]).then(
    () => true,
    () => false,
  );
  if (!hasCurl) skip("curl is not on this machine: the lines were not tried");
  const build = mkdtempSync(join(tmpdir(), "drey-curl-"));
  writeFileSync(join(build, "index.html"), `<meta http-equiv="Content-Security-Policy" content="default-src 'none'" />`);
  const cluster = startNodeCluster({}, failOnCrash);
  const server = await createEngineServer(build, cluster.handle);
  try {
    const url = await server.listen({ port: 0, host: "127.0.0.1" });
    const get = async <Reply>(path: string): Promise<Reply> => (await (await fetch(url + path)).json()) as Reply;
    const newest = async () => (await get<JobsOverview>("/jobs/overview")).jobs[0];
    const running = () =>
      until(async () => {
        const job = await newest();
        return job !== undefined && job.tasks.total > 0 && job.tasks.running === job.tasks.total ? job.jid : undefined;
      });
    const requestId = (printed: string): string => (JSON.parse(printed) as { "request-id": string })["request-id"];
    const outcome = (path: string) =>
      until(async () => {
        const { status, operation } = await get<SavepointStatus>(path);
        return status.id === "COMPLETED" ? (operation ?? undefined) : undefined;
      });
    const savepoints = async () => (await get<StoredSavepoints>("/playground/savepoints")).savepoints.map(({ path }) => path);

    const first = await running();
    const taken = requestId(await shell(savepointLines(url, first, "").curl));
    const { location: path = "" } = await outcome(`/jobs/${first}/savepoints/${taken}`);
    expect(await savepoints()).toEqual([path]);

    const disposal = requestId(await shell(disposeLines(url, path).curl));
    await outcome(`/savepoint-disposal/${disposal}`);
    expect(await savepoints()).toEqual([]);

    const stop = requestId(await shell(stopLines(url, first, { drain: false, directory: "/tmp/of a's own" }).curl));
    const { location: stopped = "" } = await outcome(`/jobs/${first}/savepoints/${stop}`);
    expect(stopped).toMatch(/^file:\/tmp\/of a's own\/savepoint-/);
    expect((await newest())?.state).toBe("FINISHED");

    const jar = (await get<Jars>("/jars")).files[0];
    const request = {
      jarId: jar?.id ?? "",
      jarName: jar?.name ?? "",
      entryClass: "",
      programArgs: ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"],
      parallelism: 1,
      savepointPath: stopped,
      allowNonRestoredState: false,
    };
    const { jobid } = JSON.parse(await shell(runLines(url, request).curl)) as { jobid: string };
    expect(await running()).toBe(jobid);

    expect(await shell(cancelLines(url, jobid).curl)).toBe("{}");
    await until(async () => ((await newest())?.state === "CANCELED" ? true : undefined));
  } finally {
    await server.close();
    await cluster.stop();
    rmSync(build, { recursive: true, force: true });
  }
});
