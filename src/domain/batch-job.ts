import type { Job, JobOverview } from "../rest/jobs.ts";

/** Whether the job can take checkpoints and savepoints: a batch job takes none, and Flink answers 404 to who asks for them. */
export function takesCheckpoints(job: Pick<Job, "job-type">): boolean {
  return job["job-type"] === "STREAMING";
}

/** Whether it is a batch job: those may run several attempts of a subtask at once. */
export function isBatchJob(job: Pick<Job, "job-type">): boolean {
  return job["job-type"] === "BATCH";
}

/** The same as takesCheckpoints of a job in the overview, whose kind only Flink 2.3 tells there: until it is known to be a batch job it may. */
export function mayTakeCheckpoints(job: Pick<JobOverview, "jobType">): boolean {
  return job.jobType !== "BATCH";
}
