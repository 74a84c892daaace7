// What storage holds: a checkpoint of each living job, and when every job has ended savepoints, whole, and nothing else.

import type { Checkpoints } from "../../../rest/checkpoints.ts";
import type { JobsOverview } from "../../../rest/jobs.ts";
import { decodeCheckpointMetadata } from "../../jobmanager/checkpoints/checkpoint-metadata.ts";
import { METADATA_FILE } from "../../jobmanager/savepoints/savepoint-path.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";
import { hasEnded } from "./job-facts.ts";
import type { FinishedRun } from "./oracle.ts";

/** Longer than storage takes when it is calm, and than the pause before a failed deletion is tried again. */
const CLEAN_UP_MS = 5_000;

/** A job that has completed a checkpoint and lives has one to restart from. */
export async function aCheckpointIsRetained({ cluster }: FinishedRun): Promise<readonly string[]> {
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  const problems: string[] = [];
  for (const job of jobs) {
    if (hasEnded(job)) continue;
    const { status, body } = await cluster.request("GET", `/jobs/${job.jid}/checkpoints`);
    // A job without checkpoints has no such statistics.
    if (status !== 200) continue;
    const { latest } = JSON.parse(body) as Checkpoints;
    const isRetained = cluster.storedFiles().some((path) => path.includes(`/${job.jid}/chk-`) && path.endsWith(METADATA_FILE));
    if (latest.completed && !isRetained)
      problems.push(`checkpoint ${latest.completed.id} of job ${job.jid} is completed, but none is stored`);
  }
  return problems;
}

/** Nothing is left of a checkpoint or savepoint that was given up, or of a job that has ended. Cancels all jobs, so it comes last. */
export async function noFileIsLeftOver({ cluster }: FinishedRun): Promise<readonly string[]> {
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  for (const job of jobs) if (!hasEnded(job)) await cluster.request("PATCH", `/jobs/${job.jid}?mode=cancel`);
  await cluster.simulation.runUntil(cluster.simulation.nowMs + CLEAN_UP_MS);
  return leftOverFiles(cluster);
}

function leftOverFiles(cluster: SimulatedCluster): string[] {
  return cluster.storedFiles().flatMap((path) => {
    const directory = path.slice(0, path.lastIndexOf("/"));
    // Checkpoints are not retained in any drawn cluster.
    if (directory.includes("/chk-")) return [`${path} is left of a job that has ended`];
    const metadata = cluster.storedFile(`${directory}/${METADATA_FILE}`);
    if (metadata === undefined) return [`${path} is left of a savepoint that was given up`];
    return path === `${directory}/${METADATA_FILE}` || pathsIn(metadata).includes(path)
      ? []
      : [`${path} belongs to no state of its savepoint`];
  });
}

/** The files that a checkpoint's metadata name. */
function pathsIn(metadata: Uint8Array): readonly string[] {
  return decodeCheckpointMetadata(metadata).operators.flatMap(({ subtasks }) =>
    subtasks.flatMap(({ keyed }) => (keyed?.handle.type === "file" ? [keyed.handle.path] : [])),
  );
}
