// The calls of Flink's REST API that the supervisor makes itself.
import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import { StartError } from "./start-error.ts";

const POLL_MS = 100;
/** Only against a hang, because a busy machine may be slow, ms. */
const START_TIMEOUT_MS = 300_000;

const uploadSchema = z.object({ filename: z.string() });
const runSchema = z.object({ jobid: z.string() });
const overviewSchema = z.object({ jobs: z.array(z.object({ jid: z.string(), name: z.string(), state: z.string() })) });

/** A job as the JobManager lists it. */
export interface ListedJob {
  readonly jid: string;
  readonly name: string;
  readonly state: string;
}

/**
 * Resolves when the JobManager, or another server of `GET /config`, answers. Rejects with StartError if `hasEnded` returns true,
 * or after five minutes.
 */
export async function waitForJobManager(url: string, hasEnded: () => boolean, name = "JobManager"): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (hasEnded()) throw new StartError(`The ${name} stopped before it answered.`);
    const isThere = await fetch(`${url}/config`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (isThere) return;
    await sleep(POLL_MS);
  }
  throw new StartError(`The ${name} did not answer within ${START_TIMEOUT_MS / 1000} s.`);
}

/** Uploads a JAR and returns its id. */
export async function uploadJar(url: string, path: string): Promise<string> {
  const form = new FormData();
  form.append("jarfile", await openAsBlob(path, { type: "application/java-archive" }), basename(path));
  const { filename } = uploadSchema.parse(await ask(`${url}/jars/upload`, { method: "POST", body: form }));
  return basename(filename);
}

/**
 * Runs a JAR's main class and returns the job's id. Flink does not apply parallelism.default to
 * this call, so it is passed.
 */
export async function runJar(url: string, jarId: string, parallelism: number, programArgsList: readonly string[]): Promise<string> {
  const body = JSON.stringify({ parallelism, programArgsList });
  const headers = { "content-type": "application/json" };
  return runSchema.parse(await ask(`${url}/jars/${encodeURIComponent(jarId)}/run`, { method: "POST", headers, body })).jobid;
}

/** Every job that the JobManager knows of. */
export async function listJobs(url: string): Promise<readonly ListedJob[]> {
  return overviewSchema.parse(await ask(`${url}/jobs/overview`, {})).jobs;
}

/** The JobManager's log. */
export function readLog(url: string): Promise<string> {
  return askText(`${url}/jobmanager/log`, {});
}

async function ask(url: string, init: RequestInit): Promise<unknown> {
  return JSON.parse(await askText(url, init));
}

async function askText(url: string, init: RequestInit): Promise<string> {
  const reply = await fetch(url, init);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${init.method ?? "GET"} ${new URL(url).pathname}: ${reply.status} ${text.slice(0, 2000)}`);
  return text;
}
