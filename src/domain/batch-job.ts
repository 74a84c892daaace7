import type { Job, JobOverview } from "../rest/jobs.ts";

/**
 * Whether the job may take checkpoints and savepoints. A batch job takes none, and Flink answers
 * 404 for them. The type is absent for a job whose JobMaster could not be set up.
 */
export function takesCheckpoints(job: Pick<Job, "job-type">): boolean {
  return job["job-type"] !== "BATCH";
}

/** Whether it is a batch job, which may run several attempts of a subtask at once. */
export function isBatchJob(job: Pick<Job, "job-type">): boolean {
  return job["job-type"] === "BATCH";
}

/**
 * The same as takesCheckpoints for a job in the overview, whose type only Flink 2.3 reports. Other
 * jobs may take checkpoints.
 */
export function mayTakeCheckpoints(job: Pick<JobOverview, "jobType">): boolean {
  return job.jobType !== "BATCH";
}
