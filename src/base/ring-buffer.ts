import { assert } from "./assert.ts";

/** Keeps the last `capacity` items in order; pushing onto a full one drops the oldest. All operations but `toArray` are O(1). */
export class RingBuffer<T> {
  readonly capacity: number;
  readonly #items: T[] = [];
  /** Position of the oldest item in `#items`; 0 until the buffer has been full once. */
  #start = 0;

  constructor(capacity: number) {
    assert(Number.isInteger(capacity) && capacity >= 0, `ring buffer capacity must be 0 or a positive integer, not ${capacity}`);
    this.capacity = capacity;
  }

  get length(): number {
    return this.#items.length;
  }

  /** Appends `item`; returns the item that was dropped for it, or undefined. */
  push(item: T): T | undefined {
    if (this.capacity === 0) return item;
    if (this.#items.length < this.capacity) {
      this.#items.push(item);
      return undefined;
    }
    const dropped = this.#items[this.#start];
    this.#items[this.#start] = item;
    this.#start = (this.#start + 1) % this.capacity;
    return dropped;
  }

  /** The item at `index`, 0 being the oldest; negative counts from the newest (-1). Undefined outside. */
  at(index: number): T | undefined {
    const fromOldest = index < 0 ? this.#items.length + index : index;
    if (fromOldest < 0 || fromOldest >= this.#items.length) return undefined;
    return this.#items[(this.#start + fromOldest) % this.#items.length];
  }

  clear(): void {
    this.#items.length = 0;
    this.#start = 0;
  }

  /** A copy, oldest first. */
  toArray(): T[] {
    return [...this.#items.slice(this.#start), ...this.#items.slice(0, this.#start)];
  }

  [Symbol.iterator](): Iterator<T> {
    return this.toArray()[Symbol.iterator]();
  }
}
