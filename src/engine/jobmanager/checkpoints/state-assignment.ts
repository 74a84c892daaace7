// Deals the state of a checkpoint out to the subtasks of a job, at the same parallelism or another. Flink: StateAssignmentOperation.

import { keyGroupRangeOf } from "../../../core/key-groups.ts";
import type { JobGraph, JobVertex } from "../../graph/job-graph.ts";
import type { RestoredState, SplitOffset } from "../../protocol/state.ts";
import type { CompletedCheckpoint, OperatorState } from "./completed-checkpoint.ts";

/** The state cannot be given to this job; `message` is Flink's. */
export class StateRestoreError extends Error {
  override readonly name = "StateRestoreError";
}

/** Restored state by vertex id, then by subtask. A vertex without state in the checkpoint is absent: it starts empty. */
export type StateAssignment = ReadonlyMap<string, readonly RestoredState[]>;

/** Throws StateRestoreError where an operator's number of key groups has changed. */
export function assignState(graph: JobGraph, checkpoint: CompletedCheckpoint): StateAssignment {
  const assignment = new Map<string, readonly RestoredState[]>();
  for (const vertex of graph.vertices) {
    const state = checkpoint.operators.find(({ operatorId }) => operatorId === vertex.id);
    if (state === undefined) continue;
    checkMaxParallelism(vertex, state);
    assignment.set(vertex.id, assignOperatorState(vertex, state, checkpoint.checkpointId));
  }
  return assignment;
}

function checkMaxParallelism(vertex: JobVertex, state: OperatorState): void {
  if (vertex.maxParallelism === state.maxParallelism) return;
  throw new StateRestoreError(
    "Max parallelism mismatch between checkpoint/savepoint state and new program. " +
      `Cannot map operator ${state.operatorId} with max parallelism ${String(state.maxParallelism)} to new program with max parallelism ` +
      `${String(vertex.maxParallelism)}. This indicates that the program has been changed in a non-compatible way after the checkpoint/savepoint.`,
  );
}

function assignOperatorState(vertex: JobVertex, state: OperatorState, checkpointId: number): readonly RestoredState[] {
  const splits = assignSplits(vertex.parallelism, state);
  return Array.from({ length: vertex.parallelism }, (_, subtaskIndex) => {
    const ownSplits = splits?.[subtaskIndex];
    return {
      checkpointId,
      keyed: keyedStateOf(vertex, state, subtaskIndex),
      ...(ownSplits === undefined ? {} : { splits: ownSplits }),
    };
  });
}

/** The parts that overlap the subtask's key groups, whole: the subtask takes its own groups out of them. */
function keyedStateOf(vertex: JobVertex, state: OperatorState, subtaskIndex: number): RestoredState["keyed"] {
  const range = keyGroupRangeOf(subtaskIndex, vertex.maxParallelism, vertex.parallelism);
  return state.subtasks.flatMap(({ keyed }) =>
    keyed !== undefined && keyed.keyGroupStart <= range.end && keyed.keyGroupEnd >= range.start ? [keyed] : [],
  );
}

/**
 * One to one at equal parallelism. Otherwise all splits, sorted by topic and partition, are dealt
 * round robin. Undefined if the operator is not a source.
 */
function assignSplits(parallelism: number, state: OperatorState): readonly (readonly SplitOffset[])[] | undefined {
  const written = state.subtasks.map(({ splits }) => splits);
  if (written.every((splits) => splits === undefined)) return undefined;
  if (parallelism === state.parallelism) return written.map((splits) => splits ?? []);
  const all = written.flatMap((splits) => splits ?? []).toSorted(byTopicAndPartition);
  return Array.from({ length: parallelism }, (_, subtaskIndex) => all.filter((_split, index) => index % parallelism === subtaskIndex));
}

function byTopicAndPartition(a: SplitOffset, b: SplitOffset): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}
