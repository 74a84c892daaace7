import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions } from "../client/fact-options.ts";
import type { FlameGraph } from "../rest/flame-graph.ts";

/** The sampled threads: running, waiting or all, in Flink's terms. */
export type SampleType = "on_cpu" | "off_cpu" | "full";

/** The parameters of a sample. */
export type SampleOf = {
  /** Undefined while unknown. */
  vertexId: string | undefined;
  type: SampleType;
  /** Undefined for all subtasks of the vertex. */
  subtask: number | undefined;
};

/**
 * How often a finished sample is requested again, ms. It changes after Flink's
 * `rest.flamegraph.refresh-interval`, a minute by default.
 */
const LOOK_AGAIN_MS = 15_000;

/**
 * `GET …/flamegraph`. The request makes Flink take a sample if its last one is old. Until then the
 * reply says that there is none yet.
 */
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
