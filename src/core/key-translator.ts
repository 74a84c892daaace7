// Rewrites key columns from the dictionaries of others into one own dictionary, which grows as needed. For whoever stores or merges batches
// of several origins: a topic partition has one dictionary, its producers have one each.

import { createKeyColumn, type KeyColumn } from "./batch.ts";
import { DictionaryRegistry, type DictionarySlice, type KeyDictionary } from "./key-dictionary.ts";

interface Translation {
  readonly source: KeyDictionary;
  /** Own id by foreign id. */
  readonly ids: number[];
  /** True while every foreign id is its own translation. */
  isIdentity: boolean;
}

/** Translates into `target`. One instance for each target; it remembers what each origin has told. */
export class KeyTranslator {
  readonly #target: KeyDictionary;
  readonly #registry = new DictionaryRegistry();
  readonly #translations = new Map<string, Translation>();

  constructor(target: KeyDictionary) {
    this.#target = target;
  }

  /** The first `length` keys of `keys` in ids of the target. The same column comes back where the ids agree anyway. */
  translate(keys: KeyColumn, length: number, slice: DictionarySlice): KeyColumn {
    const { ids, isIdentity } = this.#translationOf(slice);
    if (isIdentity) return keys;
    const translated = createKeyColumn(this.#target.size, length);
    for (let row = 0; row < length; row++) translated[row] = ids[keys[row] ?? 0] ?? 0;
    return translated;
  }

  #translationOf(slice: DictionarySlice): Translation {
    const source = this.#registry.accept(slice);
    let translation = this.#translations.get(source.dictionaryId);
    if (translation === undefined) {
      translation = { source, ids: [], isIdentity: true };
      this.#translations.set(source.dictionaryId, translation);
    }
    for (let id = translation.ids.length; id < source.size; id++) {
      const own = this.#target.idOf(source.keyOf(id));
      translation.ids.push(own);
      if (own !== id) translation.isIdentity = false;
    }
    return translation;
  }
}
