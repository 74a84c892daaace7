import type { CheckpointConfig, Checkpoints } from "../../rest/checkpoints.ts";
import type { Config } from "../../rest/config.ts";
import type { JobStatus } from "../../rest/states.ts";

/** Why a job that is not over cannot be cancelled now; undefined if it can. */
export function cancelRefusal(state: JobStatus, config: Config | undefined, backend: string): string | undefined {
  if (state === "CANCELLING") return "The job is being cancelled.";
  if (config !== undefined && !config.features["web-cancel"])
    return `${backend} does not let jobs be cancelled from here (web.cancel.enable).`;
  return undefined;
}

/** What cancelling a job does to what it leaves behind, a sentence each. */
export function cancelConsequences(
  tasks: number,
  config: CheckpointConfig | undefined,
  checkpoints: Checkpoints | undefined,
): readonly string[] {
  const latest = checkpoints?.latest.completed?.id;
  const kept = config?.externalization.enabled === true && !config.externalization.delete_on_cancellation;
  return [
    `All ${tasks} tasks end where they are, and their slots are free. What is in open windows is not written.`,
    latest === undefined
      ? "There is no completed checkpoint to keep."
      : kept
        ? `Checkpoint ${latest} is kept: a job can start from it.`
        : `Its checkpoints are deleted, the latest is ${latest}. Nothing can go on from here.`,
    "The job becomes CANCELED. It is not started again.",
  ];
}

/** The same as a command: Flink's client, and the call that it makes. Ids are hexadecimal, so no quoting is needed. */
export function cancelCommands(jobId: string, restUrl: string): { flink: string; curl: string } {
  return { flink: `flink cancel ${jobId}`, curl: `curl -X PATCH '${restUrl}/jobs/${jobId}?mode=cancel'` };
}
