import type { SplitOffset, SubtaskState } from "../../protocol/state.ts";

/** State of one operator in a checkpoint: what each of its subtasks wrote. Flink: OperatorState. */
export interface OperatorState {
  /** Hash of the operator's uid: it finds its operator in another version of the job, too. */
  readonly operatorId: string;
  readonly parallelism: number;
  readonly maxParallelism: number;
  /** By subtask. */
  readonly subtasks: readonly SubtaskState[];
}

/** A completed checkpoint: all that a restore needs. Flink: CompletedCheckpoint. */
export interface CompletedCheckpoint {
  readonly jobId: string;
  readonly jobName: string;
  readonly checkpointId: number;
  /** Epoch ms. */
  readonly triggerTimestamp: number;
  /** Whether it was taken as a savepoint. */
  readonly isSavepoint: boolean;
  /** In topological order. */
  readonly operators: readonly OperatorState[];
}

/** Directory of a checkpoint's files, without `/` at the end. */
export function checkpointPath(jobDirectory: string, checkpointId: number): string {
  return `${jobDirectory}/chk-${String(checkpointId)}`;
}

/** A path as the REST API and the log print it: one slash behind the scheme. */
export function externalForm(path: string): string {
  return `file:${path}`;
}

/** Bytes of state outside the metadata file. */
export function stateFilesSizeBytes(checkpoint: CompletedCheckpoint): number {
  const handles = checkpoint.operators.flatMap(({ subtasks }) =>
    subtasks.flatMap(({ keyed }) => (keyed === undefined ? [] : [keyed.handle])),
  );
  return handles.reduce((sum, handle) => sum + (handle.type === "file" ? handle.sizeBytes : 0), 0);
}

/** The topics whose offsets the checkpoint contains. */
export function topicsOf(checkpoint: CompletedCheckpoint): readonly string[] {
  return [...new Set(splitOffsetsOf(checkpoint).map(({ topic }) => topic))];
}

/**
 * The source positions in the checkpoint: for each partition the offset from which a restore would
 * read.
 */
export function splitOffsetsOf(checkpoint: CompletedCheckpoint): readonly SplitOffset[] {
  return checkpoint.operators.flatMap(({ subtasks }) => subtasks.flatMap(({ splits }) => splits ?? []));
}
