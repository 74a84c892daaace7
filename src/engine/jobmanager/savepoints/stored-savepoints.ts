// Which savepoints and retained checkpoints there are, and whether a job can start from them: part of the playground API.

import type { StoredSavepoint } from "../../../rest/playground.ts";
import type { Host } from "../../host.ts";
import type { PartitionRange } from "../../protocol/broker.ts";
import type { BrokerRetention } from "../broker-retention.ts";
import { externalForm, stateFilesSizeBytes, topicsOf } from "../checkpoints/completed-checkpoint.ts";
import { METADATA_FILE } from "./savepoint-path.ts";
import { loadCheckpoint, offsetProblem, type LoadedCheckpoint } from "./savepoint-restore.ts";

/** Whether a checkpoint may be deleted soon. */
export interface CheckpointOwnership {
  /** Whether that job may still delete its checkpoints by itself. */
  isAlive(jobId: string): boolean;
  /** Whether a job or a user has begun to delete that directory. */
  isBeingDeleted(directory: string): boolean;
}

/** Newest first. Checkpoints of jobs that have not ended are not among them: they go when the next completes. Rejects with StorageError. */
export async function storedSavepoints(
  host: Host,
  retention: BrokerRetention,
  ownership: CheckpointOwnership,
): Promise<readonly StoredSavepoint[]> {
  const paths = await host.storage.list("/");
  const directories = paths.flatMap((path) => (path.endsWith(`/${METADATA_FILE}`) ? [path.slice(0, -METADATA_FILE.length - 1)] : []));
  const all = await Promise.all(directories.map((directory) => loadCheckpoint(host.storage, directory)));
  // What cannot be read is gone by now, or no checkpoint at all.
  const loaded = all.flatMap((result) => (result.ok ? [result.value] : []));
  const shown = loaded.filter(({ checkpoint }) => checkpoint.isSavepoint || !ownership.isAlive(checkpoint.jobId));
  const ranges = await rangesOf(retention, [...new Set(shown.flatMap(({ checkpoint }) => topicsOf(checkpoint)))]);
  return shown
    .map((savepoint) => describe(savepoint, ranges, ownership.isBeingDeleted(savepoint.directory)))
    .toSorted((a, b) => b.created - a.created || (a.path < b.path ? -1 : 1));
}

type Ranges = ReadonlyMap<string, readonly PartitionRange[] | undefined>;

async function rangesOf(retention: BrokerRetention, topics: readonly string[]): Promise<Ranges> {
  const answers = topics.map(
    (topic) =>
      new Promise<readonly [string, readonly PartitionRange[] | undefined]>((resolve) => {
        retention.ranges(topic, (ranges) => resolve([topic, ranges]));
      }),
  );
  return new Map(await Promise.all(answers));
}

function describe(
  { checkpoint, directory, metadataSizeBytes }: LoadedCheckpoint,
  ranges: Ranges,
  isBeingDeleted: boolean,
): StoredSavepoint {
  const reason = isBeingDeleted ? "It is being deleted." : (offsetProblem(checkpoint, ranges) ?? null);
  return {
    path: externalForm(directory),
    jobId: checkpoint.jobId,
    jobName: checkpoint.jobName,
    created: checkpoint.triggerTimestamp,
    bytes: metadataSizeBytes + stateFilesSizeBytes(checkpoint),
    kind: checkpoint.isSavepoint ? "savepoint" : "checkpoint",
    usable: reason === null,
    reason,
  };
}
