import type { CheckpointConfig } from "../rest/checkpoints.ts";
import type { Job } from "../rest/jobs.ts";
import { formatArguments } from "./program-arguments.ts";

const PLAYGROUND_JOB = "Click Event Count";

/**
 * Whether {@link suggestArguments} is certain and needs no confirmation. Of a cluster in this tab, that is each job that this
 * browser did not start: the engine itself started it. `backend` is that of `GET /playground`.
 */
export function isSuggestionCertain(job: Pick<Job, "name">, backend: "browser" | "node" | "flink" | undefined): boolean {
  return job.name === PLAYGROUND_JOB && backend === "browser";
}

/** Said of a suggestion that is certain. */
export const CERTAIN_ARGUMENTS = "As the playground started this job.";

/**
 * The likely arguments of a Click Event Count, as a line; empty for other programs. Derived from
 * the cluster's replies: checkpointing, the windows in its plan, and its operators. The user has to
 * confirm the guess, unless it {@link isSuggestionCertain}.
 */
export function suggestArguments(job: Pick<Job, "name" | "plan">, config: CheckpointConfig | undefined): string {
  if (job.name !== PLAYGROUND_JOB) return "";
  const text = job.plan.nodes.map(({ description }) => description).join("\n");
  // Without checkpointing, the interval is Long.MAX_VALUE or the call returns 404.
  const isCheckpointed = config !== undefined && config.interval > 0 && config.interval < NO_INTERVAL_FROM_MS;
  return formatArguments([
    "--bootstrap.servers",
    "kafka:9092",
    ...(isCheckpointed ? ["--checkpointing"] : []),
    ...(text.includes("TumblingEventTimeWindows") ? ["--event-time"] : []),
    ...(text.includes("Backpressure Operator") ? ["--backpressure"] : []),
  ]);
}

const NO_INTERVAL_FROM_MS = 2 ** 53;
