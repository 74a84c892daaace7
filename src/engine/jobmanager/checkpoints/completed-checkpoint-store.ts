import type { CheckpointRetention } from "../../graph/job-graph.ts";
import type { Host } from "../../host.ts";
import type { CheckpointDeletions } from "./checkpoint-deletions.ts";
import { encodeCheckpointMetadata } from "./checkpoint-metadata.ts";
import { externalForm, type CompletedCheckpoint } from "./completed-checkpoint.ts";
import type { FlinkLog } from "../../flink-log.ts";
import { METADATA_FILE } from "../savepoints/savepoint-path.ts";

/** A checkpoint from which the job may be restored. */
export interface StoredCheckpoint {
  readonly checkpoint: CompletedCheckpoint;
  /** Its directory, without scheme and without `/` at the end. */
  readonly directory: string;
  /** False: it was given to the job to start from and belongs to another owner (NO_CLAIM). Its files stay. */
  readonly isOwned: boolean;
}

/** How long after a failure storage is asked again to delete something. */
const DISCARD_RETRY_MS = 1_000;

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
  readonly #deletions: CheckpointDeletions;
  readonly #onDiscarded: (stored: StoredCheckpoint) => void;
  /** Oldest first. */
  readonly #checkpoints: StoredCheckpoint[] = [];

  constructor(
    host: Host,
    log: FlinkLog,
    config: { readonly numRetained: number; readonly retention: CheckpointRetention },
    deletions: CheckpointDeletions,
    onDiscarded: (stored: StoredCheckpoint) => void,
  ) {
    this.#host = host;
    this.#log = log;
    this.#numRetained = config.numRetained;
    this.#retention = config.retention;
    this.#deletions = deletions;
    this.#onDiscarded = onDiscarded;
  }

  get latest(): StoredCheckpoint | undefined {
    return this.#checkpoints.at(-1);
  }

  /** Writes `_metadata`; its length is the answer. Rejects with StorageError. */
  async writeMetadata(checkpoint: CompletedCheckpoint, directory: string): Promise<number> {
    const bytes = encodeCheckpointMetadata(checkpoint);
    await this.#host.storage.put(`${directory}/${METADATA_FILE}`, bytes);
    return bytes.length;
  }

  /** Takes in a checkpoint whose metadata are written, and drops the oldest. */
  add(stored: StoredCheckpoint): void {
    this.#checkpoints.push(stored);
    while (this.#checkpoints.length > this.#numRetained) {
      const subsumed = this.#checkpoints.shift();
      if (subsumed !== undefined) this.#discard(subsumed);
    }
  }

  /** Deletes a checkpoint or savepoint that never completed, and what its subtasks are still writing. */
  discardIncomplete(directory: string): void {
    this.#untilDone(directory, () => this.#host.storage.discard(directory));
  }

  /** The job has ended: deletes its checkpoints unless the job's configuration retains them. */
  shutdown(status: FinalStatus): void {
    this.#log.info("runtime.checkpoint.StandaloneCompletedCheckpointStore", "Shutting down");
    if (isRetained(this.#retention, status)) return;
    for (const stored of this.#checkpoints.splice(0)) this.#discard(stored);
  }

  #discard(stored: StoredCheckpoint): void {
    if (!stored.isOwned) return;
    // All its subtasks have acknowledged, so no write to it is still in progress.
    this.#untilDone(stored.directory, () => this.#host.storage.delete(`${stored.directory}/`));
    this.#onDiscarded(stored);
  }

  /** Retries until storage succeeds, also after the job has ended, because nothing else deletes these files. */
  #untilDone(directory: string, remove: () => Promise<void>): void {
    const end = this.#deletions.begin(directory);
    const attempt = (): void => {
      remove().then(end, (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#log.warn("runtime.checkpoint.CheckpointsCleaner", `Could not properly discard ${externalForm(directory)}/: ${reason}`);
        this.#host.setTimer(DISCARD_RETRY_MS, attempt);
      });
    };
    attempt();
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
