import { visibleText } from "../../base/visible-text.ts";
import type { taskProgressOf } from "../../domain/vertex-phase.ts";
import type { CheckpointConfig, Checkpoints } from "../../rest/checkpoints.ts";
import type { HintContent } from "../../ui/hint.tsx";

/** What each action does, in Flink's meaning. The titles name the buttons where only their icons fit. */
export const ACTION_HINTS = {
  savepoint: {
    title: "Savepoint",
    text: "Writes the job's state to files that a job can start from. The job keeps running, and the files are kept until you delete them.",
  },
  stop: { title: "Stop", text: "Takes a savepoint and then ends the job as FINISHED. A job can start from the savepoint." },
  rescaleInPlace: {
    title: "Rescale",
    text: "Changes the bounds of the parallelism. The adaptive scheduler restarts the tasks from the latest checkpoint, and the job keeps its ID.",
  },
  rescaleInTwoSteps: {
    title: "Rescale",
    text: "Stops the job with a savepoint and starts a new job from it at another parallelism.",
  },
  cancel: { title: "Cancel", text: "Ends the job at once as CANCELED, without a savepoint." },
  startAgain: {
    title: "Start again",
    text: "Opens the form that submits a job, from the savepoint if this job was stopped with one here.",
  },
} satisfies Record<string, HintContent>;

/**
 * Why a savepoint cannot be requested now; undefined if it can. Whether it then succeeds is up to
 * the cluster.
 */
export function savepointRefusal(
  state: string,
  { total, running, finished }: Pick<TaskProgress, "total" | "running" | "finished">,
): string | undefined {
  if (state !== "RUNNING") return `The job is ${visibleText(state)}. A savepoint needs all tasks to be running.`;
  return running + finished < total ? `${running} of ${total} tasks are running. A savepoint needs all of them.` : undefined;
}

type TaskProgress = ReturnType<typeof taskProgressOf>;

/**
 * The consequences of cancelling a job, one sentence each. `config` and `checkpoints` are undefined
 * while unknown; they are not needed without `takesCheckpoints`.
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
  if (config?.externalization === undefined)
    return `It is unknown whether its checkpoints are retained. The latest is ${latest}. Savepoints are kept.`;
  const isKept = config.externalization.enabled && !config.externalization.delete_on_cancellation;
  return isKept
    ? `Checkpoint ${latest} is retained. A job can start from it.`
    : `Its checkpoints are deleted, including the latest (${latest}). Savepoints are kept.`;
}

/** The effects of a savepoint. */
export function savepointConsequences(): readonly string[] {
  return [
    "Each task writes its state when the savepoint's barrier has passed through it. The job keeps running.",
    "The savepoint is kept until you delete it, even after the job has ended.",
  ];
}

/** The effects of a stop, with or without drain. */
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
