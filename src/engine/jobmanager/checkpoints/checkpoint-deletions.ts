/**
 * The directories of checkpoints and savepoints whose deletion is in progress. Storage can take
 * seconds to delete; until then the files can be read, but no job should start from them.
 */
export class CheckpointDeletions {
  /** How many deletions of a directory are in progress. Its job and a user may both ask for one. */
  readonly #underWay = new Map<string, number>();

  /** Call the answer once, when the deletion has ended. `directory` has no scheme and no `/` at the end. */
  begin(directory: string): () => void {
    this.#underWay.set(directory, (this.#underWay.get(directory) ?? 0) + 1);
    return () => {
      const others = (this.#underWay.get(directory) ?? 0) - 1;
      if (others > 0) this.#underWay.set(directory, others);
      else this.#underWay.delete(directory);
    };
  }

  /** Whether a deletion of that directory is in progress. */
  has(directory: string): boolean {
    return this.#underWay.has(directory);
  }
}
