// What users ask of jobs beyond starting and cancelling: savepoints, checkpoints, stops; and of savepoints: which there are, and to delete one. Each
// is triggered now and asked after later. Flink: Dispatcher with DispatcherCachedOperationsHandler.

import { okResult, type Result } from "../../../base/result.ts";
import type { Host } from "../../host.ts";
import { errorOf, type ErrorInfo } from "../../protocol/error-info.ts";
import type { JobOperationsView, OperationState, OperationTrigger, SavepointTrigger, StopTrigger } from "../jobmanager-view.ts";
import { AsyncOperations, type OperationListener } from "./async-operations.ts";
import { checkpointException, completionException, jobNotFound } from "../flink-errors.ts";
import type { JobSavepoints } from "../savepoints/job-savepoints.ts";
import { randomHexId } from "../random-id.ts";
import type { CheckpointDeletions } from "../checkpoints/checkpoint-deletions.ts";
import { externalForm } from "../checkpoints/completed-checkpoint.ts";
import { localPathOf } from "../savepoints/savepoint-path.ts";
import { loadCheckpoint } from "../savepoints/savepoint-restore.ts";

/** What operations need of the JobManager. */
export interface JobOperationsServices {
  /** Undefined for an unknown job; `not-running` for one that has not begun or has ended. */
  savepointsOf(jobId: string): JobSavepoints | "not-running" | undefined;
  /** The user has deleted what stood in that directory. */
  onDisposed(externalPath: string): void;
}

/** One for the JobManager. Paths that are answered are in the form `file:/…`. */
export class JobOperations implements JobOperationsView {
  readonly #host: Host;
  readonly #jobs: JobOperationsServices;
  readonly #savepoints: AsyncOperations<string>;
  readonly #checkpoints: AsyncOperations<number>;
  readonly #disposals: AsyncOperations<undefined>;
  readonly #deletions: CheckpointDeletions;

  constructor(host: Host, keepMs: number, deletions: CheckpointDeletions, jobs: JobOperationsServices) {
    this.#host = host;
    this.#jobs = jobs;
    this.#deletions = deletions;
    this.#savepoints = new AsyncOperations(host, keepMs);
    this.#checkpoints = new AsyncOperations(host, keepMs);
    this.#disposals = new AsyncOperations(host, keepMs);
  }

  /** Triggers a savepoint; the answer is the trigger's id, also if the job does not exist. */
  savepoint(jobId: string, trigger: SavepointTrigger): string {
    return this.#trigger(this.#savepoints, jobId, trigger, (savepoints, listener) => {
      this.#withDirectory(trigger.targetDirectory, listener, (targetDirectory) =>
        savepoints.savepoint({ ...trigger, targetDirectory }, listener),
      );
    });
  }

  /** Triggers a stop with a savepoint. */
  stop(jobId: string, trigger: StopTrigger): string {
    return this.#trigger(this.#savepoints, jobId, trigger, (savepoints, listener) => {
      this.#withDirectory(trigger.targetDirectory, listener, (targetDirectory) =>
        savepoints.stop({ ...trigger, targetDirectory }, listener),
      );
    });
  }

  /** Triggers a checkpoint. */
  checkpoint(jobId: string, trigger: OperationTrigger): string {
    return this.#trigger(this.#checkpoints, jobId, trigger, (savepoints, listener) => savepoints.checkpoint(listener));
  }

  /** Of a savepoint or a stop: its path. */
  savepointState(jobId: string, triggerId: string): OperationState<string> | undefined {
    return this.#savepoints.find(keyOf(jobId, triggerId));
  }

  /** Of a checkpoint: its id. */
  checkpointState(jobId: string, triggerId: string): OperationState<number> | undefined {
    return this.#checkpoints.find(keyOf(jobId, triggerId));
  }

  /** Deletes a savepoint. */
  dispose(path: string): string {
    const triggerId = randomHexId(this.#host.rng);
    this.#disposals.trigger(triggerId, (listener) => {
      const failed = (cause: ErrorInfo) =>
        listener.onFailed(
          completionException(errorOf("org.apache.flink.util.FlinkException", `Could not dispose savepoint ${path}.`, cause)),
        );
      this.#dispose(path).then(
        (outcome) => {
          if (outcome.ok) listener.onCompleted(undefined);
          else failed(outcome.error);
        },
        (error: unknown) => failed(errorOf("java.io.IOException", error instanceof Error ? error.message : String(error))),
      );
    });
    return triggerId;
  }

  disposalState(triggerId: string): OperationState<undefined> | undefined {
    return this.#disposals.find(triggerId);
  }

  async #dispose(path: string): Promise<Result<undefined, ErrorInfo>> {
    const { storage } = this.#host;
    const loaded = await loadCheckpoint(storage, path);
    if (!loaded.ok) return loaded;
    const { directory } = loaded.value;
    const end = this.#deletions.begin(directory);
    try {
      await storage.delete(`${directory}/`);
    } finally {
      end();
    }
    this.#jobs.onDisposed(externalForm(directory));
    return okResult(undefined);
  }

  #trigger<Value>(
    operations: AsyncOperations<Value>,
    jobId: string,
    { triggerId = randomHexId(this.#host.rng) }: { readonly triggerId?: string | undefined },
    begin: (savepoints: JobSavepoints, listener: OperationListener<Value>) => void,
  ): string {
    operations.trigger(keyOf(jobId, triggerId), (asker) => {
      const listener: OperationListener<Value> = {
        onCompleted: (value) => asker.onCompleted(value),
        onFailed: (error) => asker.onFailed(completionException(error)),
      };
      const savepoints = this.#jobs.savepointsOf(jobId);
      if (savepoints === undefined) listener.onFailed(jobNotFound(jobId));
      else if (savepoints === "not-running") listener.onFailed(checkpointException(`Job ${jobId} is not running.`));
      else begin(savepoints, listener);
    });
    return triggerId;
  }

  #withDirectory(uri: string, listener: OperationListener<string>, proceed: (directory: string) => void): void {
    const directory = localPathOf(uri);
    if (directory.ok) proceed(directory.value);
    else listener.onFailed(errorOf("org.apache.flink.core.fs.UnsupportedFileSystemSchemeException", directory.error));
  }
}

function keyOf(jobId: string, triggerId: string): string {
  return `${jobId} ${triggerId}`;
}
