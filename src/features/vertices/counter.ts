import type { VertexPhase } from "../../domain/vertex-phase.ts";
import type { IoMetrics } from "../../rest/io-metrics.ts";

/** A counter of a vertex, a TaskManager's share of it, or an attempt. */
export type Counter = {
  value: number;
  /** False while a task has not reported yet: the counter is too low then. */
  isComplete: boolean;
};

/** Tasks of a vertex in these phases report counters, or will. */
export const REPORTING_PHASES: ReadonlySet<VertexPhase> = new Set(["starting", "working", "stopping"]);

/** The counters of {@link IoMetrics} that have a flag for completeness. */
export type CounterName = "read-bytes" | "write-bytes" | "read-records" | "write-records";

/**
 * A counter; undefined if there is nothing to count, because no task is deployed. `isReporting` is
 * whether tasks exist that will report.
 */
export function readCounter(metrics: IoMetrics, name: CounterName, isReporting: boolean): Counter | undefined {
  const value = metrics[name];
  const isComplete = metrics[`${name}-complete`];
  return isComplete || isReporting || value > 0 ? { value, isComplete } : undefined;
}
