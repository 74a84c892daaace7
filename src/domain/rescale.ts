// The meaning of the adaptive scheduler's terms for a rescale. Flink: TriggerCause,
// TerminatedReason, the state classes of AdaptiveScheduler.
import { entryOf } from "../base/entry-of.ts";
import type { StateTone } from "../base/state-tone.ts";
import { visibleText } from "../base/visible-text.ts";
import type { Rescale, SchedulerStateSpan } from "../rest/rescales.ts";
import type { StateBadgeLook } from "./state-badge-look.ts";

const CAUSES: Readonly<Record<string, string>> = {
  INITIAL_SCHEDULE: "the job was started",
  UPDATE_REQUIREMENT: "its requirements changed",
  NEW_RESOURCE_AVAILABLE: "new slots became available",
  RECOVERABLE_FAILOVER: "a failure restarted it",
};

/** Why a rescale started, as part of a sentence. Unknown terms of a newer Flink are unchanged. */
export function causeInWords(cause: string | null | undefined): string {
  return cause === null || cause === undefined ? "no cause reported" : (entryOf(CAUSES, cause) ?? visibleText(cause));
}

const REASONS: Readonly<Record<string, string>> = {
  SUCCEEDED: "",
  EXCEPTION_OCCURRED: "It ended with an exception.",
  RESOURCE_REQUIREMENTS_UPDATED: "The resource requirements changed again before it completed.",
  NO_RESOURCES_OR_PARALLELISMS_CHANGE: "No parallelism would change with the available slots.",
  JOB_FINISHED: "The job finished before the rescale completed.",
  JOB_FAILED: "The job failed before the rescale completed.",
  JOB_CANCELED: "The job was cancelled before the rescale completed.",
  JOB_FAILOVER_RESTARTING: "A failure restarted the job before the rescale completed.",
};

/** Why a rescale ended, as a sentence; empty if it succeeded. */
export function reasonInWords(reason: string | null | undefined): string {
  return reason === null || reason === undefined ? "" : (entryOf(REASONS, reason) ?? visibleText(reason));
}

const LOOKS = { COMPLETED: "finished", FAILED: "failed", IGNORED: "canceled" } as const satisfies Record<string, StateTone>;

/** The look of a rescale's result. Flink has no term for one in progress. */
export function rescaleLook(state: Rescale["terminalState"]): StateBadgeLook {
  if (state === null || state === undefined) return { tone: "initializing", label: "IN PROGRESS" };
  return { tone: entryOf<StateTone>(LOOKS, state) ?? "unknown", label: visibleText(state) };
}

/** The scheduler state in which the job runs. It does not run in the others. */
export function isExecuting({ state }: Pick<SchedulerStateSpan, "state">): boolean {
  return state === "Executing" || state === "StopWithSavepoint";
}

/** The downtime of the job during a rescale, ms; undefined if its states are unknown. */
export function downtimeMs(spans: readonly SchedulerStateSpan[] | null | undefined): number | undefined {
  if (spans === null || spans === undefined || spans.length === 0) return undefined;
  return spans.reduce((sum, span) => sum + (isExecuting(span) ? 0 : (span.durationInMillis ?? 0)), 0);
}

/**
 * Parallelism before and after, over all vertices: `2`, or `1–4` if they differ; undefined if
 * unknown.
 */
export type ParallelismChange = {
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** The requested parallelism: the upper bounds. */
  readonly desired: string | undefined;
};

/** Reads it from the details, because the history does not contain vertices. */
export function parallelismChange({ vertices }: Pick<Rescale, "vertices">): ParallelismChange {
  const all = Object.values(vertices ?? {});
  return {
    before: range(all.map(({ preRescaleParallelism }) => preRescaleParallelism)),
    after: range(all.map(({ postRescaleParallelism }) => postRescaleParallelism)),
    desired: range(all.map(({ desiredParallelism }) => desiredParallelism)),
  };
}

/** Numbers as text: one number, or the lowest and highest. */
export function range(numbers: readonly (number | null | undefined)[]): string | undefined {
  const known = numbers.filter((number) => number !== null && number !== undefined);
  if (known.length === 0) return undefined;
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  return least === most ? String(least) : `${String(least)}–${String(most)}`;
}
