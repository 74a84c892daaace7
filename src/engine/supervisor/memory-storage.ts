// Checkpoints and savepoints in memory, with a budget. It belongs to the supervisor, so that it outlives every container; a reload of the
// page is a new cluster and begins empty.

import { StorageError } from "../host.ts";

/** How many discarded directories are remembered: many times more than can have writes in progress. */
const MAX_DISCARDED = 10_000;

/** Files by path. The host's Storage, without the way between threads: calls answer at once, `put` throws StorageError when full. */
export class MemoryStorage {
  readonly #files = new Map<string, Uint8Array>();
  readonly #budgetBytes: number;
  /** Directories that take no file any more, oldest first. */
  readonly #discarded = new Set<string>();
  #usedBytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** Sum of the files' sizes. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /**
   * Writes a whole file; the bytes are copied. Throws StorageError, and keeps what was there, when the budget does not allow it or its directory was
   * discarded.
   */
  put(path: string, bytes: Uint8Array): void {
    if (this.#isDiscarded(path)) throw new StorageError(`${path} is in a directory that was discarded.`);
    const usedBytes = this.#usedBytes - (this.#files.get(path)?.byteLength ?? 0) + bytes.byteLength;
    if (usedBytes > this.#budgetBytes) {
      throw new StorageError(
        `No space left: ${path} needs ${String(bytes.byteLength)} bytes, and ${String(this.#usedBytes)} of ${String(this.#budgetBytes)} are in use.`,
      );
    }
    this.#files.set(path, bytes.slice());
    this.#usedBytes = usedBytes;
  }

  /** A copy of the file, or undefined. */
  get(path: string): Uint8Array | undefined {
    return this.#files.get(path)?.slice();
  }

  /** Paths that begin with `prefix`, sorted. */
  list(prefix: string): readonly string[] {
    return [...this.#files.keys()].filter((path) => path.startsWith(prefix)).toSorted();
  }

  /** Deletes every file in `directory`, and refuses what is put there later. */
  discard(directory: string): void {
    this.delete(`${directory}/`);
    this.#discarded.add(directory);
    const [oldest] = this.#discarded;
    if (oldest !== undefined && this.#discarded.size > MAX_DISCARDED) this.#discarded.delete(oldest);
  }

  #isDiscarded(path: string): boolean {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      if (this.#discarded.has(path.slice(0, end))) return true;
    }
    return false;
  }

  /** Deletes every file whose path begins with `prefix`. */
  delete(prefix: string): void {
    for (const path of this.list(prefix)) {
      this.#usedBytes -= this.#files.get(path)?.byteLength ?? 0;
      this.#files.delete(path);
    }
  }
}
