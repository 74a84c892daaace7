import type { taskProgressOf } from "../../domain/vertex-phase.ts";
import type { CheckpointConfig, Checkpoints } from "../../rest/checkpoints.ts";
import type { JobStatus } from "../../rest/states.ts";

/** Why no savepoint can be asked of a job now; undefined if one can. Whether it then succeeds is the cluster's to say. */
export function savepointRefusal(
  state: JobStatus,
  { total, running, finished }: Pick<TaskProgress, "total" | "running" | "finished">,
): string | undefined {
  if (state !== "RUNNING") return `The job is ${state}. A savepoint needs all tasks to be running.`;
  return running + finished < total ? `${running} of ${total} tasks are running. A savepoint needs all of them.` : undefined;
}

type TaskProgress = ReturnType<typeof taskProgressOf>;

/**
 * What cancelling a job does to what it leaves behind, a sentence each. `config` and `checkpoints` are undefined while they are not
 * known; without `takesCheckpoints` they are not needed.
 */
export function cancelConsequences(
  tasks: number,
  takesCheckpoints: boolean,
  config: CheckpointConfig | undefined,
  checkpoints: Checkpoints | undefined,
): readonly string[] {
  return [
    `All ${tasks} tasks stop at once and free their slots. Results of open windows are lost.`,
    checkpointConsequence(takesCheckpoints, config, checkpoints),
    "The job becomes CANCELED and is not restarted.",
  ];
}

function checkpointConsequence(
  takesCheckpoints: boolean,
  config: CheckpointConfig | undefined,
  checkpoints: Checkpoints | undefined,
): string {
  const none = "There is no completed checkpoint to retain.";
  if (!takesCheckpoints) return none;
  if (checkpoints === undefined) return "It is unknown whether a checkpoint is retained.";
  const latest = checkpoints.latest.completed?.id;
  if (latest === undefined) return none;
  if (config === undefined) return `It is unknown whether its checkpoints are retained. The latest is ${latest}. Savepoints are kept.`;
  const isKept = config.externalization.enabled && !config.externalization.delete_on_cancellation;
  return isKept
    ? `Checkpoint ${latest} is retained. A job can start from it.`
    : `Its checkpoints are deleted, including the latest (${latest}). Savepoints are kept.`;
}

/** What a savepoint does. */
export function savepointConsequences(): readonly string[] {
  return [
    "Each task writes its state when the savepoint's barrier has passed through it. The job keeps running.",
    "The savepoint is kept until you delete it, even after the job has ended.",
  ];
}

/** What a stop does, with or without a drain. */
export function stopConsequences(tasks: number, slots: number, isDraining: boolean): readonly string[] {
  return [
    ...(isDraining
      ? [
          "The sources stop, and a final watermark closes all open windows with their current counts.",
          "If all sources are idle, Flink drops the final watermark. Windows then stay open, and their counts go into the savepoint.",
        ]
      : ["The sources stop. Open windows are saved in the savepoint."]),
    "A savepoint is taken. When it is complete, the results since the last checkpoint are committed.",
    `All ${tasks} tasks finish and free ${slots === 1 ? "1 slot" : `${slots} slots`}.`,
  ];
}
