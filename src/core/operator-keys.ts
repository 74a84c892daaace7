import { assert, ensureExists } from "../base/assert.ts";
import { NO_KEY } from "./count-loop.ts";
import { DictionaryRegistry, KeyDictionary, type DictionarySlice } from "./key-dictionary.ts";
import { keyGroupOf, type KeyGroupRange } from "./key-groups.ts";

/** How the ids of one input dictionary translate into the operator's keys. */
export interface InputKeys {
  readonly dictionary: KeyDictionary;
  /** Own key by id of the input; NO_KEY for keys of other subtasks. As long as the dictionary is known. */
  keyOfId: Int32Array;
}

/**
 * The keys of one operator: its own dictionary, made of the keys in its inputs' dictionaries that
 * belong to its key groups, and the translation of each input's ids. State is stored by these keys,
 * and results are emitted in them. Keys stay as long as the operator lives, even when they no
 * longer have state.
 */
export class OperatorKeys {
  readonly dictionary: KeyDictionary;
  readonly #maxParallelism: number;
  readonly #range: KeyGroupRange;
  readonly #keyGroups: number[] = [];
  readonly #registry = new DictionaryRegistry();
  readonly #inputs = new Map<string, InputKeys>();

  constructor(dictionaryId: string, maxParallelism: number, range: KeyGroupRange) {
    this.dictionary = new KeyDictionary(dictionaryId);
    this.#maxParallelism = maxParallelism;
    this.#range = range;
  }

  /** Takes in the slice of a batch. */
  acceptInput(slice: DictionarySlice): InputKeys {
    const dictionary = this.#registry.accept(slice);
    let input = this.#inputs.get(dictionary.dictionaryId);
    if (input === undefined) {
      input = { dictionary, keyOfId: new Int32Array(0) };
      this.#inputs.set(dictionary.dictionaryId, input);
    }
    if (input.keyOfId.length < dictionary.size) this.#extend(input);
    return input;
  }

  /** The own key of `text`, a new one if need be. Its key group must be in range. */
  add(text: string): number {
    const key = this.dictionary.idOf(text);
    if (key === this.#keyGroups.length) this.#keyGroups.push(keyGroupOf(text, this.#maxParallelism));
    return key;
  }

  keyGroupOf(key: number): number {
    return ensureExists(this.#keyGroups[key], `key group of key ${key}`);
  }

  /** Throws, as Flink does, for a record that the sender's partitioner should have sent elsewhere. */
  rejectForeign(input: InputKeys, id: number): never {
    const text = input.dictionary.keyOf(id);
    const keyGroup = keyGroupOf(text, this.#maxParallelism);
    const { start, end } = this.#range;
    throw new Error(`Key group ${keyGroup} of key "${text}" is not in KeyGroupRange{startKeyGroup=${start}, endKeyGroup=${end}}.`);
  }

  #extend(input: InputKeys): void {
    const keyOfId = new Int32Array(input.dictionary.size);
    keyOfId.set(input.keyOfId);
    for (let id = input.keyOfId.length; id < keyOfId.length; id++) {
      const text = input.dictionary.keyOf(id);
      const keyGroup = keyGroupOf(text, this.#maxParallelism);
      const isOwn = this.#range.start <= keyGroup && keyGroup <= this.#range.end;
      keyOfId[id] = isOwn ? this.add(text) : NO_KEY;
    }
    assert(this.dictionary.size < NO_KEY, "an operator can hold no more keys");
    input.keyOfId = keyOfId;
  }
}
