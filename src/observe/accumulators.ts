import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions } from "../client/fact-options.ts";
import type { SubtasksAccumulators, VertexAccumulators } from "../rest/accumulators.ts";

/** Whether accumulators are requested, and whether they may still change. */
export type AccumulatorTiming = { isEnabled: boolean; isLive: boolean };

/** `GET …/vertices/:vertexid/accumulators` at the refresh interval while the job lives. */
export function vertexAccumulatorsOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string,
  { isEnabled, isLive }: AccumulatorTiming,
): FactOptions<VertexAccumulators> {
  return callOptions(
    observed,
    "vertexAccumulators",
    { jobid, vertexid },
    {},
    { isEnabled, refreshMs: isLive ? observed.refreshMs : false },
  );
}

/** `GET …/subtasks/accumulators`, with the same timing: those of the current attempts. */
export function subtasksAccumulatorsOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string,
  { isEnabled, isLive }: AccumulatorTiming,
): FactOptions<SubtasksAccumulators> {
  return callOptions(
    observed,
    "subtasksAccumulators",
    { jobid, vertexid },
    {},
    { isEnabled, refreshMs: isLive ? observed.refreshMs : false },
  );
}
