import type { taskProgressOf } from "../../domain/vertex-phase.ts";
import type { CheckpointConfig, Checkpoints } from "../../rest/checkpoints.ts";
import type { JobStatus } from "../../rest/states.ts";

/** Why no savepoint can be asked of a job now; undefined if one can. Whether it then succeeds is the cluster's to say. */
export function savepointRefusal(
  state: JobStatus,
  { total, running, finished }: Pick<TaskProgress, "total" | "running" | "finished">,
): string | undefined {
  if (state !== "RUNNING") return `The job is ${state}: a savepoint needs all of its tasks to run.`;
  return running + finished < total ? `${running} of ${total} tasks run: a savepoint needs all of them.` : undefined;
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
    `All ${tasks} tasks end where they are, and their slots are free. What is in open windows is not written.`,
    checkpointConsequence(takesCheckpoints, config, checkpoints),
    "The job becomes CANCELED. It is not started again.",
  ];
}

function checkpointConsequence(
  takesCheckpoints: boolean,
  config: CheckpointConfig | undefined,
  checkpoints: Checkpoints | undefined,
): string {
  const none = "There is no completed checkpoint to keep.";
  if (!takesCheckpoints) return none;
  if (checkpoints === undefined) return "It is not known whether a checkpoint is kept.";
  const latest = checkpoints.latest.completed?.id;
  if (latest === undefined) return none;
  if (config === undefined) return `It is not known whether its checkpoints are kept. The latest is ${latest}. Savepoints stay.`;
  const isKept = config.externalization.enabled && !config.externalization.delete_on_cancellation;
  return isKept
    ? `Checkpoint ${latest} is kept: a job can start from it.`
    : `Its checkpoints are deleted, the latest is ${latest}. Savepoints stay.`;
}

/** What a savepoint does. */
export function savepointConsequences(): readonly string[] {
  return [
    "Each task writes its state when the savepoint's barrier has come through; the job goes on meanwhile.",
    "The savepoint stays until you delete it, also when the job is over.",
  ];
}

/** What a stop does, with or without a drain. */
export function stopConsequences(tasks: number, slots: number, isDraining: boolean): readonly string[] {
  return [
    ...(isDraining
      ? [
          "The sources end, and the last watermark closes all open windows with the counts they have.",
          "If all sources are idle, Flink drops the last watermark: windows stay open, and their counts go into the savepoint.",
        ]
      : ["The sources end. What is in open windows goes into the savepoint."]),
    "A savepoint is taken. When it is complete, the results since the last checkpoint are committed.",
    `All ${tasks} tasks finish and give back ${slots === 1 ? "1 slot" : `${slots} slots`}.`,
  ];
}
