import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { CheckpointCoordinator } from "../checkpoints/checkpoint-coordinator.ts";
import type { CompletedCheckpoint } from "../checkpoints/completed-checkpoint.ts";
import { stopWithSavepointStopping } from "../flink-errors.ts";
import type { SavepointFormat } from "../checkpoints/snapshot-request.ts";
import type { DrainList } from "./drain-list.ts";

/** How a savepoint is to be taken. */
export interface SavepointSettings {
  /** Without scheme. */
  readonly targetDirectory: string;
  readonly format: SavepointFormat;
}

/** Receives the result of a savepoint: its path in the form `file:/…`, or why there is none. */
export interface SavepointListener {
  onCompleted(externalPath: string): void;
  onFailed(error: ErrorInfo): void;
}

/** What a stop needs of its job. */
export interface StoppableJob {
  readonly jobId: string;
  readonly drains: DrainList;
  /** The savepoint with which the job ends is complete. `externalPath` in the form `file:/…`. */
  onFinalSavepoint(checkpoint: CompletedCheckpoint, externalPath: string): void;
  /** The savepoint has failed: periodic checkpoints may resume if the job's state allows it. */
  resumeCheckpoints(): void;
}

/**
 * One stop of a job with a savepoint: savepoint, then every task FINISHED. Lives as long as its job
 * needs it. Flink: StopWithSavepointTerminationManager and its handler.
 *
 *   triggered ──savepoint complete──▶ tasks end ──all FINISHED──▶ stopped, the path is the answer
 *       │                                 └──one did not──▶ the savepoint stays, the job FAILED
 *       └──savepoint failed──▶ the job continues, with periodic checkpoints again
 */
export class StopWithSavepoint {
  readonly #jobId: string;
  readonly #listener: SavepointListener;
  /** Of the completed savepoint. */
  #externalPath: string | undefined;
  #hasFailed = false;

  constructor(
    job: StoppableJob,
    coordinator: CheckpointCoordinator,
    options: SavepointSettings & { readonly drain: boolean },
    listener: SavepointListener,
  ) {
    this.#jobId = job.jobId;
    this.#listener = listener;
    const letGoOfScheduler = coordinator.stopScheduler();
    coordinator.request({
      snapshotType: options.drain ? "terminate-savepoint" : "suspend-savepoint",
      format: options.format,
      targetDirectory: options.targetDirectory,
      onTriggered: (checkpointId) => {
        if (options.drain) job.drains.onTriggered(job.jobId, checkpointId);
      },
      onCompleted: (checkpoint, externalPath) => {
        this.#externalPath = externalPath;
        if (options.drain) job.drains.onCompleted(job.jobId, checkpoint.checkpointId);
        job.onFinalSavepoint(checkpoint, externalPath);
      },
      onFailed: (error) => {
        this.#hasFailed = true;
        listener.onFailed(error);
        letGoOfScheduler();
        job.resumeCheckpoints();
      },
    });
  }

  /** The job did not stop and will not, not by this. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Whether the savepoint is complete, so that the stop cannot be undone. */
  get isSavepointComplete(): boolean {
    return this.#externalPath !== undefined;
  }

  /** The error of a stop whose job failed after the savepoint was complete. */
  get stoppingError(): ErrorInfo {
    return stopWithSavepointStopping(this.#externalPath ?? "", this.#jobId);
  }

  /** The job has ended. */
  onJobEnded(status: "FINISHED" | "CANCELED" | "FAILED"): void {
    if (this.#externalPath === undefined) return;
    if (status === "FINISHED") this.#listener.onCompleted(this.#externalPath);
    else this.#listener.onFailed(this.stoppingError);
  }
}
