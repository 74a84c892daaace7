import { JOB_STATUSES, type JobStatus } from "../../../rest/states.ts";
import { assertJobTransition } from "./job-status-machine.ts";

/** The status of one job with the times of its changes, beginning in INITIALIZING. */
export class JobStatusTracker {
  readonly timestamps: Record<JobStatus, number>;
  readonly #jobName: string;
  #status: JobStatus = "INITIALIZING";

  /** `now` in epoch ms. */
  constructor(jobName: string, now: number) {
    this.#jobName = jobName;
    const timestamps: Partial<Record<JobStatus, number>> = {};
    for (const status of JOB_STATUSES) timestamps[status] = 0;
    this.timestamps = { ...(timestamps as Record<JobStatus, number>), INITIALIZING: now };
  }

  get status(): JobStatus {
    return this.#status;
  }

  /** Throws AssertionError if the job may not go there. */
  switchTo(status: JobStatus, now: number): void {
    assertJobTransition(this.#status, status, this.#jobName);
    this.#status = status;
    this.timestamps[status] = now;
  }
}
