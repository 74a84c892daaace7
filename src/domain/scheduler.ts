import type { Config } from "../rest/config.ts";
import type { Job } from "../rest/jobs.ts";

/** How a job's parallelism can be changed: in place by its requirements, or by a stop and a start. */
export type RescaleWay = "in place" | "in two steps";

/**
 * How a job is rescaled, by its scheduler. Since 2.3 a job names it. Before, the cluster's `web-rescale` tells: it is on only where the adaptive
 * scheduler is, which takes streaming jobs alone. Undefined while the cluster has not said.
 */
export function rescaleWay(job: Pick<Job, "schedulerType" | "job-type">, config: Config | undefined): RescaleWay | undefined {
  if (job.schedulerType !== undefined) return job.schedulerType === "Adaptive" ? "in place" : "in two steps";
  if (job["job-type"] !== "STREAMING") return "in two steps";
  if (config === undefined) return undefined;
  return config.features["web-rescale"] ? "in place" : "in two steps";
}
