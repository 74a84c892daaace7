// Keyed state of one subtask as it goes into a checkpoint. Flink: KeyGroupsStateHandle, written by HeapSnapshotStrategy.

import { keyGroupRangeOf } from "../../../core/key-groups.ts";
import type { KeyedStateSnapshot } from "../../../core/operator.ts";
import { encodeSnapshot } from "../../../core/snapshot.ts";
import type { Storage } from "../../host.ts";
import type { TaskDeployment } from "../../protocol/jobmanager-taskmanager.ts";
import type { SubtaskState } from "../../protocol/state.ts";
import { writeState, type Completion } from "./state-handles.ts";

/** Keyed state that was written, and its size. */
export interface WrittenKeyedState {
  readonly state: NonNullable<SubtaskState["keyed"]>;
  readonly sizeBytes: number;
}

/** Writes `snapshot`; its file, if it needs one, lies in `directory`, beside `_metadata`. */
export function writeKeyedState(
  storage: Storage,
  deployment: TaskDeployment,
  directory: string,
  snapshot: KeyedStateSnapshot,
  { onDone, onFailed }: Completion<WrittenKeyedState>,
): void {
  const bytes = encodeSnapshot(snapshot);
  const path = `${directory}/${deployment.attemptId}`;
  const range = keyGroupRangeOf(deployment.subtaskIndex, deployment.maxParallelism, deployment.parallelism);
  const sizeBytes = bytes.byteLength;
  writeState(storage, path, bytes, deployment.dataInlineThresholdBytes, {
    onDone: (handle) => onDone({ state: { keyGroupStart: range.start, keyGroupEnd: range.end, handle }, sizeBytes }),
    onFailed,
  });
}
