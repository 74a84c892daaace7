// Random numbers that a seed determines: equal seeds, equal numbers, on every machine. Not for secrets.

/** A stream of pseudo-random numbers (sfc32, Chris Doty-Humphrey's small fast counting generator). */
export class SeededRng {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** `seed`: any whole number; `stream` keeps apart the streams drawn from one seed. */
  constructor(seed: number, stream = 0) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = stream | 0;
    // Neighbouring seeds differ in a few bits only; after these rounds they have nothing in common.
    for (let round = 0; round < 15; round++) this.#nextInt();
  }

  /** In [0, 1). */
  next(): number {
    return (this.#nextInt() >>> 0) / 2 ** 32;
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of `items`; undefined if there are none. */
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  #nextInt(): number {
    const result = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result;
  }
}
