import type { Host } from "../host.ts";
import { encodeCheckpointMetadata } from "./checkpoint-metadata.ts";
import { checkpointPath, externalForm, type CompletedCheckpoint } from "./completed-checkpoint.ts";
import type { FlinkLog } from "./flink-log.ts";

/**
 * The last completed checkpoints of one job. What is subsumed is deleted, and everything when the job ends. Flink:
 * StandaloneCompletedCheckpointStore, with NO_EXTERNALIZED_CHECKPOINTS.
 */
export class CompletedCheckpointStore {
  readonly #host: Host;
  readonly #log: FlinkLog;
  readonly #jobDirectory: string;
  readonly #numRetained: number;
  readonly #onDiscarded: (checkpointId: number) => void;
  /** Oldest first. */
  readonly #checkpoints: CompletedCheckpoint[] = [];

  constructor(host: Host, log: FlinkLog, jobDirectory: string, numRetained: number, onDiscarded: (checkpointId: number) => void) {
    this.#host = host;
    this.#log = log;
    this.#jobDirectory = jobDirectory;
    this.#numRetained = numRetained;
    this.#onDiscarded = onDiscarded;
  }

  get latest(): CompletedCheckpoint | undefined {
    return this.#checkpoints.at(-1);
  }

  has(checkpointId: number): boolean {
    return this.#checkpoints.some((checkpoint) => checkpoint.checkpointId === checkpointId);
  }

  /** Writes `_metadata`; its length is the answer. Rejects with StorageError. */
  async writeMetadata(checkpoint: CompletedCheckpoint): Promise<number> {
    const bytes = encodeCheckpointMetadata(checkpoint);
    await this.#host.storage.put(`${checkpointPath(this.#jobDirectory, checkpoint.checkpointId)}/_metadata`, bytes);
    return bytes.length;
  }

  /** Takes in a checkpoint whose metadata are written, and lets go of the oldest. */
  add(checkpoint: CompletedCheckpoint): void {
    this.#checkpoints.push(checkpoint);
    while (this.#checkpoints.length > this.#numRetained) {
      const subsumed = this.#checkpoints.shift();
      if (subsumed === undefined) return;
      this.discard(subsumed.checkpointId);
      this.#onDiscarded(subsumed.checkpointId);
    }
  }

  /** Deletes the files of a checkpoint: one that was subsumed, or one that never completed. */
  discard(checkpointId: number): void {
    this.#delete(`${checkpointPath(this.#jobDirectory, checkpointId)}/`);
  }

  /** The job has ended: all its checkpoints go. */
  shutdown(): void {
    this.#log.info("runtime.checkpoint.StandaloneCompletedCheckpointStore", "Shutting down");
    for (const { checkpointId } of this.#checkpoints.splice(0)) this.#onDiscarded(checkpointId);
    this.#delete(`${this.#jobDirectory}/`);
  }

  #delete(prefix: string): void {
    this.#host.storage.delete(prefix).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.warn("runtime.checkpoint.CheckpointsCleaner", `Could not properly discard ${externalForm(prefix)}: ${reason}`);
    });
  }
}
