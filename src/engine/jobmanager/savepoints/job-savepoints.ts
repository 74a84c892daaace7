// The savepoints of one job, by request: taken while it runs, before a cancel, or to stop with. Flink: SchedulerBase.triggerSavepoint and
// stopWithSavepoint.

import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { CheckpointCoordinator } from "../checkpoints/checkpoint-coordinator.ts";
import type { FinalStatus } from "../checkpoints/completed-checkpoint-store.ts";
import { stopInProgress } from "../flink-errors.ts";
import { StopWithSavepoint, type SavepointListener, type SavepointSettings, type StoppableJob } from "./stop-with-savepoint.ts";

/** What savepoints need of their job. */
export interface SavepointedJob extends StoppableJob {
  cancel(): void;
}

/** One for each job. */
export class JobSavepoints {
  readonly #job: SavepointedJob;
  readonly #coordinator: CheckpointCoordinator;
  /** The last stop that was asked for. */
  #stop: StopWithSavepoint | undefined;

  constructor(job: SavepointedJob, coordinator: CheckpointCoordinator) {
    this.#job = job;
    this.#coordinator = coordinator;
  }

  /** The error to fail the job with when a task fails after the savepoint of a stop is complete; undefined if there is none. */
  get stoppingError(): ErrorInfo | undefined {
    return this.#stop?.isSavepointComplete === true ? this.#stop.stoppingError : undefined;
  }

  /** Takes a savepoint. The job continues, or is cancelled after it. */
  savepoint(settings: SavepointSettings & { readonly cancelJob: boolean }, listener: SavepointListener): void {
    const { format, targetDirectory, cancelJob } = settings;
    if (cancelJob && this.#refuseWhileStopping(listener)) return;
    const letGoOfScheduler = cancelJob ? this.#coordinator.stopScheduler() : undefined;
    this.#coordinator.request({
      snapshotType: "savepoint",
      format,
      targetDirectory,
      onCompleted: (checkpoint, externalPath) => {
        if (cancelJob) this.#job.onFinalSavepoint(checkpoint, externalPath);
        listener.onCompleted(externalPath);
        if (cancelJob) this.#job.cancel();
      },
      onFailed: (error) => {
        listener.onFailed(error);
        if (letGoOfScheduler === undefined) return;
        letGoOfScheduler();
        this.#job.resumeCheckpoints();
      },
    });
  }

  /** Takes a checkpoint now; its id is the answer. */
  checkpoint(listener: { onCompleted(checkpointId: number): void; onFailed(error: ErrorInfo): void }): void {
    this.#coordinator.request({
      snapshotType: "checkpoint",
      format: "CANONICAL",
      targetDirectory: undefined,
      onCompleted: ({ checkpointId }) => listener.onCompleted(checkpointId),
      onFailed: (error) => listener.onFailed(error),
    });
  }

  /** Takes a savepoint for which all tasks stop, and ends the job as FINISHED. The listener is told when the job has ended, or that it continues. */
  stop(settings: SavepointSettings & { readonly drain: boolean }, listener: SavepointListener): void {
    if (this.#refuseWhileStopping(listener)) return;
    this.#stop = new StopWithSavepoint(this.#job, this.#coordinator, settings, listener);
  }

  onJobEnded(status: FinalStatus): void {
    this.#stop?.onJobEnded(status);
  }

  #refuseWhileStopping(listener: SavepointListener): boolean {
    if (this.#stop?.hasFailed !== false) return false;
    listener.onFailed(stopInProgress(this.#job.jobId));
    return true;
  }
}
