// Events for tests, written with their keys.

import { eventBatchOf, type EventBatch } from "../batch.ts";
import { KeyDictionary } from "../key-dictionary.ts";

/** A key and its timestamp, epoch ms. */
export type Event = readonly [key: string, timestampMs: number];

/** A stream of events with a dictionary of its own, of which each batch carries the entries that are new. */
export class EventStream {
  readonly #dictionary: KeyDictionary;
  #sentEntries = 0;

  constructor(dictionaryId = "events", keys: readonly string[] = []) {
    this.#dictionary = new KeyDictionary(dictionaryId, keys);
  }

  batch(...events: readonly Event[]): EventBatch {
    const rows = events.map(([key, timestampMs]) => ({ keyId: this.#dictionary.idOf(key), timestampMs }));
    const slice = this.#dictionary.sliceFrom(this.#sentEntries);
    this.#sentEntries = this.#dictionary.size;
    return eventBatchOf(rows, slice);
  }
}
