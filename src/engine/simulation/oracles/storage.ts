// The content of storage: a checkpoint of each running job, and after all jobs have ended only complete savepoints.

import type { Checkpoints } from "../../../rest/checkpoints.ts";
import type { JobsOverview } from "../../../rest/jobs.ts";
import { decodeCheckpointMetadata } from "../../jobmanager/checkpoints/checkpoint-metadata.ts";
import { METADATA_FILE } from "../../jobmanager/savepoints/savepoint-path.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";
import { hasEnded } from "./job-facts.ts";
import type { FinishedRun } from "./oracle.ts";

/** Longer than storage takes without faults, and than the pause before a failed deletion is repeated. */
const CLEAN_UP_MS = 5_000;

/** A running job that has completed a checkpoint has one to restart from. */
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
      problems.push(`checkpoint ${latest.completed.id} of job ${job.jid} is completed, but storage contains none`);
  }
  return problems;
}

/** Aborted checkpoints and savepoints, and ended jobs, leave no files. Cancels all jobs, so it comes last. */
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
    if (directory.includes("/chk-")) return [`${path} was not deleted, although its job has ended`];
    const metadata = cluster.storedFile(`${directory}/${METADATA_FILE}`);
    if (metadata === undefined) return [`${path} was not deleted, although its savepoint was aborted`];
    return path === `${directory}/${METADATA_FILE}` || pathsIn(metadata).includes(path)
      ? []
      : [`${path} is not part of the state of its savepoint`];
  });
}

/** The files that a checkpoint's metadata name. */
function pathsIn(metadata: Uint8Array): readonly string[] {
  return decodeCheckpointMetadata(metadata).operators.flatMap(({ subtasks }) =>
    subtasks.flatMap(({ keyed }) => (keyed?.handle.type === "file" ? [keyed.handle.path] : [])),
  );
}
