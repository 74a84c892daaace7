// Flink's command line client prints the same with this engine as with Flink.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { JobsOverview } from "../src/rest/jobs.ts";
import { startNodeCluster } from "./engine-host.ts";
import { createEngineServer } from "./engine-server.ts";
import { type FlinkCli, flinkCli } from "./testing/flink-cli.ts";
import { untilJobManagerAnswers } from "./testing/until-jobmanager-answers.ts";

const UNKNOWN_JOB = "0".repeat(32);
const RULER = "-".repeat(62);

function failOnCrash(container: string, reason: string): void {
  throw new Error(`${container}: ${reason}`);
}

/** Runs `work` with the client and the engine's address. */
async function withCli(work: (cli: FlinkCli, baseUrl: string) => Promise<void>): Promise<void> {
  const build = mkdtempSync(join(tmpdir(), "drey-cli-"));
  writeFileSync(join(build, "index.html"), `<meta http-equiv="Content-Security-Policy" content="default-src 'none'" />`);
  const cluster = startNodeCluster({}, failOnCrash);
  const server = await createEngineServer(build, cluster.handle);
  try {
    await untilJobManagerAnswers(cluster);
    const baseUrl = await server.listen({ port: 0, host: "127.0.0.1" });
    const cli = await flinkCli((server.server.address() as AddressInfo).port);
    await work(cli, baseUrl);
  } finally {
    await server.close();
    await cluster.stop();
    rmSync(build, { recursive: true, force: true });
  }
}

async function newestJob(baseUrl: string): Promise<JobsOverview["jobs"][number] | undefined> {
  return ((await (await fetch(`${baseUrl}/jobs/overview`)).json()) as JobsOverview).jobs[0];
}

async function runningJob(baseUrl: string): Promise<string> {
  for (;;) {
    const job = await newestJob(baseUrl);
    if (job !== undefined && job.tasks.running === job.tasks.total && job.tasks.total > 0) return job.jid;
  }
}

it("list, savepoint, stop and cancel print the same as for a Flink cluster", async () => {
  await withCli(async (cli, baseUrl) => {
    const first = await runningJob(baseUrl);
    const listed = await cli("list");
    expect(listed.stdout).toMatch(
      new RegExp(
        `^Waiting for response\\.\\.\\.\\n-{18} Running/Restarting Jobs -{19}\\n\\d\\d\\.\\d\\d\\.\\d{4} \\d\\d:\\d\\d:\\d\\d : ${first} : Click Event Count \\(RUNNING\\)\\n${RULER}\\nNo scheduled jobs\\.\\n$`,
      ),
    );

    const taken = await cli("savepoint", first);
    expect(taken).toMatchObject({ code: 0 });
    expect(taken.stdout).toMatch(
      new RegExp(
        `^Triggering savepoint for job ${first}\\.\\nWaiting for response\\.\\.\\.\\nSavepoint completed\\. Path: (file:/tmp/flink-savepoints-directory/savepoint-${first.slice(0, 6)}-[0-9a-f]{12})\\nYou can resume your program from this savepoint with the run command\\.\\n$`,
      ),
    );
    const path = /file:\S+/.exec(taken.stdout)?.[0] ?? "";
    expect((await cli("savepoint", "--dispose", path)).stdout).toBe(
      `Disposing savepoint '${path}'.\nWaiting for response...\nSavepoint '${path}' disposed.\n`,
    );

    // A failure is reported in the cluster's own words.
    const unknown = await cli("savepoint", UNKNOWN_JOB);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain(`FlinkException: Failed to trigger a savepoint for the job ${UNKNOWN_JOB}.`);
    expect(unknown.stderr).toContain(`Could not find Flink job (${UNKNOWN_JOB})`);

    const stopped = await cli("stop", "--drain", first);
    expect(stopped.stdout).toMatch(
      new RegExp(
        `^Draining job "${first}" with a CANONICAL savepoint\\.\\nTriggering stop-with-savepoint for job ${first}\\.\\nWaiting for response\\.\\.\\.\\nSavepoint completed\\. Path: file:/\\S+\\n$`,
      ),
    );
    expect((await cli("list", "-a")).stdout).toContain(`${first} : Click Event Count (FINISHED)`);

    const { files } = (await (await fetch(`${baseUrl}/jars`)).json()) as { files: { id: string }[] };
    const body = JSON.stringify({ programArgs: "--bootstrap.servers kafka:9092 --checkpointing --event-time" });
    // As sent by curl: the body is read with any content type.
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const started = await fetch(`${baseUrl}/jars/${files[0]?.id ?? ""}/run`, { method: "POST", body, headers });
    expect(started.status).toBe(200);
    const second = await runningJob(baseUrl);
    expect(second).not.toBe(first);
    expect((await cli("cancel", second)).stdout).toBe(`Cancelling job ${second}.\nCancelled job ${second}.\n`);
    await expect.poll(async () => (await newestJob(baseUrl))?.state).toBe("CANCELED");
  });
});
