import type { ObservedBackend } from "../client/backend.ts";
import { callKey, callOptions, type FactOptions } from "../client/fact-options.ts";
import { spreadRefresh } from "../client/request-budget.ts";
import { type SeenCheckpoint, seenAfter } from "../domain/seen-checkpoints.ts";
import type { Checkpoint, CheckpointConfig, Checkpoints, CheckpointSubtasks } from "../rest/checkpoints.ts";
import { foldedOptions } from "./folded-options.ts";

/** The checkpoints as of the last reply, and all that were seen, oldest first. */
export type LiveCheckpoints = { checkpoints: Checkpoints; seen: readonly SeenCheckpoint[] };

/**
 * `GET …/checkpoints` at the refresh interval: one that is in progress may be over in milliseconds or in minutes. Not asked before it is
 * known that the job takes them.
 */
export function checkpointsOptions(observed: ObservedBackend, jobid: string, isEnabled = true): FactOptions<LiveCheckpoints> {
  return foldedOptions<Checkpoints, LiveCheckpoints>(observed, {
    key: callKey("checkpoints", { jobid }, {}),
    ask: ({ client, signal }) => client.call("checkpoints", { jobid }, {}, { signal }),
    fold: (known, checkpoints) => ({ checkpoints, seen: seenAfter(known?.seen ?? [], checkpoints) }),
    isEnabled,
  });
}

/** `GET …/checkpoints/config`: asked once, it does not change while the job lives. */
export function checkpointConfigOptions(observed: ObservedBackend, jobid: string, isEnabled = true): FactOptions<CheckpointConfig> {
  return callOptions(observed, "checkpointConfig", { jobid }, {}, { isFixed: true, isEnabled });
}

/** One checkpoint in full. It changes only while it is in progress. */
export function checkpointOptions(
  observed: ObservedBackend,
  jobid: string,
  checkpointId: number | undefined,
  { isInProgress }: { isInProgress: boolean },
): FactOptions<Checkpoint> {
  const params = { jobid, checkpointid: String(checkpointId ?? "") };
  return callOptions(observed, "checkpoint", params, {}, inProgressTiming(observed.refreshMs, isInProgress, checkpointId !== undefined));
}

/** What the subtasks of one vertex contributed to one checkpoint. `count` vertices are asked at once. */
export function checkpointSubtasksOptions(
  observed: ObservedBackend,
  { jobid, checkpointId, vertexid }: { jobid: string; checkpointId: number | undefined; vertexid: string },
  { isInProgress, count }: { isInProgress: boolean; count: number },
): FactOptions<CheckpointSubtasks> {
  const params = { jobid, checkpointid: String(checkpointId ?? ""), vertexid };
  const refreshMs = spreadRefresh(observed.refreshMs, count);
  return callOptions(observed, "checkpointSubtasks", params, {}, inProgressTiming(refreshMs, isInProgress, checkpointId !== undefined));
}

/** Without an interval once it is over, but asked for again by a part of the page that appears later: it may have been discarded since. */
function inProgressTiming(refreshMs: number, isInProgress: boolean, isEnabled: boolean): { refreshMs: number | false; isEnabled: boolean } {
  return { refreshMs: isInProgress ? refreshMs : false, isEnabled };
}
