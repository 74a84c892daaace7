// Records what happened, step by step: a digest that is equal for equal runs, and the last steps in
// words to help find the reason of a failure.

import { RingBuffer } from "../../base/ring-buffer.ts";
import { fnv1a } from "./fnv1a.ts";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Folds every step into 64 bits (two FNV-1a hashes over 32-bit words) and remembers the last ones. */
export class Trace {
  #low = FNV_OFFSET;
  #high = 0x2545f491;
  #steps = 0;
  readonly #recent: RingBuffer<readonly [number, string, string]>;
  readonly #hashes = new Map<string, number>();

  constructor(remembered: number) {
    this.#recent = new RingBuffer(remembered);
  }

  /** Steps so far. */
  get steps(): number {
    return this.#steps;
  }

  /** 16 hex digits. */
  get digest(): string {
    return hex(this.#high) + hex(this.#low);
  }

  /** One step: when (simulated ms), who, what. */
  add(atMs: number, actor: string, what: string): void {
    this.#steps++;
    this.#fold(Math.floor(atMs * 1_000) | 0);
    this.#fold(this.#hashOf(actor));
    this.#fold(this.#hashOf(what));
    this.#recent.push([atMs, actor, what]);
  }

  /** The last steps as lines. */
  recent(): string[] {
    return this.#recent.toArray().map(([atMs, actor, what]) => `${atMs.toFixed(3).padStart(12)} ${actor}: ${what}`);
  }

  #fold(word: number): void {
    this.#low = Math.imul(this.#low ^ word, FNV_PRIME);
    this.#high = Math.imul(this.#high ^ ((word << 16) | (word >>> 16)), FNV_PRIME) + 1;
  }

  #hashOf(text: string): number {
    let hash = this.#hashes.get(text);
    if (hash === undefined) {
      hash = fnv1a(text);
      this.#hashes.set(text, hash);
    }
    return hash;
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
