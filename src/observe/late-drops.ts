import type { ObservedBackend } from "../client/backend.ts";
import type { FactOptions } from "../client/fact-options.ts";
import { readDouble } from "../rest/doubles.ts";
import { foldedOptions } from "./folded-options.ts";

/**
 * Records that arrived after their window had closed: of earlier attempts, and of the current one.
 */
export type LateDrops = { before: number; current: number };

/** Whether a metric of a window operator counts the records dropped because they were late. */
export function isLateMetric(id: string): boolean {
  return id.endsWith(".numLateRecordsDropped");
}

/**
 * The metric restarts at 0 with each attempt. When it decreases, its previous value is added up.
 */
export function nextLateDrops(earlier: LateDrops | undefined, current: number): LateDrops {
  if (earlier === undefined) return { before: 0, current };
  return current < earlier.current ? { before: earlier.before + earlier.current, current } : { before: earlier.before, current };
}

/**
 * numLateRecordsDropped of a window vertex, by metric name, which contains the operator's name.
 * Kept without observers.
 */
export function lateDropsOptions(
  observed: ObservedBackend,
  params: { jobid: string; vertexid: string },
  metricIds: readonly string[],
  isEnabled: boolean,
): FactOptions<LateDrops> {
  return foldedOptions<number, LateDrops>(observed, {
    key: ["lateDrops", params],
    ask: async ({ client, signal }) => {
      const metrics = await client.call("subtasksMetrics", params, { get: metricIds, agg: "sum" }, { signal });
      return metrics.reduce((total, { sum }) => total + (sum === undefined ? 0 : (readDouble(sum) ?? 0)), 0);
    },
    fold: nextLateDrops,
    isEnabled: isEnabled && metricIds.length > 0,
    keptMs: Number.POSITIVE_INFINITY,
  });
}
