import type { Job } from "../rest/jobs.ts";
import { isJobOver } from "./job-status.ts";

/**
 * Why a job has no vertices, as a sentence: Flink reports none without an execution graph. It has
 * none while the JobMaster is created, while the adaptive scheduler waits for slots, and if the job
 * could not be initialized.
 */
export function noVerticesWords(job: Pick<Job, "state" | "end-time">): string {
  if (job.state === "INITIALIZING") return "The JobMaster is being created. The job has no execution graph yet.";
  if (job.state === "FAILED") return "The job failed before it had an execution graph. The cause is under Exceptions.";
  return isJobOver(job) ? "The job ended before it had an execution graph." : "The job has no execution graph yet. It may wait for slots.";
}
