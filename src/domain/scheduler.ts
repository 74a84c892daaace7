import type { Config } from "../rest/config.ts";
import type { Job } from "../rest/jobs.ts";

/** How a job's parallelism can be changed: in place by its requirements, or by a stop and a start. */
export type RescaleWay = "in place" | "in two steps";

/**
 * How a job is rescaled by its scheduler. Since Flink 2.3 the job names it. In older versions the
 * cluster's `web-rescale` shows it: it is on only with the adaptive scheduler, which supports only
 * streaming jobs. Undefined until the cluster has answered.
 */
export function rescaleWay(job: Pick<Job, "schedulerType" | "job-type">, config: Config | undefined): RescaleWay | undefined {
  if (job.schedulerType !== undefined) return job.schedulerType === "Adaptive" ? "in place" : "in two steps";
  if (job["job-type"] !== "STREAMING") return "in two steps";
  if (config === undefined) return undefined;
  return config.features["web-rescale"] ? "in place" : "in two steps";
}
