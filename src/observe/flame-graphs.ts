import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions } from "../client/fact-options.ts";
import type { FlameGraph } from "../rest/flame-graph.ts";

/** Which threads a sample is made of: those that run, those that wait, or all. Flink's words. */
export type SampleType = "on_cpu" | "off_cpu" | "full";

/** What a sample is asked of. */
export type SampleOf = {
  /** Undefined while it is not known. */
  vertexId: string | undefined;
  type: SampleType;
  /** Undefined for all of the vertex. */
  subtask: number | undefined;
};

/** A sample that is there changes when Flink's `rest.flamegraph.refresh-interval` is over, a minute by default; so often we look. */
const LOOK_AGAIN_MS = 15_000;

/** `GET …/flamegraph`. Asking makes Flink take a sample if its last one is old; until then it says that there is none yet. */
export function flameGraphOptions(
  observed: ObservedBackend,
  jobid: string,
  { vertexId, type, subtask }: SampleOf,
  isLive: boolean,
): FactOptions<FlameGraph> {
  const query = subtask === undefined ? { type } : { type, subtaskindex: subtask };
  return callOptions(observed, "vertexFlameGraph", { jobid, vertexid: vertexId ?? "" }, query, {
    refreshMs: ({ data }) => (!isLive ? false : data?.data === undefined ? observed.refreshMs : LOOK_AGAIN_MS),
    isEnabled: vertexId !== undefined,
  });
}
