import type { CheckpointRetention } from "../graph/job-graph.ts";
import type { Host } from "../host.ts";
import { encodeCheckpointMetadata } from "./checkpoint-metadata.ts";
import { externalForm, type CompletedCheckpoint } from "./completed-checkpoint.ts";
import type { FlinkLog } from "../flink-log.ts";
import { METADATA_FILE } from "./savepoint-path.ts";

/** A checkpoint from which the job may be restored. */
export interface StoredCheckpoint {
  readonly checkpoint: CompletedCheckpoint;
  /** Its directory, without scheme and without `/` at the end. */
  readonly directory: string;
  /** False: it was given to the job to start from and belongs to somebody else (NO_CLAIM). Its files stay. */
  readonly isOwned: boolean;
}

/** How a job ended. */
export type FinalStatus = "CANCELED" | "FAILED" | "FINISHED";

/**
 * The checkpoints of one job from which it may be restored: the last completed ones, and at first the one it was started from. What is subsumed is
 * deleted, and when the job ends everything, unless it is to be retained. Savepoints never come here. Flink: StandaloneCompletedCheckpointStore.
 */
export class CompletedCheckpointStore {
  readonly #host: Host;
  readonly #log: FlinkLog;
  readonly #numRetained: number;
  readonly #retention: CheckpointRetention;
  readonly #onDiscarded: (checkpointId: number) => void;
  /** Oldest first. */
  readonly #checkpoints: StoredCheckpoint[] = [];

  constructor(
    host: Host,
    log: FlinkLog,
    config: { readonly numRetained: number; readonly retention: CheckpointRetention },
    onDiscarded: (checkpointId: number) => void,
  ) {
    this.#host = host;
    this.#log = log;
    this.#numRetained = config.numRetained;
    this.#retention = config.retention;
    this.#onDiscarded = onDiscarded;
  }

  get latest(): StoredCheckpoint | undefined {
    return this.#checkpoints.at(-1);
  }

  has(checkpointId: number): boolean {
    return this.#checkpoints.some(({ checkpoint }) => checkpoint.checkpointId === checkpointId);
  }

  /** Writes `_metadata`; its length is the answer. Rejects with StorageError. */
  async writeMetadata(checkpoint: CompletedCheckpoint, directory: string): Promise<number> {
    const bytes = encodeCheckpointMetadata(checkpoint);
    await this.#host.storage.put(`${directory}/${METADATA_FILE}`, bytes);
    return bytes.length;
  }

  /** Takes in a checkpoint whose metadata are written, and lets go of the oldest. */
  add(stored: StoredCheckpoint): void {
    this.#checkpoints.push(stored);
    while (this.#checkpoints.length > this.#numRetained) {
      const subsumed = this.#checkpoints.shift();
      if (subsumed !== undefined) this.#discard(subsumed);
    }
  }

  /** Deletes what stands in that directory: a checkpoint or savepoint that never completed. */
  discardFiles(directory: string): void {
    const prefix = `${directory}/`;
    this.#host.storage.delete(prefix).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.warn("runtime.checkpoint.CheckpointsCleaner", `Could not properly discard ${externalForm(prefix)}: ${reason}`);
    });
  }

  /** The job has ended: its checkpoints go, unless the job's configuration says that they stay. */
  shutdown(status: FinalStatus): void {
    this.#log.info("runtime.checkpoint.StandaloneCompletedCheckpointStore", "Shutting down");
    if (isRetained(this.#retention, status)) return;
    for (const stored of this.#checkpoints.splice(0)) this.#discard(stored);
  }

  #discard({ checkpoint, directory, isOwned }: StoredCheckpoint): void {
    if (!isOwned) return;
    this.discardFiles(directory);
    this.#onDiscarded(checkpoint.checkpointId);
  }
}

/** Flink: CheckpointProperties. */
function isRetained(retention: CheckpointRetention, status: FinalStatus): boolean {
  switch (retention) {
    case "NO_EXTERNALIZED_CHECKPOINTS":
      return false;
    case "DELETE_ON_CANCELLATION":
      return status === "FAILED";
    case "RETAIN_ON_CANCELLATION":
      return status !== "FINISHED";
  }
}
