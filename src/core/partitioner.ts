// Deals the records of a batch to the channels of an edge. Each sub-batch has buffers of its own, because channels may lead to different
// threads, and carries the dictionary entries that its channel has not been sent yet. Flink: KeyGroupStreamPartitioner, ForwardPartitioner,
// RebalancePartitioner.

import { assert, assertUnreachable, ensureExists } from "../base/assert.ts";
import type { KeyColumn, RecordBatch } from "./batch.ts";
import { DictionaryRegistry, type KeyDictionary } from "./key-dictionary.ts";
import { keyGroupOf, subtaskOfKeyGroup } from "./key-groups.ts";

/** Flink's names, as the plan prints them. */
export type PartitionerKind = "FORWARD" | "HASH" | "REBALANCE";

/** Settings of one edge as one sender sees it. */
export interface PartitionerOptions {
  readonly kind: PartitionerKind;
  readonly numChannels: number;
  /** Of the receiver: HASH decides by its key groups. */
  readonly maxParallelism: number;
  /** Where REBALANCE begins; Flink draws it at random for each sender. Default 0. */
  readonly startChannel?: number;
}

/** Called for each sub-batch with rows, in the order of channels. */
export type EmitToChannel = (batch: RecordBatch, channel: number) => void;

/** Emits every row of a batch to exactly one channel; rows keep their order within a channel. */
export interface Partitioner {
  partition(batch: RecordBatch, emit: EmitToChannel): void;
}

/** A partitioner for one result partition of one attempt. With a single channel batches pass as they are, without a copy. */
export function createPartitioner(options: PartitionerOptions): Partitioner {
  const { kind, numChannels } = options;
  if (numChannels === 1) return PASS_THROUGH;
  switch (kind) {
    case "FORWARD":
      assert(false, `FORWARD has one channel, not ${numChannels}`);
      break;
    case "HASH":
      return new ScatterPartitioner(numChannels, new KeyGroupSelector(options));
    case "REBALANCE":
      return new ScatterPartitioner(numChannels, new RoundRobinSelector(options));
    default:
      return assertUnreachable(kind);
  }
}

const PASS_THROUGH: Partitioner = { partition: (batch, emit) => emit(batch, 0) };

/** Writes the channel of each row into `channels`. */
interface ChannelSelector {
  select(keys: KeyColumn, length: number, dictionary: KeyDictionary, channels: Uint16Array): void;
}

/** By key group. The channel of a key is worked out once for each dictionary entry, then looked up for each record. */
class KeyGroupSelector implements ChannelSelector {
  readonly #options: PartitionerOptions;
  readonly #channelsByDictionary = new Map<string, Uint16Array>();

  constructor(options: PartitionerOptions) {
    this.#options = options;
  }

  select(keys: KeyColumn, length: number, dictionary: KeyDictionary, channels: Uint16Array): void {
    const channelOfKey = this.#channelsOf(dictionary);
    for (let row = 0; row < length; row++) channels[row] = channelOfKey[keys[row] ?? 0] ?? 0;
  }

  #channelsOf(dictionary: KeyDictionary): Uint16Array {
    const known = this.#channelsByDictionary.get(dictionary.dictionaryId);
    if (known !== undefined && known.length === dictionary.size) return known;
    const { maxParallelism, numChannels } = this.#options;
    const grown = new Uint16Array(dictionary.size);
    grown.set(known ?? []);
    for (let id = known?.length ?? 0; id < grown.length; id++) {
      const keyGroup = keyGroupOf(dictionary.keyOf(id), maxParallelism);
      grown[id] = subtaskOfKeyGroup(keyGroup, maxParallelism, numChannels);
    }
    this.#channelsByDictionary.set(dictionary.dictionaryId, grown);
    return grown;
  }
}

/** Record by record to the next channel, continuing where the last batch stopped. */
class RoundRobinSelector implements ChannelSelector {
  readonly #numChannels: number;
  #next: number;

  constructor({ numChannels, startChannel = 0 }: PartitionerOptions) {
    this.#numChannels = numChannels;
    this.#next = startChannel % numChannels;
  }

  select(_keys: KeyColumn, length: number, _dictionary: KeyDictionary, channels: Uint16Array): void {
    for (let row = 0; row < length; row++) {
      channels[row] = this.#next;
      this.#next = this.#next + 1 === this.#numChannels ? 0 : this.#next + 1;
    }
  }
}

class ScatterPartitioner implements Partitioner {
  readonly #numChannels: number;
  readonly #selector: ChannelSelector;
  readonly #registry = new DictionaryRegistry();
  /** Entries already sent, by channel and dictionary. */
  readonly #sentEntries: readonly Map<string, number>[];
  /** Scratch, reused between batches: the channel of each row, and the rows ordered by channel. */
  #channels = new Uint16Array(0);
  #rows = new Uint32Array(0);

  constructor(numChannels: number, selector: ChannelSelector) {
    this.#numChannels = numChannels;
    this.#selector = selector;
    this.#sentEntries = Array.from({ length: numChannels }, () => new Map<string, number>());
  }

  partition(batch: RecordBatch, emit: EmitToChannel): void {
    const dictionary = this.#registry.accept(batch.dictionary);
    if (this.#rows.length < batch.length) {
      this.#channels = new Uint16Array(batch.length);
      this.#rows = new Uint32Array(batch.length);
    }
    this.#selector.select(batch.keys, batch.length, dictionary, this.#channels);
    const ends = this.#orderRowsByChannel(batch.length);
    let start = 0;
    for (let channel = 0; channel < this.#numChannels; channel++) {
      const end = ends[channel] ?? start;
      if (end > start) emit(takeRows(batch, this.#rows.subarray(start, end), this.#nextSlice(dictionary, channel)), channel);
      start = end;
    }
  }

  /** Counting sort of the row numbers; returns where each channel's rows end. */
  #orderRowsByChannel(length: number): Uint32Array {
    const channels = this.#channels;
    const rows = this.#rows;
    const cursors = new Uint32Array(this.#numChannels);
    for (let row = 0; row < length; row++) {
      const channel = channels[row] ?? 0;
      cursors[channel] = (cursors[channel] ?? 0) + 1;
    }
    let sum = 0;
    for (let channel = 0; channel < this.#numChannels; channel++) {
      const count = cursors[channel] ?? 0;
      cursors[channel] = sum;
      sum += count;
    }
    for (let row = 0; row < length; row++) {
      const channel = channels[row] ?? 0;
      const position = cursors[channel] ?? 0;
      rows[position] = row;
      cursors[channel] = position + 1;
    }
    return cursors;
  }

  #nextSlice(dictionary: KeyDictionary, channel: number): RecordBatch["dictionary"] {
    const sent = ensureExists(this.#sentEntries[channel], `channel ${channel}`);
    const from = sent.get(dictionary.dictionaryId) ?? 0;
    sent.set(dictionary.dictionaryId, dictionary.size);
    return dictionary.sliceFrom(from);
  }
}

/** The given rows of `batch`, in buffers of their own. */
function takeRows(batch: RecordBatch, rows: Uint32Array, dictionary: RecordBatch["dictionary"]): RecordBatch {
  const length = rows.length;
  const timestamps = gather32(batch.timestamps, rows);
  const keys = gatherKeys(batch.keys, rows);
  const columns = { length, timestampBaseMs: batch.timestampBaseMs, timestamps, keys, dictionary };
  if (batch.type === "events") return { type: "events", ...columns };
  return {
    type: "window-results",
    ...columns,
    windowSizeMs: batch.windowSizeMs,
    windowStartsMs: gatherDoubles(batch.windowStartsMs, rows),
    results: gatherDoubles(batch.results, rows),
  };
}

// These loops run for every record. Each meets arrays of one kind only, and the length is read once: otherwise V8 makes them two and three times
// as slow.

function gatherKeys(from: KeyColumn, rows: Uint32Array): KeyColumn {
  if (from instanceof Uint8Array) return gather8(from, rows);
  return from instanceof Uint16Array ? gather16(from, rows) : gather32(from, rows);
}

function gather8(from: Uint8Array, rows: Uint32Array): Uint8Array<ArrayBuffer> {
  const { length } = rows;
  const into = new Uint8Array(length);
  for (let index = 0; index < length; index++) into[index] = from[rows[index] ?? 0] ?? 0;
  return into;
}

function gather16(from: Uint16Array, rows: Uint32Array): Uint16Array<ArrayBuffer> {
  const { length } = rows;
  const into = new Uint16Array(length);
  for (let index = 0; index < length; index++) into[index] = from[rows[index] ?? 0] ?? 0;
  return into;
}

function gather32(from: Uint32Array, rows: Uint32Array): Uint32Array<ArrayBuffer> {
  const { length } = rows;
  const into = new Uint32Array(length);
  for (let index = 0; index < length; index++) into[index] = from[rows[index] ?? 0] ?? 0;
  return into;
}

function gatherDoubles(from: Float64Array, rows: Uint32Array): Float64Array<ArrayBuffer> {
  const { length } = rows;
  const into = new Float64Array(length);
  for (let index = 0; index < length; index++) into[index] = from[rows[index] ?? 0] ?? 0;
  return into;
}
