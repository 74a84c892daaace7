import type { Job } from "../../rest/jobs.ts";
import type { Metrics } from "../../rest/metrics.ts";

/**
 * Whether the job uses event time, from the window assigner in its plan. Undefined if the plan has
 * no descriptions, which occurs in recordings, or no tumbling windows.
 */
export function isEventTimeJob(job: Pick<Job, "plan">): boolean | undefined {
  const descriptions = job.plan.nodes.map(({ description }) => description);
  if (descriptions.some((text) => text.includes("TumblingProcessingTimeWindows"))) return false;
  return descriptions.some((text) => text.includes("TumblingEventTimeWindows")) ? true : undefined;
}

/** The vertex with the windows, by its description; undefined if there is none. */
export function windowVertexId(job: Pick<Job, "plan">): string | undefined {
  return job.plan.nodes.find(({ description }) => /\bWindow\(/.test(description))?.id;
}

/**
 * The lowest input watermark of the subtasks, epoch ms; undefined while one has none (Flink writes
 * Long.MIN_VALUE then).
 */
export function lowWatermark(watermarks: Metrics): number | undefined {
  const values = watermarks.filter(({ id }) => id.endsWith(".currentInputWatermark")).map(({ value }) => Number(value));
  const lowest = Math.min(...values);
  return Number.isFinite(lowest) && lowest > 0 ? lowest : undefined;
}
