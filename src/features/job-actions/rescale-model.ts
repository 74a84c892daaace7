import type { Operation } from "../../client/operation.ts";
import { visibleText } from "../../base/visible-text.ts";
import { jobStatusFacts } from "../../domain/job-status.ts";
import { formatDuration } from "../../domain/units.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import type { LeftoverFacts } from "../../observe/leftover-rescale.ts";
import type { Rescale } from "./rescale-book.ts";

/** A step of a rescale. `ignored`: the cluster decided not to do it. */
export type RescaleStep = {
  readonly id: string;
  readonly title: string;
  readonly phase: "later" | "now" | "done" | "ignored" | "failed";
  readonly detail: string;
};

/** The job that the second step started; undefined while unknown. */
export type NewJob = { readonly state: string; readonly running: number; readonly total: number };

/**
 * The two steps of a rescale, from their operations. An operation is undefined before its request. The second step is done once
 * all tasks of the new job run.
 */
export function rescaleSteps(
  toParallelism: number | undefined,
  stop: Operation<string> | undefined,
  start: Operation<string> | undefined,
  newJob: NewJob | undefined,
  nowMs: number,
): readonly [RescaleStep, RescaleStep] {
  const to = toParallelism === undefined ? "the new parallelism" : `parallelism ${String(toParallelism)}`;
  return [
    step("stop", "Stop with savepoint", stop, nowMs, "No results are lost, because open windows are saved in the savepoint."),
    untilRunning(
      step("start", `Start from it at ${to}`, start, nowMs, "A new job with its own ID, the same program and the same arguments."),
      newJob,
    ),
  ];
}

/** A job that was started may still wait for slots, or fail. */
function untilRunning(started: RescaleStep, newJob: NewJob | undefined): RescaleStep {
  if (started.phase !== "done") return started;
  if (newJob === undefined) return { ...started, phase: "now", detail: "The new job exists. Its tasks are not known yet." };
  const { state, running, total } = newJob;
  if (jobStatusFacts(state).isTerminal && state !== "FINISHED")
    return { ...started, phase: "failed", detail: `The new job is ${visibleText(state)}.` };
  if (state === "FINISHED" || (total > 0 && running === total)) return started;
  return { ...started, phase: "now", detail: `The new job is ${visibleText(state)}: ${String(running)} of ${String(total)} tasks run.` };
}

function step(id: RescaleStep["id"], title: string, operation: Operation<string> | undefined, nowMs: number, before: string): RescaleStep {
  switch (operation?.phase) {
    case undefined:
      return { id, title, phase: "later", detail: before };
    case "asking":
    case "running": {
      const trouble = operation.phase === "running" && operation.trouble !== undefined ? ` ${operation.trouble}` : "";
      return { id, title, phase: "now", detail: `for ${formatDuration(Math.max(0, nowMs - operation.sinceMs))}.${trouble}` };
    }
    case "done":
      return { id, title, phase: "done", detail: `${operation.value}, after ${formatDuration(operation.endMs - operation.sinceMs)}` };
    case "failed":
      return { id, title, phase: "failed", detail: operation.words };
  }
}

/**
 * The savepoint in Flink's error for a stop whose job failed after the savepoint completed;
 * undefined for other errors.
 */
export function savepointInFailure(text: string): string | undefined {
  return /A savepoint has been created at: (\S+?), but the corresponding job/.exec(text)?.[1];
}

/** The state of an unfinished rescale that a page finds when it is opened. */
export type RescaleLeftover =
  /**
   * Nothing to offer: the stop failed, the new job runs, or the cluster no longer knows the
   * rescale.
   */
  | { readonly kind: "nothing" }
  /** Another tab runs it. */
  | { readonly kind: "elsewhere" }
  /** The cluster is still executing the first step. */
  | { readonly kind: "stopping" }
  /** The job is stopped, and its savepoint is available. */
  | { readonly kind: "savepoint"; readonly path: string };

/** Decides from the facts. Only a savepoint that may still exist is offered. */
export function rescaleLeftover(
  rescale: Rescale,
  { isRunElsewhere, stop, checkpoints, isNewJobKnown, paths }: LeftoverFacts,
): RescaleLeftover {
  if (isRunElsewhere) return { kind: "elsewhere" };
  if (isNewJobKnown) return { kind: "nothing" };
  if (stop === "in-progress") return { kind: "stopping" };
  const path = rescale.savepointPath ?? (typeof stop === "object" ? stop.value : undefined) ?? lastSavepoint(checkpoints, rescale.begunMs);
  if (path === undefined || (stop === "failed" && rescale.savepointPath === null)) return { kind: "nothing" };
  return paths !== undefined && !paths.includes(path) ? { kind: "nothing" } : { kind: "savepoint", path };
}

/**
 * Flink drops the status of an operation after five minutes, but the job's history still contains
 * its last savepoint.
 */
function lastSavepoint(checkpoints: Checkpoints | undefined, sinceMs: number): string | undefined {
  const last = checkpoints?.latest.savepoint;
  if (last === null || last === undefined || last.checkpoint_type !== "SYNC_SAVEPOINT") return undefined;
  // The page knows the cluster's clock up to the age of its replies.
  return last.trigger_timestamp >= sinceMs - CLOCKS_DIFFER_MS ? (last.external_path ?? undefined) : undefined;
}

const CLOCKS_DIFFER_MS = 60_000;
