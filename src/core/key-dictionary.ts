// Keys travel as small numbers. A dictionary says which string each number stands for. It only
// grows.
//
// A batch does not carry the whole dictionary, only the entries that its receiver cannot know yet
// (a slice). The receiver keeps a registry and adds the slices to it. A slice may repeat known
// entries but must not leave a gap. So a sender that has lost count may always send all entries
// from 0, and a sender that counts sends each entry once per receiver.

import { assert, ensureExists } from "../base/assert.ts";

/**
 * Part of a dictionary: entries `from`, `from + 1`, …. `dictionaryId` names the dictionary wherever its batches go, so it is unique in the
 * cluster and in time (say, topic and partition, or the attempt that made it). An id never changes its meaning.
 */
export interface DictionarySlice {
  readonly dictionaryId: string;
  readonly from: number;
  readonly entries: readonly string[];
}

/** String ↔ id, append-only; ids are 0, 1, 2, … in the order of arrival. */
export class KeyDictionary {
  readonly dictionaryId: string;
  readonly #keys: string[] = [];
  readonly #idByKey = new Map<string, number>();

  constructor(dictionaryId: string, keys: readonly string[] = []) {
    this.dictionaryId = dictionaryId;
    for (const key of keys) this.idOf(key);
  }

  get size(): number {
    return this.#keys.length;
  }

  /** The id of `key`, a new one if it has none yet. */
  idOf(key: string): number {
    const known = this.#idByKey.get(key);
    if (known !== undefined) return known;
    const id = this.#keys.length;
    this.#keys.push(key);
    this.#idByKey.set(key, id);
    return id;
  }

  /** The key behind `id`; throws if the dictionary does not reach so far. */
  keyOf(id: number): string {
    return ensureExists(this.#keys[id], `key ${id} of dictionary ${this.dictionaryId}`);
  }

  /** Everything from entry `from` on, for a receiver that knows the entries below. */
  sliceFrom(from: number): DictionarySlice {
    return { dictionaryId: this.dictionaryId, from, entries: from >= this.#keys.length ? NO_ENTRIES : this.#keys.slice(from) };
  }

  /** Adds what `slice` has beyond the end. Throws if entries are missing in between or one contradicts what is known. */
  accept(slice: DictionarySlice): void {
    const known = this.#keys.length;
    assert(slice.from <= known, `dictionary ${slice.dictionaryId}: entries from ${slice.from} came, but only ${known} are known`);
    for (const [index, key] of slice.entries.entries()) {
      const id = slice.from + index;
      assert(this.idOf(key) === id, `dictionary ${slice.dictionaryId}: entry ${id} is not "${key}"`);
    }
  }
}

const NO_ENTRIES: readonly string[] = [];

/** A slice for a receiver that has `slice`. */
export function withoutEntries({ dictionaryId, from, entries }: DictionarySlice): DictionarySlice {
  return { dictionaryId, from: from + entries.length, entries: NO_ENTRIES };
}

/** The dictionaries a receiver has put together so far, by id. */
export class DictionaryRegistry {
  readonly #dictionaries = new Map<string, KeyDictionary>();

  /** Takes in a batch's slice; returns the dictionary that the batch's keys refer to. */
  accept(slice: DictionarySlice): KeyDictionary {
    let dictionary = this.#dictionaries.get(slice.dictionaryId);
    if (dictionary === undefined) {
      dictionary = new KeyDictionary(slice.dictionaryId);
      this.#dictionaries.set(slice.dictionaryId, dictionary);
    }
    if (slice.entries.length > 0 || slice.from > dictionary.size) dictionary.accept(slice);
    return dictionary;
  }

  /** How many entries of `dictionaryId` are known: what to ask the sender to leave out. */
  knownEntries(dictionaryId: string): number {
    return this.#dictionaries.get(dictionaryId)?.size ?? 0;
  }
}
