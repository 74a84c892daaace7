// The savepoints and retained checkpoints in the run's directory.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { StoredSavepoint } from "../src/rest/playground.ts";
import type { ListedJob } from "./flink-rest.ts";

const METADATA = "_metadata";
/** States in which a job no longer deletes its checkpoints. */
const ENDED = new Set(["FINISHED", "CANCELED", "FAILED"]);

/**
 * Newest first. Without the checkpoints of running jobs, because the next completed checkpoint
 * deletes them.
 */
export async function storedSavepoints(dataDirectory: string, jobs: readonly ListedJob[]): Promise<readonly StoredSavepoint[]> {
  const files = await readdir(dataDirectory, { recursive: true });
  const directories = files.flatMap((file) => (file.endsWith(`/${METADATA}`) ? [file.slice(0, -METADATA.length - 1)] : []));
  const found = await Promise.all(directories.map((directory) => describe(dataDirectory, directory, jobs)));
  return found.filter((savepoint) => savepoint !== undefined).toSorted((a, b) => b.created - a.created);
}

async function describe(root: string, directory: string, jobs: readonly ListedJob[]): Promise<StoredSavepoint | undefined> {
  const origin = originOf(directory);
  if (origin === undefined) return undefined;
  const job = jobs.find(({ jid }) => jid.startsWith(origin.jobId));
  if (origin.kind === "checkpoint" && job !== undefined && !ENDED.has(job.state)) return undefined;
  const path = join(root, directory);
  try {
    const sizes = (await readdir(path)).map(async (file) => (await stat(join(path, file))).size);
    return {
      // In Flink's format, with one slash.
      path: `file:${path}`,
      jobId: job?.jid ?? origin.jobId,
      jobName: job?.name ?? "",
      created: Math.round((await stat(join(path, METADATA))).mtimeMs),
      bytes: (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0),
      kind: origin.kind,
      usable: true,
      reason: null,
    };
  } catch {
    // Deleted during the listing.
    return undefined;
  }
}

/**
 * The job of a directory, from its name: `…/savepoint-<first six of the job's id>-<random>` or
 * `…/<job's id>/chk-<n>`.
 */
export function originOf(directory: string): { readonly kind: StoredSavepoint["kind"]; readonly jobId: string } | undefined {
  const savepoint = /(?:^|\/)savepoint-([0-9a-f]{6})-[0-9a-f]+$/.exec(directory)?.[1];
  if (savepoint !== undefined) return { kind: "savepoint", jobId: savepoint };
  const checkpoint = /(?:^|\/)([0-9a-f]{32})\/chk-\d+$/.exec(directory)?.[1];
  return checkpoint === undefined ? undefined : { kind: "checkpoint", jobId: checkpoint };
}
