import type { ObservedBackend } from "../client/backend.ts";
import { callKey, callOptions, type FactOptions, type FactTiming } from "../client/fact-options.ts";
import { isNotFound } from "../client/http-status-error.ts";
import { spreadRefresh } from "../client/request-budget.ts";
import { type SeenCheckpoint, seenAfter } from "../domain/seen-checkpoints.ts";
import type { Checkpoint, CheckpointConfig, Checkpoints, CheckpointSubtasks } from "../rest/checkpoints.ts";
import type { Job } from "../rest/jobs.ts";
import { foldedOptions } from "./folded-options.ts";

/** The checkpoints of the last reply, and all checkpoints seen, oldest first. */
export type LiveCheckpoints = { checkpoints: Checkpoints; seen: readonly SeenCheckpoint[] };

/**
 * `GET …/checkpoints` at the refresh interval, because a checkpoint may take milliseconds or
 * minutes. Disabled until the job is known to take checkpoints.
 */
export function checkpointsOptions(
  observed: ObservedBackend,
  jobid: string,
  isEnabled = true,
  timing: Pick<FactTiming<LiveCheckpoints>, "refreshMs" | "isOneOfMany"> = {},
): FactOptions<LiveCheckpoints> {
  return foldedOptions<Checkpoints, LiveCheckpoints>(observed, {
    key: callKey("checkpoints", { jobid }, {}),
    ask: ({ client, signal }) => client.call("checkpoints", { jobid }, {}, { signal }),
    fold: (known, checkpoints) => ({ checkpoints, seen: seenAfter(known?.seen ?? [], checkpoints) }),
    isEnabled,
    ...timing,
  });
}

/**
 * Why the cluster has no checkpoints of a job that it knows, as a sentence: it answers 404 without
 * checkpointing and without an execution graph. Undefined if there may be some.
 */
export function noCheckpointsWords(
  job: Pick<Job, "vertices"> | undefined,
  query: { readonly data: unknown; readonly error: Error | null },
): string | undefined {
  if (job === undefined || query.data !== undefined || !isNotFound(query.error)) return undefined;
  return job.vertices.length === 0
    ? "The job has no execution graph, so it has no checkpoints."
    : "Checkpointing is not enabled for this job.";
}

/** `GET …/checkpoints/config`, requested once, because it does not change while the job lives. */
export function checkpointConfigOptions(observed: ObservedBackend, jobid: string, isEnabled = true): FactOptions<CheckpointConfig> {
  return callOptions(observed, "checkpointConfig", { jobid }, {}, { isFixed: true, isEnabled });
}

/** The details of one checkpoint, which change only while it is in progress. */
export function checkpointOptions(
  observed: ObservedBackend,
  jobid: string,
  checkpointId: number | undefined,
  { isInProgress }: { isInProgress: boolean },
): FactOptions<Checkpoint> {
  const params = { jobid, checkpointid: String(checkpointId ?? "") };
  return callOptions(observed, "checkpoint", params, {}, inProgressTiming(observed.refreshMs, isInProgress, checkpointId !== undefined));
}

/** The subtasks of one vertex in a checkpoint. `count` vertices are queried at once. */
export function checkpointSubtasksOptions(
  observed: ObservedBackend,
  { jobid, checkpointId, vertexid }: { jobid: string; checkpointId: number | undefined; vertexid: string },
  { isInProgress, count }: { isInProgress: boolean; count: number },
): FactOptions<CheckpointSubtasks> {
  const params = { jobid, checkpointid: String(checkpointId ?? ""), vertexid };
  const refreshMs = spreadRefresh(observed.refreshMs, count);
  const timing = inProgressTiming(refreshMs, isInProgress, checkpointId !== undefined);
  return callOptions(observed, "checkpointSubtasks", params, {}, { ...timing, isOneOfMany: true });
}

/**
 * Not polled once it is complete, but a component that mounts later requests it again, because it
 * may have been discarded since.
 */
function inProgressTiming(refreshMs: number, isInProgress: boolean, isEnabled: boolean): { refreshMs: number | false; isEnabled: boolean } {
  return { refreshMs: isInProgress ? refreshMs : false, isEnabled };
}
