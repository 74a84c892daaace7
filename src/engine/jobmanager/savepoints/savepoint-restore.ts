// From the path of a savepoint to a job that can begin with it, or to Flink's words for why it cannot. Flink: Checkpoints.loadAndValidateCheckpoint,
// StateAssignmentOperation.

import { errResult, okResult, type Result } from "../../../base/result.ts";
import type { JobGraph, JobVertex } from "../../graph/job-graph.ts";
import type { Storage } from "../../host.ts";
import type { PartitionRange } from "../../protocol/broker.ts";
import type { SplitOffset } from "../../protocol/state.ts";
import { CheckpointMetadataError, decodeCheckpointMetadata } from "../checkpoints/checkpoint-metadata.ts";
import { externalForm, splitOffsetsOf, type CompletedCheckpoint, type OperatorState } from "../checkpoints/completed-checkpoint.ts";
import { errorOf, type ErrorInfo } from "../../protocol/error-info.ts";
import { directoryOf, localPathOf, METADATA_FILE } from "./savepoint-path.ts";

/** Who owns the files of what a job is started from. Flink: RecoveryClaimMode. */
export const CLAIM_MODES = ["CLAIM", "NO_CLAIM", "LEGACY"] as const;

/** One of {@link CLAIM_MODES}. */
export type ClaimMode = (typeof CLAIM_MODES)[number];

/** What to start from. Flink: SavepointRestoreSettings. */
export interface RestoreSettings {
  /** As the user wrote it. */
  readonly path: string;
  readonly allowNonRestoredState: boolean;
  readonly claimMode: ClaimMode;
}

/** A checkpoint or savepoint that was read back, and its directory without scheme. */
export interface LoadedCheckpoint {
  readonly checkpoint: CompletedCheckpoint;
  readonly directory: string;
  readonly metadataSizeBytes: number;
}

/** Reads the checkpoint or savepoint that `path` names, by its directory or its metadata file. Rejects with StorageError. */
export async function loadCheckpoint(storage: Storage, path: string): Promise<Result<LoadedCheckpoint, ErrorInfo>> {
  const local = localPathOf(path);
  if (!local.ok) return errResult(errorOf("org.apache.flink.core.fs.UnsupportedFileSystemSchemeException", local.error));
  const directory = directoryOf(local.value);
  const bytes = await storage.get(`${directory}/${METADATA_FILE}`);
  if (bytes === undefined) return errResult(notFound(local.value, await storage.list(`${directory}/`)));
  try {
    return okResult({ checkpoint: decodeCheckpointMetadata(bytes), directory, metadataSizeBytes: bytes.length });
  } catch (error) {
    if (error instanceof CheckpointMetadataError) return errResult(errorOf("java.io.IOException", error.message));
    throw error;
  }
}

function notFound(path: string, files: readonly string[]): ErrorInfo {
  const text =
    files.length === 0
      ? `Cannot find checkpoint or savepoint file/directory '${path}' on file system 'file'.`
      : `Cannot find meta data file '${METADATA_FILE}' in directory '${externalForm(path)}'. Please try to load the checkpoint/savepoint directly from the ` +
        "metadata file instead of the directory.";
  return errorOf("java.io.FileNotFoundException", text);
}

/**
 * The graph as it can begin with that state: a vertex takes over the number of key groups its state was written with. Otherwise Flink's words for
 * state that has no operator any more, or more subtasks than key groups.
 */
export function fitToCheckpoint(graph: JobGraph, loaded: LoadedCheckpoint, allowNonRestoredState: boolean): Result<JobGraph, ErrorInfo> {
  const { operators } = loaded.checkpoint;
  const lost = operators.find((state) => hasState(state) && !graph.vertices.some(({ id }) => id === state.operatorId));
  if (lost !== undefined && !allowNonRestoredState) return errResult(notMapped(loaded, lost));
  const vertices: JobVertex[] = [];
  for (const vertex of graph.vertices) {
    const state = operators.find(({ operatorId }) => operatorId === vertex.id);
    if (state !== undefined && vertex.parallelism > state.maxParallelism) return errResult(tooParallel(vertex, state));
    vertices.push(state === undefined ? vertex : { ...vertex, maxParallelism: state.maxParallelism });
  }
  return okResult({ ...graph, vertices });
}

function hasState({ subtasks }: OperatorState): boolean {
  return subtasks.some(({ keyed, splits }) => keyed !== undefined || (splits !== undefined && splits.length > 0));
}

function notMapped({ directory }: LoadedCheckpoint, { operatorId }: OperatorState): ErrorInfo {
  return errorOf(
    "java.lang.IllegalStateException",
    `Failed to rollback to checkpoint/savepoint ${externalForm(directory)}. Cannot map checkpoint/savepoint state for operator ${operatorId} to the new ` +
      "program, because the operator is not available in the new program. If you want to allow to skip this, you can set the " +
      "--allowNonRestoredState option on the CLI.",
  );
}

function tooParallel(vertex: JobVertex, state: OperatorState): ErrorInfo {
  return errorOf(
    "java.lang.IllegalStateException",
    `The state for task ${vertex.id} can not be restored. The maximum parallelism (${String(state.maxParallelism)}) of the restored state is lower than ` +
      `the configured parallelism (${String(vertex.parallelism)}). Please reduce the parallelism of the task to be lower or equal to the maximum parallelism.`,
  );
}

/** Why a source could not resume from that checkpoint, as a sentence; undefined if every offset is within its partition. */
export function offsetProblem(
  checkpoint: CompletedCheckpoint,
  ranges: ReadonlyMap<string, readonly PartitionRange[] | undefined>,
): string | undefined {
  for (const split of splitOffsetsOf(checkpoint)) {
    const range = ranges.get(split.topic)?.find(({ partition }) => partition === split.partition);
    if (range === undefined) return `Partition ${nameOf(split)}, which it reads, does not exist.`;
    const { beginOffset, endOffset } = range;
    if (split.offset < beginOffset || split.offset > endOffset) {
      return `Offset ${String(split.offset)} of ${nameOf(split)} is outside [${String(beginOffset)}, ${String(endOffset)}], what the topic still holds.`;
    }
  }
  return undefined;
}

function nameOf({ topic, partition }: SplitOffset): string {
  return `${topic}-${String(partition)}`;
}
