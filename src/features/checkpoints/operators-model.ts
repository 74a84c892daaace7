// Operators and subtasks of a checkpoint as table rows.
import { knownAmount } from "../../domain/task-manager.ts";
import type { Checkpoint, CheckpointSubtasks } from "../../rest/checkpoints.ts";
import type { JobVertex } from "../../rest/jobs.ts";

/** A vertex in a checkpoint. Times in epoch ms, durations in ms, sizes in bytes; undefined if not measured. */
export type OperatorRow = {
  readonly id: string;
  readonly name: string;
  readonly acknowledged: number;
  readonly subtasks: number;
  readonly isInProgress: boolean;
  readonly latestAckMs: number | undefined;
  readonly durationMs: number | undefined;
  readonly checkpointedBytes: number | undefined;
  readonly fullBytes: number | undefined;
  readonly processedBytes: number | undefined;
  readonly persistedBytes: number | undefined;
};

/** The job's vertices that take part in a checkpoint, in the job's order. */
export function operatorRows(
  { tasks }: Pick<Checkpoint, "tasks">,
  vertices: readonly Pick<JobVertex, "id" | "name">[],
): readonly OperatorRow[] {
  return vertices.flatMap(({ id, name }): OperatorRow[] => {
    const task = tasks[id];
    if (task === undefined) return [];
    return [
      {
        id,
        name,
        acknowledged: task.num_acknowledged_subtasks,
        subtasks: task.num_subtasks,
        isInProgress: task.status === "IN_PROGRESS",
        latestAckMs: knownAmount(task.latest_ack_timestamp),
        durationMs: knownAmount(task.end_to_end_duration),
        checkpointedBytes: knownAmount(task.checkpointed_size),
        fullBytes: knownAmount(task.state_size),
        processedBytes: knownAmount(task.processed_data),
        persistedBytes: knownAmount(task.persisted_data),
      },
    ];
  });
}

/** What a subtask measured. Times in epoch ms, durations in ms, sizes in bytes; undefined if not measured. */
export type SubtaskMeasures = {
  readonly ackMs: number | undefined;
  readonly durationMs: number | undefined;
  readonly isAborted: boolean;
  readonly checkpointedBytes: number | undefined;
  readonly fullBytes: number | undefined;
  readonly syncMs: number | undefined;
  readonly asyncMs: number | undefined;
  readonly processedBytes: number | undefined;
  readonly persistedBytes: number | undefined;
  readonly alignmentMs: number | undefined;
  readonly startDelayMs: number | undefined;
  readonly isUnaligned: boolean | undefined;
};

/** A subtask in a checkpoint; without measures it has not acknowledged. */
export type SubtaskRow = { readonly index: number; readonly measures: SubtaskMeasures | undefined };

/** The subtasks of a vertex in a checkpoint, by their index. */
export function subtaskRows({ subtasks }: Pick<CheckpointSubtasks, "subtasks">): readonly SubtaskRow[] {
  return subtasks.map((subtask): SubtaskRow => {
    if (subtask.className === "pending") return { index: subtask.index, measures: undefined };
    const { checkpoint, alignment } = subtask;
    return {
      index: subtask.index,
      measures: {
        ackMs: knownAmount(subtask.ack_timestamp),
        durationMs: knownAmount(subtask.end_to_end_duration),
        isAborted: subtask.aborted === true,
        checkpointedBytes: knownAmount(subtask.checkpointed_size),
        fullBytes: knownAmount(subtask.state_size),
        syncMs: knownAmount(checkpoint.sync),
        asyncMs: knownAmount(checkpoint.async),
        processedBytes: knownAmount(alignment.processed),
        persistedBytes: knownAmount(alignment.persisted),
        alignmentMs: knownAmount(alignment.duration),
        startDelayMs: knownAmount(subtask.start_delay),
        isUnaligned: subtask.unaligned_checkpoint,
      },
    };
  });
}
